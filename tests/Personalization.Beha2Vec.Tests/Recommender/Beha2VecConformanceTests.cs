using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Beha2Vec.Tests;

public sealed class RotaryConformanceTests() : Beha2VecConformanceTests(new());

public sealed class LearnedPositionsConformanceTests() : Beha2VecConformanceTests(
    new() { Positions = BehaviorPositions.Learned, MaxLength = 30, ItemLoss = BehaviorItemLoss.BinaryCrossEntropy });

public abstract class Beha2VecConformanceTests(Beha2VecOptions options) : RecommenderConformance<Beha2VecModel>
{
    protected override bool ScoresEverything => true;

    protected override bool FollowsTheOrder => true;

    protected override Beha2VecModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        Beha2VecOptions small = options with
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
            Threads = threads,
        };
        return new Beha2VecTrainer(small).Fit(EventSequences.From(log), cancellationToken: cancellationToken);
    }

    protected override void Save(Beha2VecModel model, Stream destination) => model.Save(destination);

    protected override Beha2VecModel Load(Stream source) => Beha2VecModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        Beha2VecModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class Beha2VecFileConformance : ModelConformance<Beha2VecModel>
{
    protected override Beha2VecModel Sample() => Samples.Fit();
}
