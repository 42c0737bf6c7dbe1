using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Recommendations;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// What goes with each item of the simulated shop, learned from the first four fifths of its time: how many of ten items are of another
/// category than the item looked at, and how many times as often as by chance they are in one basket in the last fifth. The interval is
/// that of a thousand resamplings of the customers. The shop's truth: who buys a piece looks for one of the same collection, of the
/// category that completes the set.
/// </summary>
internal sealed class GoesWithCase : IEvaluationCase
{
    private const int Length = 10, Resamplings = 1_000;

    public string Name => "goes-with";

    public string Description =>
        "Simulated shop: other categories in lists of what goes with an item, and held-out lift [--seeds 1,2,3] [--customers 20000]";

    public void Run(EvaluationContext context)
    {
        foreach (string seed in context.Option("seeds", "1,2,3").Split(','))
        {
            SimulatedShop shop = JewelryShop.Simulate(new()
            {
                CustomerCount = context.Option("customers", 20_000),
                Seed = ulong.Parse(seed, CultureInfo.InvariantCulture),
            });
            DateTime cut = shop.Options.Start.AddDays(shop.Options.Days * 4 / 5);
            EventLog past = shop.Log.Before(cut);
            Orders held = Orders.Of(shop.Log.Since(cut));
            ItemId[] items = [.. past.Items.Ids];

            Stopwatch watch = Stopwatch.StartNew();
            ComplementsModel complements = new ComplementsTrainer().Fit(past);
            double seconds = watch.Elapsed.TotalSeconds;
            Tell("complements", item => [.. complements.GoesWith(item, Length).Select(r => r.Item)], seconds);
            ComplementsModel basket = new ComplementsTrainer(new() { WindowDays = 0 }).Fit(past);
            Tell("complements of the basket alone", item => [.. basket.GoesWith(item, Length).Select(r => r.Item)], null);
            ItemNeighborsModel neighbors = new ItemNeighborsTrainer().Fit(past);
            Tell("item neighbours", item => [.. neighbors.SimilarItems(item, Length).Select(r => r.Item)], null);
            PopularityModel popular = new PopularityTrainer().Fit(past);
            ItemId[] byPopularity = [.. items.OrderByDescending(popular.PopularityOf).ThenBy(item => item)];
            Tell("popular of other categories", item => [.. byPopularity.Where(other => Differ(item, other)).Take(Length)], null);

            RandomStream random = new(1, "goes-with.chance");
            Tell("random of other categories", item => [.. Enumerable.Range(0, 10 * Length)
                .Select(_ => items[random.NextInt32(items.Length)]).Where(other => Differ(item, other)).Distinct().Take(Length)], null);

            void Tell(string model, Func<ItemId, ItemId[]> goesWith, double? fitSeconds)
            {
                ItemId[][] lists = [.. items.Select(goesWith)];
                double other = items.Zip(lists, (item, list) => list.Count(companion => Differ(item, companion))).Average();
                double sameCollection = items.Zip(lists, (item, list) => list.Count(companion => Collection(companion) == Collection(item)))
                    .Sum() / (double)Math.Max(1, lists.Sum(list => list.Length));
                int enough = items.Zip(lists, (item, list) => list.Count(companion => Differ(item, companion)) >= 8).Count(yes => yes);
                (double lift, double low, double high, long together) = held.Lift(items, lists);
                context.Figure(
                    model, "of_another_category", other, fitSeconds, ("seed", seed), ("items", items.Length),
                    ("mean_length", lists.Average(list => list.Length)), ("items_with_eight", enough / (double)items.Length),
                    ("same_collection", sameCollection));
                context.Figure(
                    model, "held_out_lift", lift, fitSeconds, ("seed", seed), ("low", low), ("high", high), ("together", together),
                    ("orders", held.Count), ("orders_of_one_item", held.OfOneItem));
            }

            bool Differ(ItemId a, ItemId b) => shop.Truth.Find(a)!.Category != shop.Truth.Find(b)!.Category;

            string Collection(ItemId item) => shop.Truth.Find(item)!.Collection;
        }
    }

    /// <summary>The orders of a log, customer by customer.</summary>
    private sealed class Orders
    {
        private readonly List<List<HashSet<ItemId>>> _byCustomer = [];

        public int Count => _byCustomer.Sum(orders => orders.Count);

        public int OfOneItem => _byCustomer.Sum(orders => orders.Count(order => order.Count == 1));

        public static Orders Of(EventLog log)
        {
            Orders orders = new();
            orders._byCustomer.AddRange(
                log.Events().Where(e => e.Type == EventType.Purchase && !e.Item.IsNone).GroupBy(e => e.Customer)
                    .Select(own => own.GroupBy(e => e.Order).Select(order => order.Select(e => e.Item).ToHashSet()).ToList()));
            return orders;
        }

        /// <summary>
        /// Orders that hold an item and one of its list, over what is expected where each is bought by itself, summed over all pairs; with
        /// the 2.5 and 97.5 % points of the resamplings.
        /// </summary>
        public (double Lift, double Low, double High, long Together) Lift(ItemId[] items, ItemId[][] lists)
        {
            Dictionary<ItemId, int> rows = items.Select((item, row) => (item, row)).ToDictionary(pair => pair.item, pair => pair.row);
            int[][] companions = [.. lists.Select(list => list.Select(item => rows[item]).ToArray())];
            (int Orders, int[] Items, int Together)[] customers = [.. _byCustomer.Select(own =>
            {
                int together = 0;
                foreach (HashSet<ItemId> order in own)
                {
                    foreach (ItemId item in order)
                    {
                        if (rows.TryGetValue(item, out int row)) together += lists[row].Count(order.Contains);
                    }
                }

                return (own.Count, own.SelectMany(order => order).Where(rows.ContainsKey).Select(item => rows[item]).ToArray(), together);
            })];
            (double lift, long all) = Of(Enumerable.Range(0, customers.Length));
            double[] resampled = new double[Resamplings];
            RandomStream random = new(1, "goes-with");
            for (int i = 0; i < resampled.Length; i++)
                resampled[i] = Of(Enumerable.Range(0, customers.Length).Select(_ => random.NextInt32(customers.Length))).Lift;
            return (lift, Quantiles.Of(resampled, .025), Quantiles.Of(resampled, .975), all);

            (double Lift, long Together) Of(IEnumerable<int> drawn)
            {
                double[] counts = new double[items.Length];
                long together = 0, orders = 0;
                foreach (int customer in drawn)
                {
                    together += customers[customer].Together;
                    orders += customers[customer].Orders;
                    foreach (int item in customers[customer].Items) counts[item]++;
                }

                double expected = 0;
                for (int row = 0; row < companions.Length; row++)
                {
                    foreach (int companion in companions[row]) expected += counts[row] * counts[companion] / orders;
                }

                return (together / expected, together);
            }
        }
    }
}
