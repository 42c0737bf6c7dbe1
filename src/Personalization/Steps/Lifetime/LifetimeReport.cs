using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>What customers are worth from here on, who of them is still there, and how far that can be trusted.</summary>
internal static class LifetimeReport
{
    private const double NotIndependent = .3;

    public static void Add(ReportBuilder report, PersonalizationResult result)
    {
        LifetimeEstimate estimate = result.Lifetime;
        const string title = "What customers are worth from here on";
        if (estimate is not { Choice: { } choice })
        {
            report.AddSection(new ReportSection("lifetime", title, "", [new CalloutBlock("Why nothing?", estimate.Reason!)]));
            return;
        }

        LifetimeFigures all = LifetimeFigures.Of(result.Customers, Enumerable.Range(0, result.Customers.Count));
        string ahead = Ahead(estimate);
        if (estimate.Spend is not null)
        {
            report.AddTile(
                new ReportTile(
                    "Value to come", ReportText.RoundMoney(report.Money, all.Value), $"expected of today's customers {ahead}"),
                rank: 1);
        }

        report.AddSummary(
            "What they are worth",
            $"{ReportText.Count((long)Math.Round(all.Alive))} of {ReportText.Counted(all.Customers, "customer", "customers")} are expected "
            + $"to be still there; {ahead} they are expected to buy {ReportText.Count((long)Math.Round(all.Purchases))} times"
            + (estimate.Spend is null ? "." : $", worth {ReportText.Money(report.Money, decimal.Round(all.Value))}."));
        List<ReportBlock> blocks = [new ChartsBlock([.. LifetimeCharts.All(estimate, choice, result)], 2)];
        if (LifetimeFigures.BySegment(result) is { Count: > 0 } segments) blocks.Add(Segments(segments, estimate, report.Money));
        blocks.Add(new CalloutBlock("How far can it be trusted?", Quality(estimate, choice) + Refunds(estimate, result)));
        blocks.Add(Models(choice));
        report.AddSection(new ReportSection(
            "lifetime", title,
            "Customers leave without saying so. From how often each bought and how long ago the last time was, "
            + $"{choice.Chosen.Name} says how probable it is that they are still there, and what they will buy {ahead}.",
            blocks));
    }

    public static string Ahead(LifetimeEstimate estimate)
    {
        double days = estimate.Options.Value.Horizon * estimate.Options.Choice.Summary.Unit.TotalDays;
        return days is > 360 and < 370 ? "within a year" : $"within {ReportText.Number(days)} days";
    }

    private static string Quality(LifetimeEstimate estimate, LifetimeChoice choice)
    {
        LifetimeForecastScore score = choice.Chosen.Validation;
        double days = score.Horizon * estimate.Options.Choice.Summary.Unit.TotalDays;
        string forecast = double.IsFinite(score.TotalError)
            ? $"Fitted to what came before, it forecast {ReportText.Count((long)Math.Round(score.ForecastTotal))} purchases for the last "
                + $"{ReportText.Number(days)} days, and {ReportText.Count(score.ActualTotal)} followed. "
            : "";
        double correlation = estimate.SpendCorrelation;
        string spend = Math.Abs(correlation) > NotIndependent
            ? $" Those who buy often spend {(correlation > 0 ? "more" : "less")} on a purchase (correlation "
                + $"{ValueFormat.Number.Long(correlation, 2)}), which the model of amounts takes to be unrelated: the values of frequent "
                + $"buyers are {(correlation > 0 ? "too low" : "too high")}."
            : "";
        return forecast + choice.Reason + spend;
    }

    /// <summary>The models count what was bought: who sends much back is worth less than they say.</summary>
    private static string Refunds(LifetimeEstimate estimate, PersonalizationResult result)
    {
        if (estimate.Spend is null || result.Refunds <= 0 || result.Orders.Total <= 0) return "";
        return $" Refunds, {ReportText.Share((double)(result.Refunds / result.Orders.Total))} of what was bought so far, aren't taken off.";
    }

    private static TableBlock Segments(
        IReadOnlyList<(string Name, LifetimeFigures Figures)> segments, LifetimeEstimate estimate, ValueFormat money)
    {
        bool spend = estimate.Spend is not null;
        ReportColumn[] amounts = spend
            ?
            [
                new("Value to come", ReportCells.Numbers), new("A customer", ReportCells.Numbers),
                new("Lost, if won back", ReportCells.Numbers),
            ]
            : [];
        return new TableBlock(
            "Value to come by segment",
            [new("Segment"), new("Customers", ReportCells.Numbers), new("Still there", ReportCells.Numbers),
                new("Purchases to come", ReportCells.Numbers), .. amounts],
            [.. segments.Select(segment => (IReadOnlyList<string>)
            [
                segment.Name, ReportText.Count(segment.Figures.Customers),
                ReportText.Share(segment.Figures.Alive / Math.Max(1, segment.Figures.Customers)),
                ReportText.Number(segment.Figures.Purchases),
                .. spend
                    ?
                    [
                        money.Long((double)segment.Figures.Value, 0),
                        money.Long((double)segment.Figures.Value / Math.Max(1, segment.Figures.Customers), 2),
                        money.Long((double)segment.Figures.WinBack, 0),
                    ]
                    : Array.Empty<string>(),
            ])]);
    }

    private static TableBlock Models(LifetimeChoice choice) => new(
        "Models compared",
        [
            new("Model"), new("Log-likelihood", ReportCells.Numbers), new("AIC", ReportCells.Numbers),
            new("Forecast error (MAE)", ReportCells.Numbers), new("Forecast error (RMSE)", ReportCells.Numbers),
            new("Forecast", ReportCells.Numbers), new("Followed", ReportCells.Numbers),
        ],
        [
            .. choice.Candidates.Select(own => (IReadOnlyList<string>)
            [
                own.Name + (own == choice.Chosen ? " (chosen)" : ""), ReportText.Number(own.LogLikelihood), ReportText.Number(own.Aic),
                .. Scores(own.Validation),
            ]),
            ["Rate × time", "", "", .. Scores(choice.SteadyRate)],
        ]);

    private static string[] Scores(LifetimeForecastScore score) =>
    [
        ValueFormat.Number.Long(score.MeanAbsoluteError, 3), ValueFormat.Number.Long(score.RootMeanSquaredError, 3),
        ReportText.Count((long)Math.Round(score.ForecastTotal)), ReportText.Count(score.ActualTotal),
    ];
}
