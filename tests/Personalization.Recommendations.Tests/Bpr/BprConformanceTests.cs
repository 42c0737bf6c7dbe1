using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Blocks of customers and items in conformance are single ones; <see cref="BprFitTests"/> has more.</summary>
public sealed class BprConformanceTests : RecommenderConformance<BprModel>
{
    private static readonly BprOptions s_options = new() { Factors = 4, Epochs = 60, LearningRate = .1, Regularization = .002 };

    protected override bool ScoresEverything => true;

    protected override BprModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new BprTrainer(s_options with { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(BprModel model, Stream destination) => model.Save(destination);

    protected override BprModel Load(Stream source) => BprModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        BprModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class BprFileConformance : ModelConformance<BprModel>
{
    protected override BprModel Sample() =>
        new BprTrainer(new() { Factors = 3, Epochs = 2 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: Xunit.TestContext.Current.CancellationToken);
}
