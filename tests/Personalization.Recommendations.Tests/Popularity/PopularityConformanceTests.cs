using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class PopularityConformanceTests : RecommenderConformance<PopularityModel>
{
    protected override bool IsPersonal => false;

    protected override PopularityModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new PopularityTrainer(new() { HalfLifeDays = 90 }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(PopularityModel model, Stream destination) => model.Save(destination);

    protected override PopularityModel Load(Stream source) => PopularityModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        PopularityModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}
