using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class UpsellTests
{
    // Rings at 10, 20, 30, 40, 50: places 0, ¼, ½, ¾, 1. Chains at 5 and 500: 0 and 1.
    private static readonly ComplementsModel Model = Fit(new());

    [Fact]
    public void Upsell_PurchasesOfTheMiddle_ReachALittleBeyond()
    {
        // a bought at places 0 and ½; three in four of two purchases are both of them, so ½, and a tenth beyond.
        UpsellItem only = Assert.Single(Model.Upsell(new("a"), new("r2"), 5));

        Assert.Equal((new ItemId("r3"), 30.00m, 9.95m), (only.Item, only.Price, only.Difference));
        Assert.Equal("9.95 more than r2; most of this customer's purchases are of the cheapest 50 % of a category", only.Why);
        Assert.Empty(Model.Upsell(new("a"), new("r3"), 5));
    }

    [Fact]
    public void Upsell_DearPurchasesOfAnotherCategory_ReachFarAndTheMostBoughtComesFirst() =>
        Assert.Equal(["r5", "r3", "r4"], Model.Upsell(new("d"), new("r2"), 5).Select(offer => offer.Item.Value));

    [Fact]
    public void Upsell_NobodyInParticular_AStepUpAtMost()
    {
        Assert.Empty(Model.Upsell(new("nobody"), new("r2"), 5));
        Assert.Equal("r3", Assert.Single(Fit(new() { PriceStretch = .25 }).Upsell(new("nobody"), new("r2"), 5)).Item.Value);
    }

    [Fact]
    public void Upsell_UnknownItemPriceOrCategory_None()
    {
        Assert.Empty(Model.Upsell(new("d"), new("unknown"), 5));
        Assert.Empty(Model.Upsell(new("d"), new("free"), 5));
        Assert.Empty(Model.Upsell(new("d"), new("plain"), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.Upsell(new("d"), new("r1"), 0));
    }

    private static ComplementsModel Fit(ComplementsOptions options) => new ComplementsTrainer(options).Fit(
        Orders.Of(
            "a 1: r1/rings/10 r3/rings/30", "b 1: r2/rings/20.05", "c 1: r4/rings/40", "d 1: c2/chains/500", "e 1: c1/chains/5 r5/rings/50",
            "f 1: r5", "f 2: free/rings plain//60"),
        cancellationToken: TestContext.Current.CancellationToken);
}
