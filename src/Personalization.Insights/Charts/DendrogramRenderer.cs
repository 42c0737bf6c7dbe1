using System.Globalization;
using Personalization.Core;

namespace Personalization.Insights;

/// <summary>
/// Draws a <see cref="DendrogramChart"/>: ends in the order of the tree (a merge's left cluster first), each merge above the middle of its
/// two.
/// </summary>
internal sealed class DendrogramRenderer
{
    private const double FontSize = 10.5;
    private const double LongestLabel = 90;
    private const double LineHeight = 11;

    private readonly DendrogramChart _chart;
    private readonly Dendrogram _tree;

    /// <summary>Merges before this one aren't drawn: what they made is an end.</summary>
    private readonly int _firstDrawn;

    /// <summary>Clusters in the order in which they stand above the axis.</summary>
    private readonly List<int> _ends = [];
    private readonly int _clusterCount;
    private readonly int[] _labels;

    /// <summary>
    /// The colour of each cluster: its number, or, where there are more clusters than colours, its place, so that neighbours differ.
    /// </summary>
    private readonly int[] _colors;

    public DendrogramRenderer(DendrogramChart chart)
    {
        (_chart, _tree) = (chart, chart.Tree);
        _firstDrawn = Math.Max(0, _tree.LeafCount - chart.MaximumLeaves);
        _clusterCount = Math.Min(chart.ClusterCount ?? 0, _tree.LeafCount);
        _labels = _clusterCount > 0 ? _tree.CutByCount(_clusterCount) : [];
        Stack<int> ahead = new([_tree.LeafCount + _tree.Merges.Count - 1]);
        while (ahead.TryPop(out int cluster))
        {
            if (!IsDrawn(cluster))
            {
                _ends.Add(cluster);
                continue;
            }

            DendrogramMerge merge = Merge(cluster);
            ahead.Push(merge.Right);
            ahead.Push(merge.Left);
        }

        _colors = new int[_clusterCount];
        for (int cluster = 0; cluster < _clusterCount; cluster++) _colors[cluster] = cluster;
        if (_clusterCount <= ChartStyle.Colors) return;
        int place = 0;
        foreach (int cluster in _ends.Select(ClusterOf).Where(cluster => cluster >= 0).Distinct()) _colors[cluster] = place++;
    }

    public void Draw(MarkupWriter svg)
    {
        string[] names = [.. _ends.Select(Name)];
        double widest = names.Max(name => TextWidth.Of(name, FontSize));
        double room = _chart.Width - 60;
        bool upright = widest + 6 > room / names.Length;
        bool named = !upright || LineHeight <= room / names.Length;

        string ends = _firstDrawn == 0 ? "Rows" : named ? "Rows at each end" : $"{Count(_ends.Count)} groups of rows";
        Axis across = new(ends) { Minimum = 0, Maximum = _ends.Count };
        AxisScale x = AxisScale.Fit(across, new Extent(0, _ends.Count), 2);
        Extent heights = new(0, _tree.Merges[^1].Height);
        AxisScale y = AxisScale.Fit(_chart.Y, heights, PlotFrame.TicksFor(_chart.Height - 80, horizontal: false), fromZero: true);
        double under = !named ? 4 : upright ? widest + 10 : 20;
        PlotFrame frame = PlotFrame.Draw(svg, _chart, x, y, named ? "" : "Too many ends to write their names.", roomForLabels: under);
        DrawMerges(svg, frame);
        DrawCut(svg, frame);
        if (named) DrawNames(svg, frame, names, upright);
    }

    private void DrawMerges(MarkupWriter svg, PlotFrame frame)
    {
        // Where each drawn cluster stands, and how high it begins.
        Dictionary<int, (double X, double Y)> places = [];
        for (int end = 0; end < _ends.Count; end++) places[_ends[end]] = (frame.X(end + .5), frame.Y(0));
        for (int cluster = _tree.LeafCount + _firstDrawn; cluster < _tree.LeafCount + _tree.Merges.Count; cluster++)
        {
            DendrogramMerge merge = Merge(cluster);
            (double X, double Y) left = places[merge.Left], right = places[merge.Right];
            double height = frame.Y(merge.Height);
            places[cluster] = ((left.X + right.X) / 2, height);
            int own = ClusterOf(cluster);
            svg.Open("path").Attribute("class", own < 0 ? "base" : ChartStyle.Stroke(_colors[own]))
                .Attribute("d", PlotFrame.Path([left, (left.X, height), (right.X, height), right]));
            svg.Element("title", Tooltip(merge, own)).Close();
            if (own >= 0) continue;
            DrawStem(svg, frame, merge.Left, left.X);
            DrawStem(svg, frame, merge.Right, right.X);
        }
    }

