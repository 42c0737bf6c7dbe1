using System.Globalization;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>Clusters of behaviour: who they are, where they lie, and how the model learned.</summary>
internal static class Beha2VecReport
{
    public static void Add(ReportBuilder report, BehaviorClusters found)
    {
        ClusterProfile[] profiles =
        [
            .. found.Profiles.Where(profile => profile.Size > 0).OrderByDescending(profile => profile.Size)
                .ThenBy(profile => found.Names[profile.Cluster], StringComparer.Ordinal),
        ];
        if (profiles.Length == 0) return;
        string[] named = [.. profiles.Select(profile => $"{found.Names[profile.Cluster]} ({ReportText.Share(profile.Share)})")];
        report.AddSummary(
            "Who the customers are",
            $"By how they behave they form {ReportText.Counted(profiles.Length, "cluster", "clusters")}: "
            + $"{ReportText.List(named)}.");
        report.AddSection(new ReportSection(
            "behavior-clusters", "How customers behave",
            "A model reads each customer’s events in their order (looking, putting aside, buying, returning) and learns to tell what "
            + "comes next. Customers whom it reads alike, who take the same steps, as often and at the same time of the year, form a "
            + "cluster.",
            [
                Table(found, profiles, report.Money),
                new ParagraphBlock(
                    "Visits, prices and days are medians, the others means. In gift season is the share of visits in the weeks before "
                    + "Valentine’s Day, Mother’s Day and Christmas."),
                new CalloutBlock("How many?", found.Reason),
                new ChartsBlock(
                    [Map(found, profiles), TransitionCharts.Of("From one step to the next", "all customers", found.Transitions)], 2),
                .. TransitionCharts.OfClusters(found, profiles),
                .. Curve(found.Model.Report),
            ]));
    }

    private static TableBlock Table(BehaviorClusters found, ClusterProfile[] profiles, ValueFormat money)
    {
        string[] shown = [.. found.Figures.Names.Where(name => name is not (BehaviorFigures.PriceLevel or BehaviorFigures.Categories))];
        return new TableBlock(
            "Clusters of behaviour",
            [
                new("Cluster"), new("Customers", ReportCells.Numbers), new("Share of revenue", ReportCells.Numbers),
                .. shown.Select(name => new ReportColumn(Title(name), ReportCells.Numbers)),
                new("What sets it apart", ReportCells.Details),
            ],
            [
                .. profiles.Select(profile => (string[])
                [
                    found.Names[profile.Cluster], ReportText.Count(profile.Size),
                    profile.RevenueShare is { } revenue ? ReportText.Share(revenue) : "n/a",
                    .. profile.Features.Where(feature => shown.Contains(feature.Feature)).Select(feature => Figure(feature, money)),
                    ReportText.Capitalized(Words(profile)),
                ]),
            ]);
    }

    private static ScatterChart Map(BehaviorClusters found, ClusterProfile[] profiles)
    {
        int customers = found.Labels.Count, drawn = Math.Min(customers, found.MapCustomers);
        List<ScatterPoint>[] points = [.. found.Profiles.Select(_ => new List<ScatterPoint>())];
        List<ScatterPoint> none = [];
        for (int i = 0; i < drawn; i++)
        {
            int row = (int)((long)i * customers / drawn), label = found.Labels[row];
            (label < 0 ? none : points[label]).Add(new ScatterPoint(found.Map[row, 0], found.Map[row, 1]));
        }

        return new ScatterChart
        {
            Title = "Map of the customers",
            Subtitle = "who behaves alike lies close together",
            Height = 340,
            Groups =
            [
                .. profiles.Select(profile => new ScatterGroup(found.Names[profile.Cluster], points[profile.Cluster])),
                .. none.Count > 0 ? [new ScatterGroup("No cluster", none)] : Array.Empty<ScatterGroup>(),
            ],
            Note = "The two directions in which signatures differ most."
                + (drawn < customers ? $" {ReportText.Count(drawn)} of {ReportText.Count(customers)} customers." : ""),
        };
    }

    private static ChartsBlock[] Curve(FitReport fit)
    {
        Chart[] charts =
        [
            .. fit.Series.Where(series => series.Values.Any(double.IsFinite)).Select(series => new LineChart
            {
                Title = series.Name == FitReport.ObjectiveSeries ? "Loss" : "Validation",
                Subtitle = series.Name == FitReport.ObjectiveSeries ? "lower is better" : "higher is better",
                X = new Axis("Epoch"),
                Y = new Axis(series.Name == FitReport.ObjectiveSeries ? "Loss of next item, step and time" : "NDCG@10 of the next item")
                {
                    Format = ValueFormat.Number with { LongDecimals = 4 },
                },
                Series = [new LineSeries(series.Name, [.. series.Values.Select((value, epoch) => new LinePoint(epoch + 1, value))])],
            }),
        ];
        return charts.Length == 0
            ? []
            :
            [
                new ChartsBlock(
                    charts, charts.Length, $"How it learned: {ReportText.Counted(fit.Iterations, "pass", "passes")} over the events."),
            ];
    }

    private static string Words(ClusterProfile profile)
    {
        string[] notable =
        [
            .. profile.Distinctions.Where(feature => Math.Abs(feature.Deviation) >= .25).Take(3)
                .Select(feature => Word(feature.Feature, feature.Deviation > 0)),
        ];
        return notable.Length == 0 ? "close to the average in everything" : ReportText.List(notable);
    }

    private static string Word(string feature, bool isHigh) => feature switch
    {
        BehaviorFigures.Visits => isHigh ? "comes often" : "comes seldom",
        BehaviorFigures.Conversion => isHigh ? "buys on many visits" : "buys on few visits",
        BehaviorFigures.Price => isHigh ? "dear items" : "cheap items",
        BehaviorFigures.PriceLevel => isHigh ? "dear for their kind" : "cheap for their kind",
        BehaviorFigures.Discounts => isHigh ? "many coupons" : "few coupons",
        BehaviorFigures.Gifts => isHigh ? "comes before occasions for presents" : "seldom comes before occasions for presents",
        BehaviorFigures.Categories => isHigh ? "many categories" : "few categories",
        _ => isHigh ? "long away" : "here lately",
    };

    private static string Title(string feature) => feature switch
    {
        BehaviorFigures.Visits => "Visits",
        BehaviorFigures.Conversion => "Orders a visit",
        BehaviorFigures.Price => "Item price",
        BehaviorFigures.Discounts => "Coupons an order",
        BehaviorFigures.Gifts => "In gift season",
        _ => "Days away",
    };

    private static string Figure(ClusterFeatureProfile feature, ValueFormat money) => feature.Feature switch
    {
        BehaviorFigures.Price => money.Long(feature.Median, 0),
        BehaviorFigures.Gifts => ReportText.Share(feature.Mean),
        BehaviorFigures.Discounts or BehaviorFigures.Conversion or BehaviorFigures.PriceLevel =>
            feature.Mean.ToString("0.00", CultureInfo.InvariantCulture),
        _ => ReportText.Number(feature.Median),
    };
}
