using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Charts of who is still there and what is to come.</summary>
internal static class LifetimeCharts
{
    private const int GridSize = 8;

    public static IEnumerable<Chart> All(LifetimeEstimate estimate, LifetimeChoice choice, PersonalizationResult result, ValueFormat money)
    {
        yield return StillThere(estimate, choice);
        if (estimate.Spend is not null && Segments(result, money) is { } segments) yield return segments;
    }

    /// <summary>P(alive) by how often and how long ago, of a customer of the median age: what the model makes of silence.</summary>
    private static HeatGrid StillThere(LifetimeEstimate estimate, LifetimeChoice choice)
    {
        LifetimeSummary summary = choice.Summary;
        double unit = summary.Options.Unit.TotalDays;
        double[] ages = summary.Ages.ToArray();
        Array.Sort(ages);
        double age = ages[ages.Length / 2];
        int[] purchases = [0, 1, 2, 3, 5, 8, 13, 21];
        List<double> values = [];
        foreach (int repeats in purchases.Reverse())
        {
            for (int column = 0; column < GridSize; column++)
            {
                double silence = age * column / (GridSize - 1);
                values.Add(repeats == 0
                    ? column == GridSize - 1 ? choice.Model.ProbabilityAlive(new LifetimeRow(0, 0, age)) : double.NaN
                    : choice.Model.ProbabilityAlive(new LifetimeRow(repeats, age - silence, age)));
            }
        }

        return new HeatGrid
        {
            Title = "Still there?",
            Subtitle = $"probability, first purchase {ReportText.Number(age * unit)} days ago",
            Values = values,
            Rows = [.. purchases.Reverse().Select(repeats => ReportText.Count(repeats + 1))],
            Columns =
            [
                .. Enumerable.Range(0, GridSize).Select(column => ReportText.Number(Math.Round(age * unit * column / (GridSize - 1)))),
            ],
            RowTitle = "Days with a purchase",
            ColumnTitle = "Days since the last",
            Format = ValueFormat.Percent,
            Width = 400,
        };
    }

    private static BarChart? Segments(PersonalizationResult result, ValueFormat money)
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
            Value = new Axis($"Value to come") { Format = ValueFormat.Percent },
            ReferenceName = "customers",
            Width = 400,
        };
    }
}
