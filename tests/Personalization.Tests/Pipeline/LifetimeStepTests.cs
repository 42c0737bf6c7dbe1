using Personalization.Core;
using Personalization.Incentives;
using Personalization.Rfm;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class LifetimeStepConformance : PipelineStepConformance<LifetimeStep>
{
    protected override LifetimeStep Create() =>
        new(new() { Choice = new LifetimeChoiceOptions { Models = [LifetimeModelType.BgNbd], Fit = new() { Starts = 1 } } });
}

public sealed class LifetimeStepTests
{
    private static readonly PipelineSteps Steps = PipelineSteps.Empty
        .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep()).Add(new LifetimeStep()).Add(new OffersStep());

    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 600, Seed = 9 }).Log;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_Shop_ColumnsAreThoseOfTheChosenModel()
    {
        PersonalizationResult result = Run(Shop);
        LifetimeChoice choice = result.Lifetime.Choice!;

        Assert.Equal(3, choice.Candidates.Count);
        Assert.Same(choice.Model, result.Models["lifetime"]);
        Assert.Same(result.Lifetime.Spend, result.Models["spend"]);
        for (int row = 0; row < result.Customers.Count; row += 7)
        {
            CustomerProfile customer = result.Customers[row];
            LifetimeRow known = choice.Summary.Find(customer.Id)!.Value;
            Assert.Equal(choice.Model.ProbabilityAlive(known), customer.ProbabilityAlive!.Value, 12);
            Assert.Equal(choice.Model.LifetimeValue(result.Lifetime.Spend!, known), (double)customer.LifetimeValue!.Value, .0001);
        }
    }

    /// <summary>The day before the reference date is the last that counts: ages end there, whatever the time of the last order.</summary>
    [Theory]
    [InlineData("2026-06-30T00:00:00", "2026-06-29")]
    [InlineData("2026-06-30T12:00:00", "2026-06-30")]
    public void Run_ReferenceDate_EndsCalibration(string reference, string last)
    {
        PersonalizationResult result = new PersonalizationPipeline(
            new() { ReferenceDate = DateTime.Parse(reference, System.Globalization.CultureInfo.InvariantCulture) }, Steps)
            .Run(Shop, cancellationToken: Token);

        Assert.Equal(
            DateTime.Parse(last, System.Globalization.CultureInfo.InvariantCulture), result.Lifetime.Choice!.Summary.CalibrationEnd);
    }

    [Fact]
    public void Run_Offers_CountWhatWonBackCustomersBring()
    {
        PersonalizationResult result = Run(Shop);

        Assert.True(result.Offers.Total.ExpectedLaterMargin > 0);
        Assert.Contains(
            result.Offers.Decisions,
            decision => decision.Reasons.Any(reason => reason.Contains("won back for good", StringComparison.Ordinal)));
        Assert.Contains("What customers are worth from here on", result.Report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What RFM was allowed to add up, lifetime and churn add up too, now and at the moments of the past.</summary>
    [Fact]
    public void Run_SeveralCurrenciesThatRfmAllows_AreAllowedHereToo()
    {
        EventLog log = EventLog.From(
            from customer in Enumerable.Range(0, 60)
            from order in Enumerable.Range(0, 1 + (customer % 6))
            let day = new DateTime(2025, 1, 1).AddDays(customer + (40 * order))
            select new ShopEvent(new CustomerId($"c{customer:D2}"), day, EventType.Purchase)
            {
                UnitPrice = 20 + customer,
                Currency = customer % 2 == 0 ? "EUR" : "USD",
            });
        PipelineSteps steps = PipelineSteps.Empty
            .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep(new() { AllowMixedCurrencies = true }))
            .Add(new LifetimeStep()).Add(new ChurnStep(new() { HorizonDays = 60 }));

        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run(log, cancellationToken: Token);

        Assert.NotNull(result.Lifetime.Choice);
        Assert.NotNull(result.Churn.Model);
    }

    [Fact]
    public void Run_HardlyAnybodyCameBack_SaysWhyAndGoesOn()
    {
        PersonalizationResult result = Run(EventLog.From(
            from customer in Enumerable.Range(0, 40)
            from order in Enumerable.Range(0, customer < 3 ? 2 : 1)
            let day = new DateTime(2026, 1, 1).AddDays(customer + (20 * order))
            select new ShopEvent(new CustomerId($"c{customer:D2}"), day, EventType.Purchase)
            {
                UnitPrice = 20,
            }));

        Assert.StartsWith(
            "No lifetime value: 3 customers of 40 came back on another day, and with fewer than 20", result.Lifetime.Reason,
            StringComparison.Ordinal);
        Assert.Null(result.Customers[0].LifetimeValue);
        Assert.Equal(40, result.Offers.Decisions.Count);
    }

    /// <summary>ln x and ln y of (1, 1), (2, 4), (4, 16): y = x², so the logarithms lie on a line.</summary>
    [Fact]
    public void SpendCorrelation_PowerLaw_IsOne()
    {
        LifetimeSummary summary = LifetimeSummary.FromRows(
        [
            new LifetimeRow(1, 1, 5) { AverageSpend = 1 }, new LifetimeRow(2, 1, 5) { AverageSpend = 4 },
            new LifetimeRow(4, 1, 5) { AverageSpend = 16 }, new LifetimeRow(0, 0, 5),
        ]);

        Assert.Equal(1, LifetimeSpend.Correlation(summary), 12);
    }

    private static PersonalizationResult Run(EventLog log) => new PersonalizationPipeline(steps: Steps).Run(log, cancellationToken: Token);
}
