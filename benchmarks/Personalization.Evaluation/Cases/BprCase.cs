using Personalization.Core;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>Speed of Bayesian personalized ranking on made interactions, as peers/mf_bpr.py has it.</summary>
internal sealed class BprCase : IEvaluationCase
{
    private const int Sampled = 200_000;

    public string Name => "bpr";

    public string Description =>
        "BPR: seconds of an epoch, AUC of a fixed sample, lists a second [--interactions FILE] [--factors 64] [--epochs 5] [--lists 2000]";

    public void Run(EvaluationContext context)
    {
        InteractionMatrix matrix = RawInteractions.Read(context.Option("interactions", ""));
        BprOptions options = new()
        {
            Factors = context.Option("factors", 64),
            Epochs = context.Option("epochs", 5),
            LearningRate = .05,
            Regularization = .01,
            Threads = context.Option("threads", 2),
        };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        BprModel model = new BprTrainer(options).Fit(matrix);
        context.Figure("Bpr", "cpu_seconds", (Environment.CpuUsage.TotalTime - before).TotalSeconds / options.Epochs);
        double total = model.Report.Duration.TotalSeconds;
        context.Figure("Bpr", "seconds", total / options.Epochs, total, ("interactions", matrix.Count));
        context.Figure("Bpr", "auc", Auc(matrix, model));
        FactorLists.Tell(context, "Bpr", model, context.Option("lists", 2000));
    }

    /// <summary>
    /// Share of pairs in order, among interactions 0, 7919, 2 · 7919, … (mod their number), each against item 13, 13 + 104729, … (mod
    /// theirs)
    /// where the customer doesn't have it.
    /// </summary>
    private static double Auc(InteractionMatrix matrix, BprModel model)
    {
        int[] customers = new int[matrix.Count], items = new int[matrix.Count];
        for (int row = 0, at = 0; row < matrix.Customers.Count; row++)
        {
            foreach (int item in matrix.ItemsOf(row)) (customers[at], items[at++]) = (row, item);
        }

        int right = 0, compared = 0;
        for (long i = 0; i < Sampled; i++)
        {
            int at = (int)(i * 7919 % matrix.Count), other = (int)(((i * 104729) + 13) % matrix.Items.Count);
            if (matrix.ItemsOf(customers[at]).BinarySearch(other) >= 0) continue;
            compared++;
            right += Score(customers[at], items[at]) > Score(customers[at], other) ? 1 : 0;
        }

        return right / (double)compared;

        double Score(int customer, int item) =>
            StableSum.Dot(model.CustomerFactors.Row(customer), model.ItemFactors.Row(item)) + model.BiasOf(model.Items[item]);
    }
}
