using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>As many neighbours as the checkerboard has items, since all of one colour are equally near there.</summary>
public sealed class CosineConformanceTests() : ItemNeighborsConformanceTests(new() { NeighborCount = 50 });

public sealed class JaccardConformanceTests()
    : ItemNeighborsConformanceTests(new() { NeighborCount = 50, Similarity = ItemSimilarity.Jaccard });

/// <summary>The board's customers all weigh the same, so that its answer stays.</summary>
public sealed class TfIdfConformanceTests()
    : ItemNeighborsConformanceTests(new() { NeighborCount = 50, Weighting = InteractionWeighting.TfIdf });

public sealed class Bm25ConformanceTests() : ItemNeighborsConformanceTests(
    new()
    {
        NeighborCount = 50,
        Weighting = InteractionWeighting.Bm25,
        Similarity = ItemSimilarity.Product,
        Interactions = InteractionOptions.Purchases with { Value = InteractionValue.Count, HalfLifeDays = 400 },
    });

public abstract class ItemNeighborsConformanceTests(ItemNeighborsOptions options) : RecommenderConformance<ItemNeighborsModel>
{
    protected override ItemNeighborsModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new ItemNeighborsTrainer(options with { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(ItemNeighborsModel model, Stream destination) => model.Save(destination);

    protected override ItemNeighborsModel Load(Stream source) => ItemNeighborsModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        ItemNeighborsModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
