using Personalization.Core;

namespace Personalization.Tests;

/// <summary>
/// A shop where who orders for little comes back after 25 and 50 days, and who orders for much never does: recency and number of orders
/// don't tell them apart after the first order, amounts do.
/// </summary>
public sealed class RepeatPurchasesStepTests
{
    private static readonly PipelineSteps Counted =
        PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new RepeatPurchasesStep());

    [Fact]
    public void Run_NoModel_RatesTell()
    {
        PersonalizationResult result = Run(Counted);
        PurchaseProbabilities by = result.Get<PurchaseProbabilities>();

        Assert.Equal((0, false), (by.Customers, by.ByModel));
        NumberColumn column = result.Customers.Column<NumberColumn>(ColumnNames.PurchaseProbability);
        CustomerProfile first = result.Customers[0];
        Assert.Equal(result.RepeatPurchases.Probability(first.RecencyDays!.Value, first.Frequency), column.Values[0]);
    }

    [Fact]
    public void Run_ModelKnowsMore_ModelTells()
    {
        PersonalizationResult result = Run(Counted.AddAfter<RfmStep>(new ChurnStep(new() { HorizonDays = 60, MaximumMoments = 6 })));
        PurchaseProbabilities by = result.Get<PurchaseProbabilities>();

        Assert.True(by.ByModel);
        Assert.InRange(by.ModelLogLoss, 0, .9 * by.RatesLogLoss);
        NumberColumn column = result.Customers.Column<NumberColumn>(ColumnNames.PurchaseProbability);
        double Mean(string kind) => Enumerable.Range(0, column.Count)
            .Where(row => result.Customers.Customers[row].Value.StartsWith(kind, StringComparison.Ordinal))
            .Where(row => result.Customers[row] is { Frequency: 1, RecencyDays: < 25 })
            .Average(row => column.Values[row]);
        Assert.InRange(Mean("small"), .8, 1);
        Assert.InRange(Mean("large"), 0, .2);
    }

    private static PersonalizationResult Run(PipelineSteps steps)
    {
        IEnumerable<ShopEvent> events = Enumerable.Range(0, 600).SelectMany(number => number % 2 == 0
            ? Orders($"small-{number:D3}", number, 3, 10)
            : Orders($"large-{number:D3}", number, 1, 200));
        return new PersonalizationPipeline(steps: steps).Run(
            EventLog.From(events), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static IEnumerable<ShopEvent> Orders(string customer, int first, int orders, int price) =>
        from order in Enumerable.Range(0, orders)
        let day = first + (25 * order)
        where day < 600
        select new ShopEvent(new CustomerId(customer), new DateTime(2024, 1, 1).AddDays(day), EventType.Purchase) { UnitPrice = price };
}
