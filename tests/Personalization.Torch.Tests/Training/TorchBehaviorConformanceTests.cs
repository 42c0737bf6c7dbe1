using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Torch.Tests;

/// <summary>As <see cref="TorchConformanceTests"/>, always on one thread.</summary>
public sealed class TorchBehaviorConformanceTests : RecommenderConformance<Beha2VecModel>
{
    protected override bool ScoresEverything => true;

    protected override bool FollowsTheOrder => true;

    protected override Beha2VecModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        Libtorch.Require();
        Beha2VecOptions options = new()
        {
            Dimensions = 8,
            Blocks = 1,
            InnerWidth = 8,
            LearningRate = .01,
            BatchSize = 8,
            MaxEpochs = 20,
            Patience = 20,
            Dropout = 0,
            ValidationCustomers = 0,
            Threads = 1,
        };
        return new TorchBeha2VecTrainer(options).Fit(EventSequences.From(log), cancellationToken: cancellationToken);
    }

    protected override void Save(Beha2VecModel model, Stream destination) => model.Save(destination);

    protected override Beha2VecModel Load(Stream source) => Beha2VecModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        Beha2VecModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
