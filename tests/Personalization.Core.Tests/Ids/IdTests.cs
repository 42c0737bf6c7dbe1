namespace Personalization.Core.Tests;

public sealed class IdTests
{
    [Fact]
    public void IdIndex_AnyOrder_SortedOrdinally()
    {
        IdIndex<ItemId> index = IdIndex<ItemId>.From([new("b"), new("a"), new("B"), new("a"), new("10"), new("9")]);

        Assert.Equal(["10", "9", "B", "a", "b"], index.Select(id => id.Value));
        Assert.True(index.TryGetRow(new ItemId("a"), out int row));
        Assert.Equal(3, row);
        Assert.False(index.TryGetRow(new ItemId("c"), out row));
        Assert.Equal(-1, row);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void CustomerId_Blank_Throws(string text) => Assert.Throws<ArgumentException>(() => new CustomerId(text));

    [Fact]
    public void CustomerId_Default_IsNone() => Assert.True(default(CustomerId).IsNone);

    [Theory]
    [InlineData("Add To-Cart", "add_to_cart")]
    [InlineData(" view ", "view")]
    [InlineData("store_visit", "store_visit")]
    public void EventType_AnySpelling_LowerSnakeCase(string spelled, string name) => Assert.Equal(name, new EventType(spelled).Name);

    [Fact]
    public void MoneyUnits_FourDecimals_Exact()
    {
        Assert.Equal(12_3456, MoneyUnits.From(12.3456m));
        Assert.Equal(12.3456m, MoneyUnits.ToDecimal(12_3456));
        Assert.Equal(MoneyUnits.From(2.95m * 12), MoneyUnits.Total(12, MoneyUnits.From(2.95m)));
    }
}
