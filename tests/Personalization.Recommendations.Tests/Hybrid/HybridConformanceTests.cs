using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class HybridConformanceTests : RecommenderConformance<HybridModel>
{
    protected override bool ScoresEverything => true;

    protected override HybridModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new HybridTrainer(Parts(threads), new() { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(HybridModel model, Stream destination) => model.Save(destination);

    protected override HybridModel Load(Stream source) => HybridModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        HybridModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));

    /// <summary>As many neighbours as the checkerboard has items, since all of one colour are equally near there.</summary>
    private static HybridPart[] Parts(int? threads) =>
    [
        new("neighbors", (log, progress, token) =>
            new ItemNeighborsTrainer(new() { NeighborCount = 50, Threads = threads }).Fit(log, progress, token)),
        new("popularity", (log, progress, token) => new PopularityTrainer().Fit(log, progress, token)),
    ];
}

public sealed class HybridFileConformance : ModelConformance<HybridModel>
{
    protected override HybridModel Sample() =>
        new HybridTrainer().Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}
