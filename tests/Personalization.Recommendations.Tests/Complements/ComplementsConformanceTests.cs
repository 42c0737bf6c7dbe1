using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ComplementsConformanceTests : RecommenderConformance<ComplementsModel>
{
    protected override ComplementsModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new ComplementsTrainer(new() { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(ComplementsModel model, Stream destination) => model.Save(destination);

    protected override ComplementsModel Load(Stream source) => ComplementsModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        ComplementsModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class ComplementsFileConformance : ModelConformance<ComplementsModel>
{
    protected override ComplementsModel Sample() =>
        new ComplementsTrainer(new() { ListLength = 5, OtherCategoriesOnly = false })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}
