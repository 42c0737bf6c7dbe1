namespace Personalization.Core.Tests;

public sealed class CustomerProfileTests
{
    private static readonly CustomerProfile Ann = CustomerProfile.Create(
        new CustomerId("ann"),
        Given.AsOf,
        new WholeNumberColumn(ColumnNames.RecencyDays, [12L]),
        new WholeNumberColumn(ColumnNames.Frequency, [3L]),
        new MoneyColumn(ColumnNames.Monetary, [100_0000]),
        new MoneyColumn(ColumnNames.AverageOrder, [100m / 3]),
        new CategoryColumn(ColumnNames.Segment, ["Champions"]),
        new WholeNumberColumn(ColumnNames.Cluster, [2L]),
        new CategoryColumn(ColumnNames.ClusterName, ["Big spenders"]),
        new NumberColumn(ColumnNames.PurchaseProbability, [.25]),
        new CategoryListColumn(ColumnNames.Categories, [["rings", "chains"]]),
        new CategoryListColumn(ColumnNames.RecommendedItems, [["r1", "c7"]]),
        new NumberColumn("uplift", [double.NaN]),
        new TextColumn("country", ["FR"]));

    [Fact]
    public void Members_OfARow_ReadTheirColumns()
    {
        Assert.Equal(("ann", Given.AsOf, 0), (Ann.Id.Value, Ann.AsOf, Ann.Row));
        Assert.Equal(("Champions", 2, "Big spenders"), (Ann.Segment, Ann.Cluster, Ann.ClusterName));
        Assert.Equal((12.0, 3, 100m, 100m / 3), (Ann.RecencyDays, Ann.Frequency, Ann.Monetary, Ann.AverageOrderValue));
        Assert.Equal(.25, Ann.PurchaseProbability);
        Assert.Equal(["rings", "chains"], Ann.Categories);
        Assert.Equal([new ItemId("r1"), new ItemId("c7")], Ann.RecommendedItems);
    }

    [Fact]
    public void Members_NothingKnown_AreNullZeroOrEmpty()
    {
        CustomerProfile bare = CustomerProfile.Create(new CustomerId("bob"), Given.AsOf);
        CustomerProfile missing = CustomerProfile.Create(
            new CustomerId("bob"), Given.AsOf, [.. Ann.Table.Columns.Select(column => column.Take([-1]))]);

        Assert.All([bare, missing], profile =>
        {
            Assert.Equal((null, null, null), (profile.Segment, profile.Cluster, profile.ClusterName));
            Assert.Equal((null, 0, 0m, 0m, null),
                (profile.RecencyDays, profile.Frequency, profile.Monetary, profile.AverageOrderValue, profile.PurchaseProbability));
            Assert.Empty(profile.Categories);
            Assert.Empty(profile.RecommendedItems);
            Assert.Equal((null, null), (profile.Text("country"), profile.Number("uplift")));
        });
    }

    [Fact]
    public void AverageOrderValue_MoreRefundedThanBought_Zero() =>
        Assert.Equal(0, Ann.With(Given.AsOf, new MoneyColumn(ColumnNames.AverageOrder, [-1m])).AverageOrderValue);

    [Fact]
    public void HasBoughtOf_Categories_IsWhetherOneIsAmongThem()
    {
        Assert.True(Ann.HasBoughtOf(["watches", "rings"]));
        Assert.False(Ann.HasBoughtOf(["Rings", "watches"]));
        Assert.False(CustomerProfile.Create(new CustomerId("c"), Given.AsOf).HasBoughtOf(["rings"]));
    }

    [Fact]
    public void Text_AnyColumn_ByName()
    {
        Assert.Equal("FR", Ann.Text("country"));
        Assert.Equal("12", Ann.Text(ColumnNames.RecencyDays));
        Assert.Null(Ann.Text("no such column"));
    }

    [Fact]
    public void Number_AnyNumericColumn_ByName()
    {
        Assert.Equal(12, Ann.Number(ColumnNames.RecencyDays));
        Assert.Null(Ann.Number("uplift"));
        Assert.Null(Ann.Number("no such column"));
        Assert.Contains(
            "'country' is a TextColumn, not a NumericColumn",
            Assert.Throws<ArgumentException>(() => Ann.Number("country")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoIdOrSeveralRows_Throws()
    {
        Assert.Throws<ArgumentException>(() => CustomerProfile.Create(default, Given.AsOf));
        Assert.Throws<ArgumentException>(
            () => CustomerProfile.Create(new CustomerId("bob"), Given.AsOf, new WholeNumberColumn("x", [1L, 2L])));
    }

    [Fact]
    public void With_ChangedAndNewColumns_ThisCustomerAlone()
    {
        CustomerTable two = Given.Table(2, new WholeNumberColumn("x", [1L, 2L]), new WholeNumberColumn("y", [3L, 4L]));
        CustomerProfile changed = two[1].With(Given.AsOf.AddDays(1), new WholeNumberColumn("x", [9L]), new TextColumn("z", ["new"]));

        Assert.Equal(("b", 1, Given.AsOf.AddDays(1)), (changed.Id.Value, changed.Table.Count, changed.AsOf));
        Assert.Equal(["x", "y", "z"], changed.Table.Columns.Select(column => column.Name));
        Assert.Equal((9.0, 4.0, "new"), (changed.Number("x"), changed.Number("y"), changed.Text("z")));
        Assert.Equal(2, two[1].Number("x"));
    }
}
