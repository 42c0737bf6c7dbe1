using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>How fast a model of factors makes lists.</summary>
internal static class FactorLists
{
    private const int Visits = 1000;

    /// <summary>Lists of ten for the first customers, two threads: customers a second, all at once and one by one.</summary>
    public static void Tell(EvaluationContext context, string name, IRecommender model, int customers)
    {
        CustomerId[] first = [.. model.Customers.Take(customers)];
        Measure(context, name, "users_per_second", first.Length, () => model.RecommendAll(first, 10, threads: 2));
        Measure(context, name, "users_per_second_one_by_one", first.Length, () => ParallelChunks.Run(
            first.Length,
            32,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++) model.Recommend(first[row], 10);
            },
            2));
    }

    /// <summary>Customers a second, and beside them a second of processor time, which says more where others use the machine too.</summary>
    private static void Measure(EvaluationContext context, string name, string metric, int customers, Action lists)
    {
        const int Rounds = 3;
        lists();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double seconds = EvaluationContext.MedianSeconds(Rounds, lists);
        double cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds / (Rounds + 1);
        context.Figure(name, metric, customers / seconds, null, ("of_cpu", customers / cpu));
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
