using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Re-ranked by relevance alone, a recommender does all that it did.</summary>
public sealed class RerankedRecommenderConformanceTests : RecommenderConformance<RerankedRecommender>
{
    private readonly Dictionary<RerankedRecommender, ItemNeighborsModel> _inner = [];

    protected override RerankedRecommender Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        Wrap(new ItemNeighborsTrainer(new() { NeighborCount = 50, Threads = threads }).Fit(log, cancellationToken: cancellationToken));

    protected override void Save(RerankedRecommender model, Stream destination) => _inner[model].Save(destination);

    protected override RerankedRecommender Load(Stream source) => Wrap(ItemNeighborsModel.Load(source));

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        RerankedRecommender model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));

    private RerankedRecommender Wrap(ItemNeighborsModel inner)
    {
        RerankedRecommender model = new(inner, new MarginalRelevanceReranker((_, _) => 1, lambda: 1), depth: 7);
        _inner[model] = inner;
        return model;
    }
}
