using Personalization.Core;
using Personalization.NeuralCf;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/neural-collaborative-filtering.md.</summary>
[Collection("current directory")]
public sealed class NeuralCfStepSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NeuralCfStep_InTheWholeJob_MeasuresAndReports()
    {
        PipelineSteps steps = PipelineSteps.Default.AddAfter<RecommendationsStep>(new NeuralCfStep());
        PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1 }, steps).Run("orders.csv");

        NeuralCfComparison comparison = result.NeuralCf!;                       // null where nobody bought anything new later
        foreach ((string name, RankingScores scores) in comparison.Recommenders)
            Console.WriteLine($"{name}: precision {scores["Precision@10"]:N4}, recall {scores["Recall@10"]:N4}, F1 {scores["F1@10"]:N4}");
        Console.WriteLine($"RMSE {comparison.Error!.RootMeanSquaredError:N4}, of the mean {comparison.Error.OfMean:N4}");

        Assert.Equal(3, comparison.Recommenders.Count);
        Assert.Contains("Neural collaborative filtering", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NeuralCfStep_AnotherModel_IsMeasuredInItsPlace()
    {
        NeuralCfStep tuned = new(new()
        {
            Model = new NeuralCfOptions { Factors = 64, LearningRate = .002, BatchSize = 256, MaxEpochs = 30 },
            SaveFitOnWholeLog = true,
        });

        Assert.NotNull(new PersonalizationPipeline(steps: PipelineSteps.Default.Add(tuned)).Run("orders.csv").NeuralCf);
    }

    [Fact]
    public void Evaluation_OfAModelOfYourOwn()
    {
        EventLog log = Data.EventFile.Read("orders.csv").Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        InteractionMatrix past = InteractionMatrix.From(split.Train), later = InteractionMatrix.From(split.Test);
        NeuralCfModel model = new NeuralCfTrainer(new() { Loss = NeuralCfLoss.SquaredError }).Fit(split.Train);

        RankingScores scores = RankingEvaluator.Evaluate(model, later, past, [10]);     // any IRecommender
        InteractionError error = InteractionError.Of(model, later, past)!;
        Console.WriteLine($"F1 {scores["F1@10"]:N4}, RMSE {error.RootMeanSquaredError:N4}");

        Assert.InRange(error.RootMeanSquaredError, 0, 1);
    }
}
