using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The hybrid beside each of its parts: the latest tenth of the events is held out, new items only, full ranking; also for customers with
/// one earlier order, and among items first sold after the split. Weights are learned from the latest tenth of what comes before. What the
/// hybrid is made of was chosen with <c>--validate true</c>, which holds out the latest tenth of the past instead and looks at nothing
/// later.
/// </summary>
internal sealed class HybridCase : IEvaluationCase
{
    private const string Hybrid = "hybrid", Figure = "NDCG@10";
    private const string OneOrder = "one earlier order", NoOrder = "no earlier order", MoreOrders = "more earlier orders";

    private static readonly int[] Lengths = [0, 1, 8, 64];

    public string Name => "hybrid";

    public string Description => "Online Retail II, latest tenth of the events held out, new items only: the hybrid and each of its parts "
        + "[--parts thorough, or names with commas] [--validate false] [--regularization 3]";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        if (context.Option("validate", "false") == "true") log = EventSplit.LastShare(log, .1).Train;
        EventSplit split = EventSplit.LastShare(log, .1);
        string[] names = context.Option("parts", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        HybridPart[] parts = names switch
        {
            [] => [.. HybridPart.Default()],
            ["thorough"] => [.. HybridPart.Thorough()],
            _ => [.. HybridPart.Thorough().Append(Neural).Where(part => names.Contains(part.Name))],
        };
        Stopwatch watch = Stopwatch.StartNew();
        HybridModel hybrid =
            new HybridTrainer(parts, new() { Regularization = context.Option("regularization", 3), Seed = 1 }).Fit(split.Train);
        double seconds = watch.Elapsed.TotalSeconds;
        foreach (string part in hybrid.PartNames)
            context.Say($"{part}: {string.Join(", ", Lengths.Select(items => $"{items} items {Text(hybrid.WeightsOf(part, items))}"))}");

        RecommenderEntry[] models =
        [
            new(Hybrid, _ => hybrid),
            .. hybrid.PartNames.Select((name, part) => new RecommenderEntry(name, _ => hybrid.Parts[part])),
        ];
        RecommenderComparison all = RecommenderComparison.Run(models, split, new()
        {
            Columns = [Figure, "Recall@10", "MAP@10", "Coverage@10", "Novelty@10"],
            Baseline = Hybrid,
            Ranking = new() { SegmentOf = Orders(split.Train) },
        });
        context.Say($"\n\n{all.ToMarkdown()}\n\n{all.ToMarkdown(OneOrder)}\n\n{all.ToMarkdown(NoOrder)}");
        Tell(context, all, "all", seconds);

        EventLog fresh = FirstSoldAfter(split);
        HashSet<ItemId> items = [.. fresh.Events().Select(e => e.Item)];
        RecommenderComparison newItems = RecommenderComparison.Run(
            [.. models.Select(model => model with { Fit = past => new Among(model.Fit(past), items) })],
            split with { Test = fresh },
            new() { Columns = [Figure, "Recall@10"], Baseline = Hybrid });
        context.Say($"\n\nAmong {items.Count} items first sold after the split\n\n{newItems.ToMarkdown()}");
        Tell(context, newItems, "items first sold after the split", seconds);
    }

    private static HybridPart Neural => new("neural-cf", (log, progress, token) => new NeuralCfTrainer(new()
    {
        Factors = 64,
        BatchSize = 1_024,
        LearningRate = 2e-3,
        MaxEpochs = 20,
        ValidationCustomers = 1_000,
        Seed = 1,
    }).Fit(log, progress, token));

    private static void Tell(EvaluationContext context, RecommenderComparison comparison, string of, double seconds)
    {
        foreach (ComparedRecommender row in comparison.Rows)
        {
            List<(string, object)> more = [("of", of), ("customers", row.Scores.CustomerCount)];
            if (row.DifferenceIn(Figure) is { } difference)
            {
                more.AddRange(
                    [("difference", difference.Mean), ("low", difference.Low), ("high", difference.High), ("p", difference.PValue)]);
            }


            foreach ((string segment, RankingScores scores) in row.Scores.Segments)
                more.AddRange([(segment, scores[Figure]), ($"customers of {segment}", scores.CustomerCount)]);
            context.Figure(row.Name, Figure, row.Scores[Figure], seconds, [.. more]);
        }
    }

    private static Func<CustomerId, string?> Orders(EventLog train)
    {
        OrderTable orders = OrderTable.From(train);
        return customer => !train.Customers.TryGetRow(customer, out int row) ? NoOrder : orders.OrdersOf(row).Count switch
        {
            0 => NoOrder,
            1 => OneOrder,
            _ => MoreOrders,
        };
    }

    private static EventLog FirstSoldAfter(EventSplit split)
    {
        InteractionMatrix past = InteractionMatrix.From(split.Train);
        bool[] sold = new bool[past.Items.Count];
        for (int row = 0; row < past.Customers.Count; row++)
        {
            foreach (int item in past.ItemsOf(row)) sold[item] = true;
        }

        return EventLog.From(split.Test.Events().Where(e => past.Items.TryGetRow(e.Item, out int item) && !sold[item]));
    }

    private static string Text(IEnumerable<double> weights) =>
        string.Join(' ', weights.Select(weight => weight.ToString("0.00", CultureInfo.InvariantCulture)));

    /// <summary>A recommender asked for some items alone.</summary>
    private sealed class Among(IRecommender inner, IReadOnlySet<ItemId> items) : IRecommender
    {
        public IdIndex<CustomerId> Customers => inner.Customers;

        public IdIndex<ItemId> Items => inner.Items;

        public RequestParts Uses => inner.Uses;

        public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
            inner.Recommend(request with { Candidates = items });
    }
}
