using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Charts of who is still there and what is to come.</summary>
internal static class LifetimeCharts
{
    private const int ColumnsOfGrid = 8, UnitsAPoint = 4, MostHistories = 3;

    /// <summary>Repeat purchases of the rows, from the bottom.</summary>
    private static readonly int[] RowsOfGrid = [0, 1, 2, 3, 5, 8, 13, 21];

    public static IEnumerable<Chart> All(LifetimeEstimate estimate, LifetimeChoice choice, PersonalizationResult result)
    {
        yield return StillThere(choice);
        if (Tracked(choice, result) is { } tracked) yield return tracked;
        yield return ByFrequency(choice);
        if (estimate.Spend is null) yield break;
        if (Segments(result) is { } segments) yield return segments;
        if (Lost(estimate, choice, result) is { } lost) yield return lost;
    }

    /// <summary>P(alive) by how often and how long ago, of a customer of the median age: what the model makes of silence.</summary>
    private static HeatGrid StillThere(LifetimeChoice choice)
    {
        double unit = choice.Summary.Options.Unit.TotalDays;
        double[] ages = choice.Summary.Ages.ToArray();
        Array.Sort(ages);
        double age = Math.Max(ages[ages.Length / 2], 1);
        LifetimeGrid grid = LifetimeGrid.Of(choice.Model, age, RowsOfGrid[^1], ColumnsOfGrid);
        return new HeatGrid
        {
            Title = "Still there?",
            Subtitle = $"probability, first purchase {ReportText.Number(age * unit)} days ago",
            Values = [.. RowsOfGrid.Reverse().SelectMany(repeats => grid.ProbabilityAlive[repeats].Reverse())],
            Rows = [.. RowsOfGrid.Reverse().Select(repeats => ReportText.Count(repeats + 1))],
            Columns = [.. grid.LastPurchases.Reverse().Select(last => ReportText.Number(Math.Round((age - last) * unit)))],
            RowTitle = "Days with a purchase",
            ColumnTitle = "Days since the last",
            Format = ValueFormat.Percent,
            Width = 400,
        };
    }

    /// <summary>The probability over the history of those who would bring most if they came back: when they were lost.</summary>
    private static LineChart? Lost(LifetimeEstimate estimate, LifetimeChoice choice, PersonalizationResult result)
    {
        CustomerTable customers = result.Customers;
        int[] rows =
        [
            .. Enumerable.Range(0, customers.Count).Where(row => customers[row].ProbabilityAlive < .5 && customers[row].WinBackValue > 0)
                .OrderByDescending(row => customers[row].WinBackValue).ThenBy(row => row).Take(MostHistories),
        ];
        if (rows.Length == 0) return null;
        DateTime end = choice.Summary.CalibrationEnd;
        return new LineChart
        {
            Title = "When they were lost",
            Subtitle = "probability to be there, of those who would bring most if won back",
            X = new Axis("Days, the last is 0"),
            Y = new Axis("Probability") { Format = ValueFormat.Percent, Minimum = 0, Maximum = 1 },
            Series =
            [
                .. rows.Select(row => new LineSeries(
                    customers.Customers[row].Value,
                    [
                        .. LifetimeHistory.Of(
                                choice.Model, result.Orders, customers.Customers[row], end, estimate.Options.Choice.Summary.Unit)
                            .Where((moment, place) => moment.IsPurchase || place % UnitsAPoint == 0)
                            .Select(moment => new LinePoint((moment.Time - end).TotalDays, moment.ProbabilityAlive)),
                    ])),
            ],
            Width = 400,
        };
    }

    /// <summary>Repeat purchases in parts of four units, actual and expected: a season or a growing shop shows as a gap.</summary>
    private static LineChart? Tracked(LifetimeChoice choice, PersonalizationResult result)
    {
        LifetimeTrackingPoint[] points = [.. LifetimeTracking.Of(choice.Model, result.Orders, choice.Summary)];
        (int Place, double Actual, double Expected)[] parts =
        [
            .. points.Chunk(UnitsAPoint).Where(part => part.Length == UnitsAPoint)
                .Select((part, place) => (place + 1, (double)part.Sum(point => point.Actual), part.Sum(point => point.Expected))),
        ];
        if (parts.Length < 2) return null;
        double days = UnitsAPoint * choice.Summary.Options.Unit.TotalDays;
        return new LineChart
        {
            Title = "Repeat purchases, as they came",
            Subtitle = $"every {ReportText.Number(days)} days from {ReportText.Date(DateOnly.FromDateTime(points[0].Until))} on",
            X = new Axis($"Times {ReportText.Number(days)} days"),
            Y = new Axis("Purchases") { Minimum = 0 },
            Series =
            [
                new LineSeries("actual", [.. parts.Select(part => new LinePoint(part.Place, part.Actual))]),
                new LineSeries("by the model", [.. parts.Select(part => new LinePoint(part.Place, part.Expected))]),
            ],
            Width = 400,
        };
    }

    /// <summary>Customers by how often they came back: whether the model has as many of each kind as the shop.</summary>
    private static BarChart ByFrequency(LifetimeChoice choice)
    {
        IReadOnlyList<LifetimeFrequencyClass> classes = LifetimeCalibration.Of(choice.Model, choice.Summary);
        return new BarChart
        {
            Title = "How often customers came back",
            Subtitle = "the line marks what the model expects",
            Bars =
            [
                .. classes.Select((own, place) => new Bar(
                    ReportText.Counted(own.RepeatPurchases, "time", "times") + (place == classes.Count - 1 ? " or more" : ""),
                    own.Customers,
                    own.ExpectedCustomers)),
            ],
            Value = new Axis("Customers"),
            ReferenceName = "by the model",
            Width = 400,
            Color = 3,
        };
    }

    private static BarChart? Segments(PersonalizationResult result)
    {
        IReadOnlyList<(string Name, LifetimeFigures Figures)> segments = LifetimeFigures.BySegment(result);
        decimal value = segments.Sum(segment => segment.Figures.Value);
        double customers = segments.Sum(segment => segment.Figures.Customers);
        if (value <= 0 || customers == 0) return null;
        return new BarChart
        {
            Title = "Share of the value to come",
            Subtitle = "the line marks the share of customers",
            Bars = [.. segments.Select(segment => new Bar(
                segment.Name, (double)(segment.Figures.Value / value), segment.Figures.Customers / customers))],
            Value = new Axis("Value to come") { Format = ValueFormat.Percent },
            ReferenceName = "customers",
            Width = 400,
        };
    }
}
