using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Torch.Tests;

/// <summary>What a model that was trained on libtorch must do is what any must.</summary>
public sealed class TorchDotProductConformanceTests() : TorchConformanceTests(new() { ValidationCustomers = 0 });

public sealed class TorchNeuMfConformanceTests() : TorchConformanceTests(
    new() { Architecture = NeuralCfArchitecture.NeuMf, NegativeSampling = NegativeSampling.Popularity });

public abstract class TorchConformanceTests(NeuralCfOptions options) : RecommenderConformance<NeuralCfModel>
{
    protected override bool ScoresEverything => true;

    protected override NeuralCfModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        Libtorch.Require();
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
        return new TorchNeuralCfTrainer(small).Fit(log, cancellationToken: cancellationToken);
    }

    protected override void Save(NeuralCfModel model, Stream destination) => model.Save(destination);

    protected override NeuralCfModel Load(Stream source) => NeuralCfModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        NeuralCfModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
