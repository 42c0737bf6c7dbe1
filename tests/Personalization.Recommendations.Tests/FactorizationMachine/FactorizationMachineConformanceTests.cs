using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class LogisticMachineConformanceTests() : FactorizationMachineConformanceTests(new() { ValidationCustomers = 0 });

public sealed class PairMachineConformanceTests() : FactorizationMachineConformanceTests(
    new() { Loss = FactorizationMachineLoss.BayesianPersonalizedRanking, Context = ContextParts.Month | ContextParts.HourBand });

/// <summary>Few factors: a customer's own gap on the checkerboard must not be learned by heart.</summary>
public abstract class FactorizationMachineConformanceTests(FactorizationMachineOptions options)
    : RecommenderConformance<FactorizationMachineModel>
{
    protected override bool ScoresEverything => true;

    protected override FactorizationMachineModel Fit(EventLog log, int? threads, CancellationToken cancellationToken)
    {
        FactorizationMachineOptions small =
            options with { Factors = 4, LearningRate = .02, BatchSize = 128, MaxEpochs = 25, Patience = 25, Threads = threads };
        return new FactorizationMachineTrainer(small).Fit(log, cancellationToken: cancellationToken);
    }

    protected override void Save(FactorizationMachineModel model, Stream destination) => model.Save(destination);

    protected override FactorizationMachineModel Load(Stream source) => FactorizationMachineModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        FactorizationMachineModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class FactorizationMachineFileConformance : ModelConformance<FactorizationMachineModel>
{
    protected override FactorizationMachineModel Sample()
    {
        EventLog log = Shops.Random(10, 12, 60);
        string?[] segments = [.. Enumerable.Range(0, log.Customers.Count).Select(row => row % 3 == 0 ? null : $"s{row % 3}")];
        CustomerTable table = new CustomerTable(log.Customers, log.LastTime).With(new CategoryColumn(ColumnNames.Segment, segments));
        return new FactorizationMachineTrainer(new() { Factors = 3, MaxEpochs = 2, Seed = 3 })
            .Fit(log, table, cancellationToken: TestContext.Current.CancellationToken);
    }
}
