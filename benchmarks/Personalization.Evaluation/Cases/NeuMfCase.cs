using System.Diagnostics;
using Personalization.Core;
using Personalization.NeuralCf;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Speed of NeuMF as peers/neumf.py has it: GMF of 8 factors beside layers of 64, 32, 16 and 8, binary cross-entropy, four negatives, Adam
/// without decay, on the training interactions of MovieLens 1M. Sampling counts as training here, and not there.
/// </summary>
internal sealed class NeuMfCase : IEvaluationCase
{
    private const int Negatives = 4, ScoredCustomers = 500;

    public string Name => "neumf";

    public string Description =>
        "NeuMF on MovieLens 1M: seconds of an epoch, or of one customer × all items [--rows 256 of a batch] [--epochs 2] [--score false]";

    public void Run(EvaluationContext context)
    {
        int rows = context.Option("rows", 256);
        EventLog train = LeaveOneOut.ReadTrain(context.Data("movielens-1m/ncf.train.rating.gz"));
        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Factors = 8,
            HiddenLayers = [32, 16, 8],
            NegativesPerPositive = Negatives,
            BatchSize = Math.Max(1, rows / (1 + Negatives)),
            MaxEpochs = context.Option("epochs", 2),
            WeightDecay = 0,
            ValidationCustomers = 0,
            Seed = 1,
        };
        NeuralCfModel model = new NeuralCfTrainer(options).Fit(train);
        if (context.Option("score", "false") == "true")
        {
            Score(context, model);
            return;
        }

        double seconds = model.Report.Duration.TotalSeconds / model.Report.Iterations;
        context.Figure("NeuMf", "seconds", seconds, model.Report.Duration.TotalSeconds, ("rows", rows));
        context.Figure("NeuMf", "rows_per_second", train.EventCount * (1.0 + Negatives) / seconds);
        for (int epoch = 0; epoch < model.Report.Iterations; epoch++)
            context.Figure("NeuMf", $"loss_{epoch + 1}", model.Report.Objectives[epoch]);
    }

    private static void Score(EvaluationContext context, NeuralCfModel model)
    {
        float[] scores = new float[model.Items.Count];
        double[] seconds = new double[2 * ScoredCustomers];
        for (int i = 0; i < seconds.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            model.TryScore(model.Customers[i % model.Customers.Count], scores);
            seconds[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        context.Figure("NeuMf", "seconds", seconds[ScoredCustomers..].Order().ElementAt(ScoredCustomers / 2));
        context.Figure("NeuMf", "items", model.Items.Count);
    }
}
