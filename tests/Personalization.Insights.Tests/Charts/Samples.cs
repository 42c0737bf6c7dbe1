using Personalization.Core;

namespace Personalization.Insights.Tests;

/// <summary>One chart of each kind, with a name where data gives names.</summary>
internal static class Samples
{
    public static IEnumerable<Chart> All(string name) =>
    [
        new HistogramChart
        {
            Title = name, Subtitle = name, X = new Axis("Days"),
            Values = DensityHistogram.From([.. Enumerable.Range(0, 300).Select(i => (i * i) % 365.0)], 0, 365),
        },
        Bubbles(name),
        new BubbleSizeLegend { Title = name, Size = new BubbleSize("Monetary", 1234) },
        Line(name),
        Scatter(name),
        new BarChart { Title = name, Bars = [new(name, .6, .2), new("other", .4, .8)],
            Value = new Axis("Share") { Format = ValueFormat.Percent }, ReferenceName = name },
        new BoxChart { Title = name, Width = 900, Value = new Axis("Days"),
            Boxes = [Box.From(name, [1, 2, 3, 4, 99]), Box.From("b", [5])] },
        new MeterChart { Title = name, Parts = [new(name, 30), new("b", 20)], Whole = 100 },
        Heat(name),
        new DendrogramChart { Title = name, Tree = Tree(), ClusterCount = 2, RowNames = [name, "b", "c", "d", "e"] },
        new Sparkline { Title = name, Values = [1, 3, 2, double.NaN, 5] },
    ];

    /// <summary>0 and 1, and 10, 12 and 20, by single linkage: heights 1, 2, 8 and 9.</summary>
    public static Dendrogram Tree() =>
        Dendrogram.From([0, 1, 2, 3, 4, 6, 5, 7], [1, 2, 8, 9]);

    public static BubbleChart Bubbles(string name) => new()
    {
        Title = name,
        X = new Axis("Recency (days)"),
        Y = new Axis("Frequency (orders)") { Logarithmic = true },
        Size = new BubbleSize("Monetary", 1000) { Format = ValueFormat.Currency("GBP") },
        Bubbles = [new(10, 5, 1000, name), new(200, 1, 10, "b"), new(90, 2, 300)],
        Backdrop = [new(50, 3, 1)],
    };

    public static LineChart Line(string name) => new()
    {
        Title = name,
        X = new Axis("Number of clusters"),
        Y = new Axis("Inertia"),
        Series = [new LineSeries(name, [new(2, 100), new(3, 60), new(4, 50), new(5, 46)])],
        MarkedX = 3,
        MarkedText = name,
    };

    public static ScatterChart Scatter(string name) => new()
    {
        Title = name,
        Groups = [new(name, [new(0, 0), new(3, 1), new(double.NaN, 1)]), new("other", [new(1, 2)])],
        Note = name,
    };

    public static HeatGrid Heat(string name) => new()
    {
        Title = name,
        Values = [1, 2, 3, double.NaN],
        Columns = ["1", "2"],
        Rows = ["2", "1"],
        ColumnTitle = "Recency score",
        RowTitle = "Frequency score",
        Notes = [name, name, name, name],
    };
}
