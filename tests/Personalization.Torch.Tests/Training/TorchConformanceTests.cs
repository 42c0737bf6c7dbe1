using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Torch.Tests;

/// <summary>
/// What a model that was trained on libtorch must do is what any must. One thing isn't promised: libtorch adds up in another order on
/// another number of threads, so it is always one here.
/// </summary>
public sealed class TorchConformanceTests : RecommenderConformance<NeuralCfModel>
{
    protected override bool ScoresEverything => true;

    protected override NeuralCfModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        Libtorch.Require();
        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            NegativeSampling = NegativeSampling.Popularity,
            Factors = 4,
            HiddenLayers = [8, 4],
            LearningRate = .02,
            BatchSize = 128,
            MaxEpochs = 25,
            Patience = 25,
            Threads = 1,
        };
        return new TorchNeuralCfTrainer(options).Fit(log, cancellationToken: cancellationToken);
    }

    protected override void Save(NeuralCfModel model, Stream destination) => model.Save(destination);

    protected override NeuralCfModel Load(Stream source) => NeuralCfModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        NeuralCfModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
