using System.Globalization;
using Personalization.Core;

namespace Personalization.Insights;

/// <summary>
/// A tree of merges: whole where there are few rows, above the last merges where there are many, with the number of rows at each end.
/// The clusters of a cut have a colour each, and a dashed line shows where it cuts.
/// </summary>
public sealed record DendrogramChart : PlotChart
{
    /// <summary>The tree, such as that of an agglomerative model.</summary>
    public required Dendrogram Tree { get; init; }

    /// <summary>Clusters to colour, at least 1 and at most the rows; null for none. Default null.</summary>
    public int? ClusterCount { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Most ends to draw, 2 to 1,000: of more rows, only the last so many clusters are shown. Default 30.</summary>
    public int MaximumLeaves { get; init => field = Guard.InRange(value, 2, 1000); } = 30;

    /// <summary>Names of the rows, written where an end is a single row; empty: their numbers. Default empty.</summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>The vertical axis. Default "Height", from 0.</summary>
    public Axis Y { get; init; } = new("Height");

    private protected override void Draw(MarkupWriter svg) => new DendrogramRenderer(this).Draw(svg);

    private protected override string Describe()
    {
        int last = Tree.LeafCount - 1;
        string shown = Tree.LeafCount > MaximumLeaves ? $", the last {MaximumLeaves - 1} merges" : "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"Dendrogram of {Tree.LeafCount:N0} rows{shown}, up to a height of {Y.Format.Long(Tree.Merges[last - 1].Height)}.");
        if (ClusterCount is not { } count) return text;

        int[] sizes = new int[Math.Min(count, Tree.LeafCount)];
        foreach (int label in Tree.CutByCount(sizes.Length)) sizes[label]++;
        string list = string.Join(", ", sizes.Take(ChartStyle.Colors).Select(size => size.ToString("N0", CultureInfo.InvariantCulture)));
        return $"{text} Cut into {sizes.Length} clusters of {list}{(sizes.Length > ChartStyle.Colors ? " and more" : "")} rows.";
    }
}
