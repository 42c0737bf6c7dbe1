using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.NeuralCf.Tests;

public sealed class DotProductConformanceTests() : NeuralCfConformanceTests(new() { ValidationCustomers = 0 });

public sealed class GmfConformanceTests() : NeuralCfConformanceTests(
    new() { Architecture = NeuralCfArchitecture.Gmf, Loss = NeuralCfLoss.BayesianPersonalizedRanking });

public sealed class MlpConformanceTests() : NeuralCfConformanceTests(new() { Architecture = NeuralCfArchitecture.Mlp });

public sealed class NeuMfConformanceTests() : NeuralCfConformanceTests(
    new() { Architecture = NeuralCfArchitecture.NeuMf, NegativeSampling = NegativeSampling.Popularity });

/// <summary>Few factors: a customer's own gap on the checkerboard must not be learned by heart.</summary>
public abstract class NeuralCfConformanceTests(NeuralCfOptions options) : RecommenderConformance<NeuralCfModel>
{
    protected override bool ScoresEverything => true;

    protected override NeuralCfModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        NeuralCfOptions small = options with
        {
            Factors = 4,
            HiddenLayers = [8, 4],
            LearningRate = .02,
            BatchSize = 128,
            MaxEpochs = 25,
            Patience = 25,
            Threads = threads,
        };
        return new NeuralCfTrainer(small).Fit(log, cancellationToken: cancellationToken);
    }

    protected override void Save(NeuralCfModel model, Stream destination) => model.Save(destination);

    protected override NeuralCfModel Load(Stream source) => NeuralCfModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        NeuralCfModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class NeuralCfFileConformance : ModelConformance<NeuralCfModel>
{
    protected override NeuralCfModel Sample()
    {
        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Factors = 3,
            HiddenLayers = [4, 2],
            Loss = NeuralCfLoss.SampledSoftmax,
            MaxEpochs = 2,
            Seed = 3,
        };
        return new NeuralCfTrainer(options).Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
    }
}
