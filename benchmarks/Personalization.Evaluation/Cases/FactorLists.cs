using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>How fast a model of factors makes lists.</summary>
internal static class FactorLists
{
    private const int Visits = 1000;

    /// <summary>Lists of ten for the first customers, several threads: customers a second.</summary>
    public static void Tell(EvaluationContext context, string name, IRecommender model, int customers)
    {
        int count = Math.Min(customers, model.Customers.Count);
        IReadOnlyList<Recommendation>[] lists = new IReadOnlyList<Recommendation>[count];
        double seconds = EvaluationContext.MedianSeconds(3, () => ParallelChunks.Run(count, 32, (_, start, end) =>
        {
            for (int row = start; row < end; row++) lists[row] = model.Recommend(model.Customers[row], 10);
        }));
        context.Figure(name, "users_per_second", count / seconds);
    }

    /// <summary>
    /// One visitor at a time who has what a customer has and isn't known: milliseconds of the whole scoring, fold-in included.
    /// </summary>
    public static void TellVisit(EvaluationContext context, string name, IScoringRecommender model, InteractionMatrix matrix)
    {
        float[] scores = new float[model.Items.Count];
        double[] known = new double[Visits], unknown = new double[Visits];
        for (int visit = 0; visit < Visits; visit++)
        {
            int row = visit % model.Customers.Count;
            ItemId[] basket = [.. matrix.ItemsOf(row).ToArray().Select(item => model.Items[item])];
            known[visit] = Milliseconds(new() { Customer = model.Customers[row] });
            unknown[visit] = Milliseconds(new() { Basket = basket });
        }

        Array.Sort(known);
        Array.Sort(unknown);
        context.Figure(name, "score_known_ms", known[Visits / 2]);
        context.Figure(name, "score_visit_ms", unknown[Visits / 2]);
        context.Figure(name, "score_visit_p99_ms", unknown[Visits * 99 / 100]);

        double Milliseconds(RecommendationRequest request)
        {
            long began = Stopwatch.GetTimestamp();
            model.TryScore(request, scores);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }
}
