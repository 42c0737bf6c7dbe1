using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CosineUserConformanceTests() : UserNeighborsConformanceTests(new());

public sealed class JaccardUserConformanceTests() : UserNeighborsConformanceTests(new() { Similarity = CustomerSimilarity.Jaccard });

public sealed class TfIdfUserConformanceTests() : UserNeighborsConformanceTests(new() { Weighting = InteractionWeighting.TfIdf });

public abstract class UserNeighborsConformanceTests(UserNeighborsOptions options) : RecommenderConformance<UserNeighborsModel>
{
    protected override UserNeighborsModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new UserNeighborsTrainer(options).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(UserNeighborsModel model, Stream destination) => model.Save(destination);

    protected override UserNeighborsModel Load(Stream source) => UserNeighborsModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        UserNeighborsModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
