using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CustomerAffinitiesTests
{
    // Of ten purchases five are tea, five wine.
    private static readonly EventLog Log =
        Shops.Purchases("1: t1/tea t1/tea t1/tea w1/wine", "2: w1/wine", "3: t1/tea t2/tea w1/wine w1/wine w1/wine");

    [Fact]
    public void CategoriesOf_Purchases_ByHand()
    {
        CustomerAffinities affinities = CustomerAffinities.From(Log);

        IReadOnlyList<Affinity> first = affinities.CategoriesOf(new("1"));
        Assert.Equal(["tea", "wine"], first.Select(affinity => affinity.Name));
        Assert.Equal((3 + (5 * .5)) / (4 + 5), first[0].Share, 12);
        Assert.Equal((3 + 5) / ((4 * .5) + 5), first[0].Lift, 12);
        Assert.Equal((1 + (5 * .5)) / (4 + 5), first[1].Share, 12);
        Assert.Equal(1, first.Sum(affinity => affinity.Share), 12);
        Assert.Equal((1 + 5) / (.5 + 5), affinities.CategoriesOf(new("2"))[0].Lift, 12);
        Assert.Equal(.5, affinities.ShopShare("tea"), 12);
        Assert.Equal(0, affinities.ShopShare("beer"));
        Assert.Empty(affinities.CategoriesOf(new("?")));
    }

    [Fact]
    public void CategoriesOf_NoPrior_IsTheCustomersOwnMix()
    {
        Affinity tea = CustomerAffinities.From(Log, new() { PriorWeight = 0 }).CategoriesOf(new("1"))[0];

        Assert.Equal((.75, 1.5), (tea.Share, tea.Lift));
    }

    [Fact]
    public void CategoriesOf_OnePurchaseOfARareCategory_IsNoPassion()
    {
        string tea = string.Join(' ', Enumerable.Repeat("t/tea", 500));
        CustomerAffinities affinities = CustomerAffinities.From(
            Shops.Purchases($"1: {tea}", "2: r/rare", "3: r/rare r/rare r/rare r/rare r/rare r/rare"));

        Assert.InRange(affinities.CategoriesOf(new("2"))[0].Lift, 1.15, 1 + (1 / 5.0));
        Assert.InRange(affinities.CategoriesOf(new("3"))[0].Lift, 2, 1 + (6 / 5.0));
    }

    [Fact]
    public void PriceBandsOf_PricesWithinCategories_ByHand()
    {
        // Of a: 10, 20, 30 stand at 1/6, 1/2, 5/6; the two of b cost the same, ½ each.
        EventLog log = EventLog.From(
        [
            Buy("1", "a1", "a", 10), Buy("1", "a1", "a", 10), Buy("2", "a2", "a", 20), Buy("3", "a3", "a", 30), Buy("3", "b1", "b", 5),
            Buy("2", "b2", "b", 5), Buy("4", "free", "b", 0),
        ]);
        CustomerAffinities affinities = CustomerAffinities.From(log, new() { PriorWeight = 1 });

        double mean = ((2 / 6.0) + .5 + (5 / 6.0) + .5 + .5) / 6;
        CustomerTable table = new CustomerTable(log.Customers, log.LastTime).With(affinities.ToColumns(log.Customers));
        double[] positions = table.Column<NumberColumn>("price_position").Values.ToArray();
        Assert.Equal(((2 / 6.0) + mean) / 3, positions[0], 12);
        Assert.Equal((1 + mean) / 3, positions[1], 12);
        Assert.Equal((.5 + (5 / 6.0) + mean) / 3, positions[2], 12);
        Assert.True(double.IsNaN(positions[3]));
        Assert.Equal(["low", "middle", "high", null], Texts(table, "price_band"));
        Assert.Equal((2 + 1) / ((2 * 2 / 6.0) + 1), affinities.PriceBandsOf(new("1"))[0].Lift, 12);
    }

    [Fact]
    public void ToColumns_OtherCustomers_HaveTheirOwnCells()
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From([new("nobody"), new("3"), new("1")]);
        CustomerTable table = new CustomerTable(customers, Log.LastTime).With(CustomerAffinities.From(Log).ToColumns(customers));

        Assert.Equal(["favorite_category", "category_affinity"], table.Columns.Select(column => column.Name));
        Assert.Equal(["tea", "wine", null], Texts(table, "favorite_category"));
        Assert.Equal((3 + 5) / (2.5 + 5), table.Column<NumberColumn>("category_affinity").Values[1], 12);
        Assert.All(table.Columns, column => Assert.NotEqual("", column.Description));
    }

    [Fact]
    public void From_EmptyLog_HasNoColumns() =>
        Assert.Empty(CustomerAffinities.From(EventLog.From([])).ToColumns(IdIndex<CustomerId>.From([])));

    [Fact]
    public void From_HalfLife_ForgetsTheOld()
    {
        EventLog log = Shops.Purchases("1: t/tea t/tea t/tea x x x x x x w/wine", "2: t/tea w/wine");
        AffinityOptions fading = new() { Interactions = new() { Value = InteractionValue.Count, HalfLifeDays = 1 } };

        Assert.Equal("tea", CustomerAffinities.From(log).CategoriesOf(new("1"))[0].Name);
        Assert.Equal("wine", CustomerAffinities.From(log, fading).CategoriesOf(new("1"))[0].Name);
    }

    private static IEnumerable<string?> Texts(CustomerTable table, string column) =>
        Enumerable.Range(0, table.Count).Select(row => table.Column<CategoryColumn>(column).TextAt(row));

    private static ShopEvent Buy(string customer, string item, string category, decimal price) =>
        new(new CustomerId(customer), Shops.Start, EventType.Purchase) { Item = new ItemId(item), Category = category, UnitPrice = price };
}
