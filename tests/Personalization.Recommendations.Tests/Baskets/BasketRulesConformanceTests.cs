using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>A basket or two are enough, since hardly anything is bought together at random.</summary>
public sealed class BasketRulesConformanceTests : RecommenderConformance<BasketRulesModel>
{
    protected override BasketRulesModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new BasketRulesTrainer(new() { MinimumCount = 2, MinimumSupport = 0, Threads = threads })
            .Fit(log, cancellationToken: cancellationToken);

    protected override void Save(BasketRulesModel model, Stream destination) => model.Save(destination);

    protected override BasketRulesModel Load(Stream source) => BasketRulesModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        BasketRulesModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class BasketRulesFileConformance : ModelConformance<BasketRulesModel>
{
    protected override BasketRulesModel Sample() =>
        new BasketRulesTrainer(new() { MinimumCount = 2, MinimumSupport = 0, MaximumSets = 20 })
            .Fit(Orders.Random(80, 12, 3), cancellationToken: TestContext.Current.CancellationToken);
}
