using Personalization.Core;

namespace Personalization.NeuralCf.Tests;

public sealed class ItemFeaturesTests
{
    /// <summary>Ten items of prices 1 to 10, every other a ring, the last without a category and one without a price.</summary>
    private static EventLog Log(int items = 10) => EventLog.From(Enumerable.Range(1, items).Select(i =>
        new ShopEvent(new CustomerId("c"), Shops.Start, EventType.Purchase)
        {
            Item = new ItemId($"i{i:00}"),
            Category = i == 10 ? null : i % 2 == 0 ? "rings" : "chains",
            UnitPrice = i == 5 ? 0 : i,
            Currency = "EUR",
        }));

    [Fact]
    public void From_BothNames_OneOfEachThatIsKnown()
    {
        ItemFeatures features = ItemFeatures.From(Log().Items);

        Assert.Equal(
            ["category=chains", "category=rings", "price_band=1", "price_band=2", "price_band=3", "price_band=4", "price_band=5"],
            features.Names);

        // Of the nine prices 1 2 3 4 6 7 8 9 10 the next band begins at the 2nd, 4th, 6th and 8th, counted from 1 after a fifth each.
        Assert.Equal([1, 0, 1, 0, 0, 0, 0], features.Values.Row(0).ToArray());
        Assert.Equal([0, 1, 0, 1, 0, 0, 0], features.Values.Row(1).ToArray());
        Assert.Equal([1, 0, 0, 0, 0, 0, 0], features.Values.Row(4).ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1], features.Values.Row(9).ToArray());
    }

    [Fact]
    public void From_OneName_OnlyThat() => Assert.Equal(
        ["category=chains", "category=rings"], ItemFeatures.From(Log().Items, ItemFeatures.Category).Names);

    [Fact]
    public void From_AllOfOnePrice_OneBand()
    {
        EventLog log = Shops.Purchases("a: x y z");

        Assert.Equal(["price_band=1"], ItemFeatures.From(log.Items, ItemFeatures.PriceBand).Names);
        Assert.Equal([0], ItemFeatures.From(log.Items, ItemFeatures.PriceBand).Values.Row(1).ToArray());
    }

    [Theory]
    [InlineData("'color'", "color")]
    [InlineData("twice", "category", "category")]
    public void From_WrongName_SaysWhatToDo(string part, params string[] names)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ItemFeatures.From(Log().Items, names));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithVectors_AreAppended_AndZerosWhereNoneIs()
    {
        Dictionary<ItemId, float[]> vectors = new() { [new ItemId("i02")] = [.5f, -2], [new ItemId("elsewhere")] = [1, 1] };

        ItemFeatures features = ItemFeatures.From(Log().Items, ItemFeatures.Category).WithVectors(vectors);

        Assert.Equal(["category=chains", "category=rings", "vector_0", "vector_1"], features.Names);
        Assert.Equal([0, 1, .5f, -2], features.Values.Row(1).ToArray());
        Assert.Equal([1, 0, 0, 0], features.Values.Row(2).ToArray());
        Assert.Throws<ArgumentException>(() => features.WithVectors(vectors));
    }

    [Theory]
    [InlineData("'i02' has 1 values", 1f)]
    [InlineData("must be finite", 1f, float.NaN)]
    public void WithVectors_WrongOne_NamesTheItem(string part, params float[] wrong)
    {
        Dictionary<ItemId, float[]> vectors = new() { [new ItemId("i01")] = [1, 2], [new ItemId("i02")] = wrong };

        ArgumentException error = Assert.Throws<ArgumentException>(() => ItemFeatures.From(Log().Items).WithVectors(vectors));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
