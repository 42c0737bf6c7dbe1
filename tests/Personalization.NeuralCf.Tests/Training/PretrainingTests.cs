using Personalization.Core;
using Personalization.Neural;

namespace Personalization.NeuralCf.Tests;

public sealed class PretrainingTests
{
    private static readonly EventLog Log = Shops.Random(60, 40, 1_500);

    private static readonly NeuralCfOptions Options = new()
    {
        Architecture = NeuralCfArchitecture.NeuMf,
        Factors = 4,
        HiddenLayers = [6, 3],
        PretrainingEpochs = 3,
        MaxEpochs = 2,
        LearningRate = .01,
        ValidationCustomers = 0,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The output is linear in what it takes together, so half of each part's last layer scores as the mean of the parts.
    /// </summary>
    [Fact]
    public void Begin_TwoTrainedParts_ScoresAreTheirMeans()
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Log));
        NeuralCfTask whole = new(Options, examples), gmf = Part(NeuralCfArchitecture.Gmf), mlp = Part(NeuralCfArchitecture.Mlp);

        Pretraining.Begin(whole.Network, gmf.Network, mlp.Network);

        for (int customer = 0; customer < examples.CustomerCount; customer++)
        {
            float[] first = Scores(gmf, customer), second = Scores(mlp, customer), mean = Scores(whole, customer);
            for (int item = 0; item < mean.Length; item++) Assert.Equal((first[item] + second[item]) / 2, mean[item], 1e-5);
        }

        NeuralCfTask Part(NeuralCfArchitecture part)
        {
            NeuralCfOptions own = Pretraining.OptionsOf(part, Options);
            NeuralCfTask task = new(own, examples);
            TrainingLoop.Run(task, NeuralCfTrainer.Training(own), cancellationToken: Token);
            return task;
        }

        static float[] Scores(NeuralCfTask task, int customer)
        {
            NeuralCfScorer scorer = new(task.Network.Shape, task.Network.WholeOf);
            ScoreBuffers buffers = scorer.Rent();
            scorer.Score(customer, buffers);
            return buffers.OfItems.ToArray();
        }
    }

    [Fact]
    public void Fit_Pretrained_BeginsBelowTheLossFromScratch()
    {
        FitReport pretrained = new NeuralCfTrainer(Options with { PretrainingEpochs = 10 }).Fit(Log, cancellationToken: Token).Report;
        FitReport scratch = new NeuralCfTrainer(Options with { PretrainingEpochs = 0 }).Fit(Log, cancellationToken: Token).Report;

        Assert.True(pretrained.Objectives[0] < scratch.Objectives[0], $"{pretrained.Objectives[0]} and {scratch.Objectives[0]}");
    }

    [Fact]
    public void Fit_Pretrained_ProgressRisesToOneAndNamesTheParts()
    {
        List<FitProgress> told = [];

        new NeuralCfTrainer(Options).Fit(Log, new Told(told.Add), Token);

        double[] fractions = [.. told.Select(progress => progress.Fraction ?? 0)];
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, fractions[^1]);
        Assert.Contains(told, progress => progress.Stage.StartsWith("Gmf: epoch", StringComparison.Ordinal));
        Assert.Contains(told, progress => progress.Stage.StartsWith("Mlp: epoch", StringComparison.Ordinal));
        Assert.All(told.Where(progress => progress.Stage.StartsWith("Gmf", StringComparison.Ordinal)), Within(0, 1 / 3.0));
        Assert.All(told.Where(progress => progress.Stage.StartsWith("Mlp", StringComparison.Ordinal)), Within(1 / 3.0, 2 / 3.0));

        static Action<FitProgress> Within(double low, double high) =>
            progress => Assert.InRange(progress.Fraction ?? -1, low, high + 1e-12);
    }

    private sealed class Told(Action<FitProgress> tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell(value);
    }
}