    /// <summary>An end that is a cluster of its own has no merge to show its colour: its line does, up to the cut.</summary>
    private void DrawStem(MarkupWriter svg, PlotFrame frame, int cluster, double x)
    {
        int own = IsDrawn(cluster) ? -1 : ClusterOf(cluster);
        if (own < 0) return;
        svg.Open("path").Attribute("class", ChartStyle.Stroke(_colors[own]))
            .Attribute("d", PlotFrame.Path([(x, frame.Y(0)), (x, frame.Y(CutHeight()))])).Close();
    }

    private void DrawCut(MarkupWriter svg, PlotFrame frame)
    {
        if (_clusterCount == 0) return;
        double y = frame.Y(CutHeight());
        svg.Open("path").Attribute("class", "rule").Attribute("d", PlotFrame.Path([(frame.Left, y), (frame.Right, y)])).Close();
        string text = _clusterCount == 1 ? "1 cluster" : string.Create(CultureInfo.InvariantCulture, $"{_clusterCount:N0} clusters");
        PlotFrame.Label(svg, frame.Right, Math.Max(y - 4, frame.Top + 8), text, "strong end clear");
    }

    /// <summary>In the middle between the last merge that is made and the first that isn't.</summary>
    private double CutHeight()
    {
        int undone = _tree.LeafCount - _clusterCount;
        double above = undone < _tree.Merges.Count ? _tree.Merges[undone].Height : _tree.Merges[^1].Height;
        double below = undone > 0 ? _tree.Merges[undone - 1].Height : 0;
        return _clusterCount == 1 ? above : (above + below) / 2;
    }

    private void DrawNames(MarkupWriter svg, PlotFrame frame, string[] names, bool upright)
    {
        for (int end = 0; end < names.Length; end++)
        {
            double x = frame.X(end + .5), y = frame.Bottom + 15;
            svg.Open("text");
            if (upright)
            {
                (x, y) = (x + 3.5, frame.Bottom + 6);
                svg.Attribute("transform", $"rotate(-90 {MarkupWriter.Coordinate(x)} {MarkupWriter.Coordinate(y)})");
            }

            svg.Attribute("x", x).Attribute("y", y).Attribute("class", upright ? "note end" : "note mid").Text(names[end]).Close();
        }
    }

    private bool IsDrawn(int cluster) => cluster >= _tree.LeafCount + _firstDrawn;

    private DendrogramMerge Merge(int cluster) => _tree.Merges[cluster - _tree.LeafCount];

    /// <summary>The cluster of the cut that everything under here belongs to; −1 where several do, or nothing is cut.</summary>
    private int ClusterOf(int cluster)
    {
        if (_clusterCount == 0 || cluster - _tree.LeafCount >= _tree.LeafCount - _clusterCount) return -1;
        while (cluster >= _tree.LeafCount) cluster = Merge(cluster).Left;
        return _labels[cluster];
    }

    private string Name(int cluster)
    {
        if (cluster >= _tree.LeafCount) return Count(Merge(cluster).Size);
        return cluster < _chart.RowNames.Count
            ? TextWidth.Fit(_chart.RowNames[cluster], FontSize, LongestLabel)
            : _firstDrawn > 0 ? "1" : cluster.ToString(CultureInfo.InvariantCulture);
    }

    private string Tooltip(DendrogramMerge merge, int cluster)
    {
        string rows = $"{Count(merge.Size)} rows at {_chart.Y.Format.Long(merge.Height)}";
        return cluster < 0 ? rows : $"Cluster {cluster.ToString(CultureInfo.InvariantCulture)}: {rows}";
    }

    private static string Count(int rows) => rows.ToString("N0", CultureInfo.InvariantCulture);
}
