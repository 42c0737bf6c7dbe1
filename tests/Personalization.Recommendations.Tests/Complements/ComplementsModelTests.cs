using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ComplementsModelTests
{
    private static readonly string[] Lines =
    [
        "c1 1: ring/rings box/boxes", "c2 1: ring box", "c3 1: ring", "c4 1: band/rings", "c5 1: chain/chains", "c6 1: chain",
        "c3 10: chain",
    ];

    [Fact]
    public void GoesWith_ByHand_IsShrunkToTheCategoriesAndHeldBack()
    {
        // Seven baskets: three with ring, two with box, both of these with ring; 6/7 by chance. Of all rings, four, 8/7 by chance, and two
        // came: the categories' lift is (2 + 2) ÷ (8/7 + 2) = 14/11. What is left: (2 + 28/11) ÷ (6/7 + 2) = 35/22. A ring comes with a
        // chain once, where 12/7 were to be expected.
        Recommendation box = Assert.Single(Fit(Lines).GoesWith(new("ring"), 10));

        Assert.Equal("box", box.Item.Value);
        Assert.Equal(35 / 22.0 / (1 + (1 / Math.Sqrt(50 / 11.0))), box.Score, 6);
        Assert.Equal("Bought with ring (67 % of such baskets, 1.6 times chance)", Assert.Single(box.Reasons).InWords());
    }

    [Fact]
    public void GoesWith_ItemOfFewBaskets_IsWhatGoesWithItsCategory()
    {
        // band was never bought with anything: (0 + 28/11) ÷ (2/7 + 2) is still above 1.
        Recommendation box = Assert.Single(Fit(Lines).GoesWith(new("band"), 10));

        Assert.Equal("box", box.Item.Value);
        Assert.Equal("Popular with those who buy rings", box.Reasons[0].InWords());
    }

    [Fact]
    public void GoesWith_SameCategory_OnlyWhereAllowed()
    {
        string[] lines = ["a 1: x/k y/k", "b 1: x y", "c 1: z/other", "d 1: z", "e 1: z"];

        Assert.Empty(Fit(lines).GoesWith(new("x"), 5));
        Assert.Equal(["y"], Fit(lines, new() { OtherCategoriesOnly = false }).GoesWith(new("x"), 5).Ids());
    }

    [Fact]
    public void GoesWith_NoCategories_IsWhatIsBoughtTogether()
    {
        ComplementsModel model = Fit(["a 1: x y", "b 1: x y", "c 1: z", "d 1: z", "e 1: z"]);

        // Together twice, 4/5 by chance, and a lift of 1 to shrink to: (2 + 2) ÷ (4/5 + 2).
        Recommendation only = Assert.Single(model.GoesWith(new("x"), 5));
        Assert.Equal(("y", 4 / 2.8 / 1.5), (only.Item.Value, Math.Round(only.Score, 6)), new ScoreComparer());
        Assert.Empty(model.GoesWith(new("z"), 5));
        Assert.Empty(model.GoesWith(new("unknown"), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GoesWith(new("x"), 0));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(20, 1)]
    [InlineData(19, 0)]
    [InlineData(0, 0)]
    public void GoesWith_LaterBasket_CountsWithinTheWindow(int days, int expected)
    {
        string[] lines =
        [
            .. "abc".SelectMany(customer => (string[])[$"{customer} 0: x/k", $"{customer} 20: y/l"]),
            .. "defghij".Select(customer => $"{customer} 0: z/m"),
        ];

        Assert.Equal(expected, Fit(lines, new() { WindowDays = days }).GoesWith(new("x"), 5).Count);
        Assert.Equal(expected, Fit(lines, new() { WindowDays = days }).GoesWith(new("y"), 5).Count);
    }

    [Fact]
    public void GoesWith_RandomShop_IsOfOtherCategoriesAboveChanceAndFalls()
    {
        EventLog log = Shops.Random(200, 60, 6_000, seed: 4);
        ComplementsModel model = new ComplementsTrainer(new() { MinimumLift = 1.2 })
            .Fit(log, cancellationToken: TestContext.Current.CancellationToken);
        int listed = 0;
        foreach (ItemId item in model.Items)
        {
            IReadOnlyList<Recommendation> list = model.GoesWith(item, 10);
            listed += list.Count;
            Assert.DoesNotContain(list, r => log.Items.Find(r.Item)!.Category == log.Items.Find(item)!.Category);
            Assert.Equal(list.OrderByDescending(r => r.Score).ThenBy(r => r.Item), list);
        }

        Assert.True(listed > 20, $"{listed} in all");
    }

    [Fact]
    public void Recommend_ItemLookedAt_ComesBeforeHistory()
    {
        ComplementsModel model = Fit([.. Lines, "c7 1: pearl/pearls silk/silks", "c8 1: pearl silk", "c9 1: silk"]);

        Recommendation first = model.Recommend(new() { Customer = new("c4"), Session = [new("ring"), new("pearl"), new("unknown")] })[0];
        Assert.Equal(("silk", "pearl"), (first.Item.Value, Assert.Single(first.BecauseOf).Value));
        Assert.Equal("box", model.Recommend(new CustomerId("c4"), 5)[0].Item.Value);
        Assert.Equal(
            ["box", "silk"],
            model.Recommend(new() { Session = [new("pearl")], Basket = [new("ring")] }).Take(2).Select(r => r.Item.Value)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryScore_IsWhatRecommendSorts()
    {
        ComplementsModel model = Fit(Lines);
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(new() { Session = [new("ring")] }, scores));
        Assert.Equal([false, true, false, false], scores.Select(score => score > 0));
        Assert.Equal(model.GoesWith(new("ring"), 1)[0].Score, scores[1]);
        Assert.False(model.TryScore(new(), scores));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { WindowDays = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { ListLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { Shrinkage = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { Caution = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { MinimumLift = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { PriceQuantile = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { PriceStretch = -.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementsOptions { Threads = 0 });
    }

    private static ComplementsModel Fit(string[] lines, ComplementsOptions? options = null) =>
        new ComplementsTrainer(options).Fit(Orders.Of(lines), cancellationToken: TestContext.Current.CancellationToken);

    private sealed class ScoreComparer : IEqualityComparer<(string, double)>
    {
        public bool Equals((string, double) x, (string, double) y) => x.Item1 == y.Item1 && Math.Abs(x.Item2 - y.Item2) < 1e-5;

        public int GetHashCode((string, double) obj) => 0;
    }
}
