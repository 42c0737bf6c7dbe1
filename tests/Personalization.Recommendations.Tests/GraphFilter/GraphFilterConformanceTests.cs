using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class GraphFilterConformanceTests : RecommenderConformance<GraphFilterModel>
{
    protected override bool ScoresEverything => true;

    protected override GraphFilterModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new GraphFilterTrainer(new() { Factors = 12, Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(GraphFilterModel model, Stream destination) => model.Save(destination);

    protected override GraphFilterModel Load(Stream source) => GraphFilterModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        GraphFilterModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
