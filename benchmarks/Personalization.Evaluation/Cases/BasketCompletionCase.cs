using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Online Retail II, last tenth of the time held out: one item of each of some orders is hidden, and looked for among ten items recommended
/// for the rest of the order as a visitor's basket.
/// </summary>
internal sealed class BasketCompletionCase : IEvaluationCase
{
    private const int Length = 10;

    public string Name => "basket-completion";

    public string Description =>
        "Online Retail II: the hidden item of an order, by rules, complements, content and neighbours [--orders 1000]";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        HashSet<ItemId> known =
            [.. split.Train.Events().Where(e => e.Type == EventType.Purchase && !e.Item.IsNone).Select(e => e.Item)];
        ItemId[][] orders =
        [
            .. split.Test.Events().Where(e => e.Type == EventType.Purchase && e.Order is not null && known.Contains(e.Item))
                .GroupBy(e => e.Order!, e => e.Item).OrderBy(order => order.Key, StringComparer.Ordinal)
                .Select(order => order.Distinct().ToArray()).Where(order => order.Length >= 2),
        ];
        RandomStream random = new(1, "basket-completion");
        List<(ItemId Hidden, ItemId[] Basket)> tasks = [];
        for (int i = 0; i < Math.Min(context.Option("orders", 1_000), orders.Length); i++)
        {
            ItemId[] order = orders[random.NextInt32(orders.Length)];
            int hidden = random.NextInt32(order.Length);
            tasks.Add((order[hidden], [.. order.Where((_, place) => place != hidden)]));
        }

        Measure("popularity", () => new PopularityTrainer().Fit(split.Train));
        Measure("item-neighbors", () => new ItemNeighborsTrainer().Fit(split.Train));
        Measure("basket-rules", () => new BasketRulesTrainer().Fit(split.Train));
        Measure("basket-rules, by lift", () => new BasketRulesTrainer(new() { Strength = RuleStrength.Lift }).Fit(split.Train));
        Measure("basket-rules, pairs", () => new BasketRulesTrainer(new() { MaximumLength = 2 }).Fit(split.Train));
        Measure("complements", () => new ComplementsTrainer().Fit(split.Train));
        Measure("complements of the basket alone", () => new ComplementsTrainer(new() { WindowDays = 0 }).Fit(split.Train));
        Measure("content", () => new ContentTrainer().Fit(split.Train));
        Measure("content, BM25", () => new ContentTrainer(new() { Weighting = TextWeighting.Bm25 }).Fit(split.Train));

        void Measure(string name, Func<IRecommender> fit)
        {
            Stopwatch watch = Stopwatch.StartNew();
            IRecommender model = fit();
            double fitSeconds = watch.Elapsed.TotalSeconds;
            watch.Restart();
            double hits = 0, gain = 0;
            foreach ((ItemId hidden, ItemId[] basket) in tasks)
            {
                int place = model.Recommend(new() { Basket = basket, Count = Length }).Select(r => r.Item).ToList().IndexOf(hidden);
                hits += place >= 0 ? 1 : 0;
                gain += place >= 0 ? 1 / Math.Log2(place + 2) : 0;
            }

            double milliseconds = watch.Elapsed.TotalMilliseconds / tasks.Count;
            string stopped = (model as IModel)?.Report.StopReason.ToString() ?? "";
            context.Figure(
                name, "HR@10", hits / tasks.Count, fitSeconds, ("orders", tasks.Count), ("ms_a_list", milliseconds),
                ("stop_reason", stopped));
            context.Figure(name, "NDCG@10", gain / tasks.Count, fitSeconds, ("orders", tasks.Count));
        }
    }
}
