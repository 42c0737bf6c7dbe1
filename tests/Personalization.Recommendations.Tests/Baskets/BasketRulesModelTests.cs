using System.Globalization;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class BasketRulesModelTests
{
    private static readonly string[] Lines =
    [
        "a 1: ring/rings/100 chain/necklaces/49.95", "b 1: ring chain box/boxes/10.05", "c 1: ring chain box", "d 1: ring pearl/pearls/80",
        "e 1: pearl", "f 1: chain", "g 1: box",
    ];

    private static readonly BasketRulesModel Model = Fit(Lines);

    [Fact]
    public void Rules_ByHand_HaveTheirFigures()
    {
        // ring in 4 of 7 baskets, chain in 4, box in 3; ring and chain together in 3, all three in 2.
        AssociationRule rule = Model.Rules.Single(rule => rule.Items is [{ Value: "ring" }] && rule.Then.Value == "chain");

        Assert.Equal(3, rule.Count);
        Assert.Equal(3 / 7.0, rule.Support, 12);
        Assert.Equal(3 / 4.0, rule.Confidence, 12);
        Assert.Equal(.75 / (4 / 7.0), rule.Lift, 12);
        Assert.Equal((3 / 7.0) / .25, rule.Conviction, 12);
    }

    [Fact]
    public void Rules_ThatNeverFail_HaveInfiniteConvictionAndComeFirst()
    {
        AssociationRule[] rules = [.. Model.Rules];

        // Who has box and chain, or box and ring, has the third; of equals the one that stands on more baskets comes first.
        Assert.Equal(["box chain > ring", "box ring > chain"], rules.Take(2).Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(double.PositiveInfinity, rules[0].Conviction);
        Assert.Equal(rules.Select(rule => rule.Confidence).OrderDescending(), rules.Select(rule => rule.Confidence));
        Assert.All(rules, rule => Assert.True(rule.Lift > 1));
    }

    [Fact]
    public void Rules_RankedByLift_FallByIt()
    {
        AssociationRule[] rules = [.. Fit(Lines, new() { Strength = RuleStrength.Lift, MinimumCount = 1 }).Rules];

        Assert.Equal(rules.OrderByDescending(rule => rule.Lift).Select(rule => rule.Lift), rules.Select(rule => rule.Lift));
        Assert.Equal(Model.RuleCount, Model.Rules.Count());
    }

    [Fact]
    public void Recommend_BasketBeforeHistory_SaysTheRule()
    {
        // f has chain, and box lies in the basket: ring by both, one rule on box alone (2 of 3), one on box and chain (2 of 2).
        IReadOnlyList<Recommendation> list = Model.Recommend(new() { Customer = new("f"), Basket = [new("box")] });

        Assert.Equal("ring", list[0].Item.Value);
        Assert.Equal(1 + (2 / 3.0), list[0].Score, 6);
        Assert.Equal(["box"], list[0].BecauseOf.Select(item => item.Value));
        Assert.Equal("Bought with box (67 % of such baskets, 1.2 times chance)", list[0].Reasons[0].InWords());
        Assert.Equal(RecommendationSource.Popular, list[^1].Source);
    }

    [Fact]
    public void Recommend_NoBasket_GoesByHistory()
    {
        IReadOnlyList<Recommendation> list = Model.Recommend(new CustomerId("f"), 3);

        // chain alone leads to ring (3 of 4) and box (2 of 4).
        Assert.Equal(["ring", "box", "pearl"], list.Ids());
        Assert.Equal([.75, .5], list.Take(2).Select(r => Math.Round(r.Score, 6)));
    }

    [Fact]
    public void TryScore_IsWhatRecommendSorts()
    {
        float[] scores = new float[Model.Items.Count];

        Assert.True(Model.TryScore(new() { Customer = new("f") }, scores));
        Assert.Equal([.5f, 0, 0, .75f], scores);
        Assert.False(Model.TryScore(new() { Customer = new("e") }, scores));
        Assert.False(Model.TryScore(new(), scores));
        Assert.Throws<ArgumentException>(() => Model.TryScore(new(), new float[2]));
    }

    [Fact]
    public void Bundles_ByHand_AreSummedExactlyAndDiscountedToTheCent()
    {
        ItemBundle bundle = Assert.Single(Model.Bundles(10, .1m));

        // Three together: expected 7 · 4/7 · 4/7 · 3/7 = 48/49 of a basket, and two are there. That is more beyond chance than any pair:
        // ring and chain are expected 16/7 times and there three times.
        Assert.Equal(["box", "chain", "ring"], bundle.Items.Select(item => item.Value));
        Assert.Equal((160.00m, 144.00m, 2), (bundle.Price, bundle.BundlePrice, bundle.Count));
        Assert.Equal(2 / (48 / 49.0), bundle.Lift, 12);
    }

    [Theory]
    [InlineData("0.15", "42.46")] // 49.95 · .85 = 42.4575
    [InlineData("0.5", "24.98")] // 24.975
    [InlineData("0", "49.95")]
    [InlineData("1", "0")]
    public void Bundles_Discount_IsRoundedHalfAwayFromZero(string share, string price)
    {
        decimal discount = decimal.Parse(share, CultureInfo.InvariantCulture);
        decimal expected = decimal.Parse(price, CultureInfo.InvariantCulture);
        BasketRulesModel model = Fit(["a 1: x/k/49.9 y/k/.05", "b 1: x y", "c 1: z"]);

        ItemBundle bundle = Assert.Single(model.Bundles(5, discount));

        Assert.Equal((49.95m, expected), (bundle.Price, bundle.BundlePrice));
    }

    [Fact]
    public void Bundles_UnknownPriceOrArguments_AreLeftOutOrRefused()
    {
        Assert.Empty(Fit(["a 1: x/k/5 y", "b 1: x y", "c 1: z"]).Bundles(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.Bundles(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.Bundles(1, 1.01m));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MinimumSupport = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MinimumCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MaximumLength = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MaximumSets = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MinimumConfidence = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { MinimumLift = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequentBasketsOptions { Threads = 0 });
    }

    private static BasketRulesModel Fit(string[] lines, FrequentBasketsOptions? options = null) =>
        new BasketRulesTrainer(options ?? new() { MinimumCount = 2 }).Fit(
            Orders.Of(lines), cancellationToken: TestContext.Current.CancellationToken);

    private static string Text(AssociationRule rule) => $"{string.Join(' ', rule.Items)} > {rule.Then}";
}
