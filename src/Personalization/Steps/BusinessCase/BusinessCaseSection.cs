using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>What the plan is worth over years, what moves that most, and what it rests on.</summary>
internal static class BusinessCaseSection
{
    public static void Add(ReportBuilder report, PlanBusinessCase own)
    {
        ValueFormat money = report.Money;
        List<ReportBlock> blocks = [new ChartsBlock([.. Charts(own, money)], 2), new CalloutBlock("What this rests on", Words(own))];
        blocks.Add(Table(own, money));
        report.AddSection(new ReportSection("business-case", "Business case", Lede(own, money), blocks));
    }

    private static string Lede(PlanBusinessCase own, ValueFormat money)
    {
        (decimal low, decimal high) = own.Uncertainty.Interval;
        string paid = own.Flows.PaidBackIn is { } period
            ? period == 0 ? "It has paid within the first year." : $"It has paid after {ReportText.Counted(period, "year", "years")}."
            : "It doesn't pay within that time.";
        return $"Over {ReportText.Counted(own.Options.Years, "year", "years")} the plan is worth "
            + $"{ReportText.Money(money, own.Flows.NetPresentValue)} today, {ReportText.Money(money, low)} to "
            + $"{ReportText.Money(money, high)} at 95 %. {paid}";
    }

    private static IEnumerable<Chart> Charts(PlanBusinessCase own, ValueFormat money)
    {
        BusinessCase flows = own.Flows;
        int last = flows.Items.Max(item => item.Period);
        yield return new LineChart
        {
            Title = "Worth today, summed up year by year",
            Subtitle = "what goes out and comes in, discounted",
            Series =
            [
                new LineSeries("Net present value", [.. Enumerable.Range(0, last + 1).Select(year => new LinePoint(year, SumTo(year)))]),
            ],
            X = new Axis("Years from now"),
            Y = new Axis("Net present value") { Format = money },
            MarkedX = flows.PaidBackIn,
            MarkedText = "has paid",
            Width = 400,
        };
        IReadOnlyList<CaseSensitivity> sensitivity = own.Uncertainty.Sensitivity;
        if (sensitivity.Count == 0) yield break;
        double value = (double)own.Uncertainty.NetPresentValue;
        yield return new BoxChart
        {
            Title = "What moves it most",
            Subtitle = "with one amount at either end of its 95 % interval, all others as they are",
            Boxes =
            [
                .. sensitivity.Select(one => new Box(
                    one.Name, 1, (double)one.Low, (double)one.Low, (double)one.Low, value, (double)one.High, (double)one.High,
                    (double)one.High, 0)),
            ],
            Value = new Axis("Net present value") { Format = money },
            Width = 400,
            Color = 2,
        };

        double SumTo(int year) => (double)new BusinessCase(
            flows.Items.Where(item => item.Period <= year).DefaultIfEmpty(CashItem.Cost("nothing", 0)), flows.Rate).NetPresentValue;
    }

    private static string Words(PlanBusinessCase own)
    {
        BusinessCaseOptions options = own.Options;
        string campaigns = options.CampaignsPerYear == 1
            ? "The plan is carried out once a year"
            : $"The plan is carried out {options.CampaignsPerYear} times a year";
        return $"{campaigns} for {ReportText.Counted(options.Years, "year", "years")}, and costs and brings each time what it is expected "
            + "to now: no offer wears off, and no customer is won for longer than the plan counts. "
            + $"Amounts are discounted by {ReportText.Share((double)options.Rate)} a year; what won-back customers bring later comes a "
            + "year later. "
            + (own.IsAssumed
                ? $"What offers change is the catalogue's assumption; its standard error is taken to be "
                    + $"{ReportText.Share((double)options.AssumedError)} of the margin. Measure it, and the interval will be the shop's "
                    + "own. "
                : "Errors are those of what was learned of earlier offers. ")
            + "A reaction that is misjudged is so for every offer and in every year: errors of one kind aren't evened out."
            + (options.Items.Count == 0 ? " What people, software and mail cost isn't in it: give it as BusinessCaseOptions.Items." : "");
    }

    private static TableBlock Table(PlanBusinessCase own, ValueFormat money) => new(
        "Amounts over all years, at their worth today",
        [new("Amount"), new("Worth today", ReportCells.Numbers), new("Standard error", ReportCells.Numbers)],
        [
            .. own.Uncertainty.Items.Select(item => (IReadOnlyList<string>)
            [
                item.Name, money.Long((double)item.Amount, 2),
                item.Error > 0 ? money.Long((double)item.Error, 2) : "–",
            ]),
            ["Net present value", money.Long((double)own.Uncertainty.NetPresentValue, 2), ""],
        ]);
}
