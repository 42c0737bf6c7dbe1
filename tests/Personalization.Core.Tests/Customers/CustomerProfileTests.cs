using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class CustomerProfileTests
{
    /// <summary>
    /// Money in columns has four decimals; offers are counted by the whole quotient, so that they don't depend on how it was kept.
    /// </summary>
    [Fact]
    public void AverageOrderValue_RoundedQuotient_IsTheQuotientItself() => Properties.HoldForSeeds(200, seed =>
    {
        Random random = new(seed);
        long spent = random.NextInt64(1, 100_000_000);
        int orders = random.Next(1, 40);
        decimal average = MoneyUnits.ToDecimal(spent) / orders;

        Assert.Equal(average, Profile(spent, orders, MoneyUnits.From(average)).AverageOrderValue);
    });

    [Theory]
    [InlineData(40_000, 2, 30_000, 3)]
    [InlineData(40_000, 0, 30_000, 3)]
    [InlineData(-40_000, 2, -20_000, 0)]
    [InlineData(40_000, 2, MoneyColumn.Missing, 0)]
    public void AverageOrderValue_AnythingElse_IsWhatTheColumnSays(long spent, int orders, long average, double expected) =>
        Assert.Equal((decimal)expected, Profile(spent, orders, average).AverageOrderValue);

    [Fact]
    public void HasBoughtOf_Categories_IsWhetherOneIsAmongThem()
    {
        CustomerProfile profile = CustomerProfile.Create(
            new("c"), default, new CategoryListColumn(ColumnNames.Categories, [["pearls", "rings"]]));

        Assert.True(profile.HasBoughtOf(["watches", "rings"]));
        Assert.False(profile.HasBoughtOf(["Rings", "watches"]));
        Assert.False(CustomerProfile.Create(new("c"), default).HasBoughtOf(["rings"]));
    }

    private static CustomerProfile Profile(long spent, int orders, long average) => CustomerProfile.Create(
        new("c"), default, new MoneyColumn(ColumnNames.Monetary, [spent]), new WholeNumberColumn(ColumnNames.Frequency, [(long)orders]),
        new MoneyColumn(ColumnNames.AverageOrder, [average]));
}
