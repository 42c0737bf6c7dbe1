using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class FrequentSetsTests
{
    /// <summary>Table 1 of Han, Pei and Yin (2000).</summary>
    private static readonly EventLog Han =
        Orders.Of("c1: f a c d g i m p", "c2: a b c f l m o", "c3: b f h j o", "c4: b c k s p", "c5: a f c e l p m n");

    [Fact]
    public void ItemSets_ExampleOfHan_AreThosePublished()
    {
        BasketRulesModel model = Fit(Han, new() { MinimumCount = 3, MinimumSupport = 0, MaximumLength = 4 });

        Assert.Equal(
            [
                "a 3", "b 3", "c 4", "f 4", "m 3", "p 3", "a c 3", "a f 3", "a m 3", "c f 3", "c m 3", "c p 3", "f m 3",
                "a c f 3", "a c m 3", "a f m 3", "c f m 3", "a c f m 3",
            ],
            Text(model));
        Assert.Equal((5, StopReason.ClosedForm), (model.BasketCount, model.Report.StopReason));
    }

    [Fact]
    public void ItemSets_MaximumLengthOfTwo_AreThePairs()
    {
        BasketRulesModel model = Fit(Han, new() { MinimumCount = 3, MinimumSupport = 0, MaximumLength = 2 });

        Assert.Equal(6 + 7, model.ItemSets.Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void ItemSets_RandomOrders_AreThoseOfApriori(int seed)
    {
        EventLog log = Orders.Random(60 * seed, 8 + (3 * seed), seed);
        foreach (int minimum in (int[])[2, 3, 6])
        {
            BasketRulesModel model = Fit(log, new() { MinimumCount = minimum, MinimumSupport = 0, MaximumLength = 5 });

            string[] expected = Apriori(log, minimum, 5);
            Assert.Contains(expected, set => set.Count(c => c == ' ') >= 3);
            Assert.Equal(expected.Order(StringComparer.Ordinal), Text(model).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Fit_MoreSetsThanAllowed_KeepsAllOfTheItemsBoughtMost()
    {
        EventLog log = Orders.Random(300, 20, 9);
        FrequentBasketsOptions options = new() { MinimumCount = 2, MinimumSupport = 0, MaximumLength = 4 };
        BasketRulesModel all = Fit(log, options), some = Fit(log, options with { MaximumSets = 40 });

        Assert.Equal((StopReason.IterationLimit, StopReason.ClosedForm), (some.Report.StopReason, all.Report.StopReason));
        ItemId[] most =
        [
            .. all.ItemSets.Where(set => set.Items.Count == 1).OrderByDescending(set => set.Count).ThenBy(set => set.Items[0])
                .Select(set => set.Items[0]).Take(some.MinedItemCount),
        ];
        Assert.InRange(most.Length, 1, 19);
        Assert.Equal(
            all.ItemSets.Where(set => set.Items.Count > 1 && set.Items.All(most.Contains)).Select(set => string.Join(' ', set.Items)),
            some.ItemSets.Where(set => set.Items.Count > 1).Select(set => string.Join(' ', set.Items)));
        Assert.InRange(some.ItemSets.Count(set => set.Items.Count > 1), 1, 40);
        Assert.Equal(all.ItemSets.Count(set => set.Items.Count == 1), some.ItemSets.Count(set => set.Items.Count == 1));
    }

    [Fact]
    public void Fit_NoOrderIds_ADayIsABasket()
    {
        EventLog log = EventLog.From(
            [Bought("a", "x", 8), Bought("a", "y", 20), Bought("a", "z", 25), Bought("b", "x", 1), Bought("b", "y", 1)]);

        Assert.Equal(["x 2", "y 2", "x y 2"], Text(Fit(log, new() { MinimumCount = 2 })));

        static ShopEvent Bought(string customer, string item, int hour) =>
            new(new CustomerId(customer), Shops.Start.AddHours(hour), EventType.Purchase) { Item = new ItemId(item) };
    }

    [Fact]
    public void Fit_SupportAsShare_CountsTheBaskets()
    {
        // .5 of five baskets are three of them.
        Assert.Equal(18, Fit(Han, new() { MinimumCount = 1, MinimumSupport = .5, MaximumLength = 4 }).ItemSets.Count());
        Assert.Equal(2, Fit(Han, new() { MinimumCount = 1, MinimumSupport = .8, MaximumLength = 4 }).ItemSets.Count());
    }

    private static BasketRulesModel Fit(EventLog log, FrequentBasketsOptions options) =>
        new BasketRulesTrainer(options).Fit(log, cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<string> Text(BasketRulesModel model) =>
        model.ItemSets.Select(set => $"{string.Join(' ', set.Items)} {set.Count}");

    /// <summary>Level by level, each candidate counted over all baskets.</summary>
    private static string[] Apriori(EventLog log, int minimum, int length)
    {
        HashSet<string>[] baskets =
        [
            .. log.Events().GroupBy(e => e.Order).Select(order => order.Select(e => e.Item.Value).ToHashSet(StringComparer.Ordinal)),
        ];
        string[] items = [.. log.Items.Ids.Select(item => item.Value)];
        List<string> frequent = [];
        List<string[]> level = [.. items.Select(item => (string[])[item])];
        for (int size = 1; size <= length; size++)
        {
            List<string[]> kept = [];
            foreach (string[] set in level)
            {
                int count = baskets.Count(basket => set.All(basket.Contains));
                if (count < minimum) continue;
                kept.Add(set);
                frequent.Add($"{string.Join(' ', set)} {count}");
            }

            level = [.. from set in kept from item in items where string.CompareOrdinal(item, set[^1]) > 0 select (string[])[.. set, item]];
        }

        return [.. frequent];
    }
}
