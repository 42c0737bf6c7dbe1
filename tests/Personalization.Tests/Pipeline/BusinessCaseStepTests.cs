using Personalization.Core;
using Personalization.Incentives;
using Personalization.Simulation;

namespace Personalization.Tests;

public sealed class BusinessCaseStepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Twice a year for two years at a tenth: net of the plan now and in a year, what comes later a year after either, less 100 now and 50
    /// in a year.
    /// </summary>
    [Fact]
    public void Run_Plan_IsDiscountedYearByYear()
    {
        PersonalizationResult result = Run(new()
        {
            Years = 2,
            CampaignsPerYear = 2,
            Rate = .1m,
            Items = [CashItem.Cost("people", 100), CashItem.Return("thanks", 50, 20) with { Period = 1 }],
        });
        OfferPlanGroup total = result.Offers.Total;
        decimal now = total.ExpectedNet - total.ExpectedLaterMargin, later = total.ExpectedLaterMargin;
        decimal expected = (2 * (now + (now / 1.1m) + (later / 1.1m) + (later / 1.21m))) - 100 + (50 / 1.1m);

        PlanBusinessCase own = result.BusinessCase;
        Assert.Equal(expected, own.Flows.NetPresentValue, 2);
        Assert.Equal(expected, own.Uncertainty.NetPresentValue, 2);
        Assert.Equal(0, own.Flows.PaidBackIn);
        Assert.True(own.IsAssumed);

        // Half of each margin, over all years at once, and the thanks; independent of each other.
        double atOnce = (double)(.5m * 2 * (total.ExpectedMargin - later) * (1 + (1 / 1.1m)));
        double afterwards = (double)(.5m * 2 * later * ((1 / 1.1m) + (1 / 1.21m)));
        double half = 1.96 * Math.Sqrt((atOnce * atOnce) + (afterwards * afterwards) + Math.Pow(20 / 1.1, 2));
        Assert.Equal((double)expected - half, (double)own.Uncertainty.Interval.Low, .05);
        Assert.Equal((double)expected + half, (double)own.Uncertainty.Interval.High, .05);

        string report = System.Net.WebUtility.HtmlDecode(result.Report.ToString());
        Assert.Contains("Over 2 years the plan is worth ", report, StringComparison.Ordinal);
        Assert.Contains("What moves it most", report, StringComparison.Ordinal);
        Assert.Contains("The plan is carried out 2 times a year for 2 years", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CostsThatNeverPay_SaysSo()
    {
        PersonalizationResult result = Run(new() { Items = [CashItem.Cost("people", 1_000_000)] });

        Assert.Null(result.BusinessCase.Flows.PaidBackIn);
        Assert.Contains(
            "It doesn't pay within that time.", System.Net.WebUtility.HtmlDecode(result.Report.ToString()), StringComparison.Ordinal);
    }

    /// <summary>Groups held to each other: the report has their rates before and after, and the price.</summary>
    [Fact]
    public void Report_Parity_ShowsBeforeAndAfterAndItsPrice()
    {
        OfferParity parity = new() { Column = ColumnNames.Segment, Levels = ["Loyal", "At risk"], Share = .9 };
        PersonalizationResult result = Run(new(), new() { Parities = [parity] }, 300);

        FairnessComparison comparison = Assert.Single(result.ParityEffects!.Comparisons);
        Assert.Equal(result.Offers.Total.ExpectedNet, comparison.NetAfter);
        Assert.True(comparison.NetBefore >= comparison.NetAfter);
        string report = System.Net.WebUtility.HtmlDecode(result.Report.ToString());
        Assert.Contains("Groups that are held to each other", report, StringComparison.Ordinal);
        Assert.Contains("the line marks the plan without parity", report, StringComparison.Ordinal);
        Assert.Contains("What does that cost?", report, StringComparison.Ordinal);
        Assert.Null(Run(new()).ParityEffects);
    }

    private static PersonalizationResult Run(BusinessCaseOptions options, AllocationOptions? allocation = null, decimal budget = 5_000)
    {
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep())
            .Add(new LifetimeStep()).Add(new RepeatPurchasesStep())
            .Add(new OffersStep(new() { Allocation = allocation ?? new() })).Add(new BusinessCaseStep(options));
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 400, Seed = 5 }, cancellationToken: Token).Log;
        return new PersonalizationPipeline(new() { Budget = budget }, steps).Run(log, cancellationToken: Token);
    }
}
