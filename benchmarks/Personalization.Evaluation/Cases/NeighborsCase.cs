using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Neighbours of items and of customers, by every similarity and weighting, beside popularity, on the split of the case <c>recommend</c>.
/// Of each kind several options are tried on the latest tenth of what trains, and only the best of them is measured on what is held out.
/// </summary>
internal sealed class NeighborsCase : IEvaluationCase
{
    private static readonly int[] HalfLives = [60, 180, 360];

    private const int Visits = 500;

    private static readonly int[] ItemCounts = [10, 20, 50], CustomerCounts = [50, 100, 200, 400];
    private static readonly InteractionOptions Counted = InteractionOptions.Purchases with { Value = InteractionValue.Count };

    public string Name => "neighbors";

    public string Description =>
        "Online Retail II, latest tenth held out, new items only: item and customer neighbours by similarity and weighting, popularity "
        + "with half-life, factorization machine; options chosen on the latest tenth of the past [--model all|quick|fm]";

    public void Run(EvaluationContext context)
    {
        EventSplit split = EventSplit.LastShare(Retail.Read(context).Log, .1), inner = EventSplit.LastShare(split.Train, .1);
        string only = context.Option("model", "quick");
        foreach ((string kind, Candidate[] candidates) in only == "fm" ? [] : Kinds()) Choose(context, kind, candidates, split, inner);
        if (only is "all" or "fm") Choose(context, "factorization-machine", [.. FactorizationMachines()], split, inner);
    }

    private static IEnumerable<(string Kind, Candidate[] Candidates)> Kinds()
    {
        yield return ("popularity", [Popular(null)]);
        yield return ("popularity/half-life", [Popular(30), Popular(90), Popular(180)]);
        yield return ("items/cosine", [.. Items(new()), .. Items(new() { Shrinkage = 10 })]);
        yield return ("items/jaccard", [.. Items(new() { Similarity = ItemSimilarity.Jaccard })]);
        yield return ("items/tf-idf", [.. Items(new() { Weighting = InteractionWeighting.TfIdf })]);
        yield return ("items/bm25", [.. Items(new() { Weighting = InteractionWeighting.Bm25 })]);
        yield return ("items/bm25-product",
            [.. Items(new() { Weighting = InteractionWeighting.Bm25, Similarity = ItemSimilarity.Product })]);
        yield return ("items/cosine-recency",
            [.. HalfLives.SelectMany(days => Items(new() { Interactions = Counted with { HalfLifeDays = days } }))]);
        yield return ("items/bm25-recency",
            [.. HalfLives.SelectMany(days => Items(
                new() { Weighting = InteractionWeighting.Bm25, Interactions = Counted with { HalfLifeDays = days } }))]);
        yield return ("customers/cosine", [.. Customers(new())]);
        yield return ("customers/jaccard", [.. Customers(new() { Similarity = CustomerSimilarity.Jaccard })]);
        yield return ("customers/tf-idf", [.. Customers(new() { Weighting = InteractionWeighting.TfIdf })]);
        yield return ("customers/bm25", [.. Customers(new() { Weighting = InteractionWeighting.Bm25 })]);
        yield return ("customers/cosine-recency",
            [.. HalfLives.SelectMany(days => Customers(new() { Interactions = Counted with { HalfLifeDays = days } }))]);
    }

    private static Candidate Popular(double? halfLife) => new(
        halfLife is null ? "all time" : string.Create(CultureInfo.InvariantCulture, $"half-life {halfLife} days"),
        log => new PopularityTrainer(new() { HalfLifeDays = halfLife }).Fit(log));

    private static IEnumerable<Candidate> Items(ItemNeighborsOptions options) => ItemCounts.Select(count => new Candidate(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} neighbours, shrinkage {options.Shrinkage}, half-life {options.Interactions.HalfLifeDays?.ToString() ?? "none"}"),
        log => new ItemNeighborsTrainer(options with { NeighborCount = count }).Fit(log)));

    private static IEnumerable<Candidate> Customers(UserNeighborsOptions options) => CustomerCounts.Select(count => new Candidate(
        string.Create(
            CultureInfo.InvariantCulture, $"{count} neighbours, half-life {options.Interactions.HalfLifeDays?.ToString() ?? "none"}"),
        log => new UserNeighborsTrainer(options with { NeighborCount = count }).Fit(log)));

    private static IEnumerable<Candidate> FactorizationMachines() =>
        from context in (ContextParts[])[ContextParts.None, ContextParts.Month, ContextParts.All]
        let options = new FactorizationMachineOptions { Context = context, MaxEpochs = 25, Patience = 4, Seed = 1 }
        select new Candidate(options.ToString(), log => new FactorizationMachineTrainer(options).Fit(log));

    private static void Choose(EvaluationContext context, string kind, Candidate[] candidates, EventSplit split, EventSplit inner)
    {
        Candidate best = candidates[0];
        double highest = double.NegativeInfinity;
        foreach (Candidate candidate in candidates)
        {
            double ndcg = candidates.Length == 1 ? 0 : Scores(candidate.Fit(inner.Train), inner)["NDCG@10"];
            if (candidates.Length > 1) context.Figure(kind, "validation_NDCG@10", ndcg, null, ("options", candidate.Name));
            if (ndcg > highest) (best, highest) = (candidate, ndcg);
        }

        Stopwatch watch = Stopwatch.StartNew();
        IRecommender recommender = best.Fit(split.Train);
        double seconds = watch.Elapsed.TotalSeconds;
        RankingScores scores = Scores(recommender, split);
        foreach (string metric in (string[])["HR@10", "NDCG@10", "Recall@10", "Coverage@10"])
            context.Figure(kind, metric, scores[metric], seconds, ("customers", scores.CustomerCount), ("options", best.Name));
        Visit(context, kind, recommender, split.Train);
    }

    private static RankingScores Scores(IRecommender recommender, EventSplit split) =>
        RankingEvaluator.Evaluate(recommender, InteractionMatrix.From(split.Test), InteractionMatrix.From(split.Train), [10]);

    /// <summary>
    /// Milliseconds of a list for a stranger who has in the basket all that a customer bought, customers from all over: the fastest of five
    /// tries each, as the machine is shared.
    /// </summary>
    private static void Visit(EvaluationContext context, string kind, IRecommender recommender, EventLog log)
    {
        InteractionMatrix bought = InteractionMatrix.From(log);
        List<RecommendationRequest> visits = [];
        for (int i = 0; i < Visits; i++)
        {
            ItemId[] basket = Array.ConvertAll(
                bought.ItemsOf((int)((long)i * bought.Customers.Count / Visits)).ToArray(), item => bought.Items[item]);
            if (basket.Length > 0) visits.Add(new() { Basket = basket });
        }

        double[] milliseconds = new double[visits.Count];
        Array.Fill(milliseconds, double.PositiveInfinity);
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < milliseconds.Length; i++)
            {
                long started = Stopwatch.GetTimestamp();
                recommender.Recommend(visits[i]);
                milliseconds[i] = Math.Min(milliseconds[i], Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        Array.Sort(milliseconds);
        context.Figure(
            kind, "visit_ms_median", milliseconds[milliseconds.Length / 2], null, ("p95", milliseconds[milliseconds.Length * 95 / 100]),
            ("max", milliseconds[^1]), ("items_mean", visits.Average(visit => visit.Basket.Count)));
    }

    private sealed record Candidate(string Name, Func<EventLog, IRecommender> Fit);
}
