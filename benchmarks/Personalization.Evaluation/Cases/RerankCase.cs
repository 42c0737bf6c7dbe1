using Personalization.Core;
using Personalization.Recommendations;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// What each re-ranker does to the lists of item neighbours on the simulated shop, and what it costs: variety, calibration and evenness of
/// exposure beside NDCG@10, with a paired bootstrap over customers. The latest tenth of the events is held out, new items only.
/// </summary>
internal sealed class RerankCase : IEvaluationCase
{
    private const int Length = 10, Depth = 50, BatchDepth = 150;

    private static readonly string[] Figures =
        ["NDCG@10", "Recall@10", "Diversity@10", "Miscalibration@10", "Gini@10", "Coverage@10", "Novelty@10", "ARP@10"];

    public string Name => "rerank";

    public string Description =>
        "Simulated shop: re-rankers over item neighbours, each one's own figure and its cost in NDCG@10 "
        + "[--customers 20000] [--seed 1] [--resamples 2000]";

    public void Run(EvaluationContext context)
    {
        EventLog log = JewelryShop.Simulate(
            new() { CustomerCount = context.Option("customers", 20_000), Seed = (ulong)context.Option("seed", 1) }).Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        ItemCatalog catalog = split.Train.Items;
        InteractionMatrix past = InteractionMatrix.From(split.Train);
        Func<ItemId, ItemId, double> byCategory = ItemLikeness.ByCategory(catalog);
        Func<ItemId, string?> categoryOf = item => catalog.Ids.TryGetRow(item, out int row) ? catalog.CategoryAt(row) : null;
        ItemNeighborsModel model = new ItemNeighborsTrainer().Fit(split.Train);

        RecommenderEntry[] entries =
        [
            new("plain", _ => model),
            .. from lambda in (double[])[.9, .7, .5]
               select Reranked($"mmr λ={lambda}", new MarginalRelevanceReranker(byCategory, lambda)),
            .. from theta in (double[])[.9, .7, .5]
               select Reranked($"dpp θ={theta}", new DeterminantalReranker(byCategory, theta)),
            .. from lambda in (double[])[.2, .5, .9]
               select Reranked($"calibrated λ={lambda}", new CalibratedReranker(past, catalog, lambda)),
            .. from cap in (int[])[4, 2]
               select Reranked($"category cap {cap}", new CategoryCapReranker(categoryOf, cap)),
            .. from share in (double[])[.2, .1]
               select new RecommenderEntry($"exposure share {share}", _ => Limited(share)),
        ];
        RecommenderComparison comparison = RecommenderComparison.Run(
            entries,
            split,
            new()
            {
                Columns = Figures,
                Ranking = new() { Cutoffs = [Length], Similarity = byCategory, CategoryOf = categoryOf },
                Resamples = context.Option("resamples", 2_000),
            });
        context.Say("\n\n" + comparison.ToMarkdown());
        foreach (ComparedRecommender row in comparison.Rows)
        {
            foreach (string figure in Figures) Tell(context, row, figure);
        }

        // Limits are of the whole batch, all customers of the shop, whether or not they bought later.
        TellBatch(context, "plain", model.RecommendAll(Length));
        foreach (double share in (double[])[.2, .1]) TellBatch(context, $"exposure share {share}", Limited(share).Lists);

        Batch Limited(double share) => new(model, model.RecommendAll(BatchDepth).LimitExposure(Length, share));

        RecommenderEntry Reranked(string name, IListReranker reranker) => new(name, _ => new RerankedRecommender(model, reranker, Depth));
    }

    private static void Tell(EvaluationContext context, ComparedRecommender row, string figure)
    {
        (string, object)[] more = row.DifferenceIn(figure) is { } difference
            ? [("difference", difference.Mean), ("low", difference.Low), ("high", difference.High), ("p", difference.PValue)]
            : [];
        context.Figure(row.Name, figure, row.Scores[figure], row.RankSeconds, [("customers", row.Scores.CustomerCount), .. more]);
    }

    private static void TellBatch(EvaluationContext context, string name, IReadOnlyList<CustomerRecommendations> lists)
    {
        int[] shown = [.. lists.SelectMany(list => list.Recommendations).CountBy(item => item.Item).Select(item => item.Value)];
        context.Figure(name, "largest_share_of_lists", shown.Max() / (double)lists.Count, null, ("lists", lists.Count));
    }

    /// <summary>Lists made for a batch, one for each of the model's customers.</summary>
    private sealed class Batch(IRecommender model, IReadOnlyList<CustomerRecommendations> lists) : IRecommender
    {
        public IReadOnlyList<CustomerRecommendations> Lists => lists;

        public IdIndex<CustomerId> Customers => model.Customers;

        public IdIndex<ItemId> Items => model.Items;

        public RequestParts Uses => RequestParts.Customer;

        public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
            Customers.TryGetRow(request.Customer, out int row) ? lists[row].Recommendations : [];
    }
}
