using System.Xml.Linq;
using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Insights.Tests;

public sealed class DendrogramChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void ToSvg_FiveRows_DrawsEachMergeInItsClustersColour()
    {
        DendrogramChart chart = new() { Title = "A", Tree = Samples.Tree(), ClusterCount = 2 };
        XElement[] merges = Merges(chart);

        // The rows 0 and 1 are cluster 0, all others cluster 1, and the last merge joins both.
        Assert.Equal(["l1", "l2", "l2", "base"], merges.Select(path => path.Attribute("class")!.Value));
        Assert.Equal(
            ["Cluster 0: 2 rows at 1", "Cluster 1: 2 rows at 2", "Cluster 1: 3 rows at 8", "5 rows at 9"],
            merges.Select(path => path.Element(Svg + "title")!.Value));
        Assert.Equal(["0", "1", "4", "2", "3"], EndNames(chart));
        Assert.Contains("2 clusters", chart.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("Cut into 2 clusters of 2, 3 rows.", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToSvg_Truncated_ShowsTheLastMergesAndHowManyRowsAreAtEachEnd()
    {
        DendrogramChart chart = new() { Title = "A", Tree = Samples.Tree(), MaximumLeaves = 3 };

        Assert.Equal(2, Merges(chart).Length);
        Assert.Equal(["2", "1", "2"], EndNames(chart));
        Assert.Contains("Rows at each end", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToSvg_ManyRows_EndsAddUpToAll()
    {
        Matrix samples = new(5_000, 2);
        RandomStream random = new(1, "dendrogram");
        foreach (ref float value in samples.Values) value = (float)random.NextGaussian();
        AgglomerativeModel model = new AgglomerativeTrainer(new() { ClusterCount = 4 }).Fit(samples);
        DendrogramChart chart = new() { Title = "A", Tree = model.Dendrogram, ClusterCount = 4, Width = 600 };

        Assert.Equal(29, Merges(chart).Length);
        Assert.Equal(5_000, EndNames(chart).Sum(name => int.Parse(name, System.Globalization.NumberStyles.AllowThousands, null)));
        Assert.Equal(4, Merges(chart).Select(path => path.Attribute("class")!.Value).Where(name => name != "base").Distinct().Count());
        Assert.InRange(chart.ToSvg().Length, 1_000, 20_000);
    }

    [Fact]
    public void ToSvg_ClusterOfOneRow_ItsLineHasItsColourUpToTheCut()
    {
        // Cut into 4: the rows 0 and 1 have merged, 2, 3 and 4 are clusters of their own.
        DendrogramChart chart = new() { Title = "A", Tree = Samples.Tree(), ClusterCount = 4 };
        string[] lines =
        [
            .. XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").Select(path => path.Attribute("class")!.Value)
                .Where(name => name is ['l', _]),
        ];

        Assert.Equal(["l1", "l2", "l3", "l4"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ToSvg_MoreClustersThanColours_NeighboursDiffer()
    {
        Matrix samples = new(200, 1);
        for (int row = 0; row < 200; row++) samples[row, 0] = (row * 37 % 20 * 100) + (row / 20);
        AgglomerativeModel model = new AgglomerativeTrainer(new() { ClusterCount = 20 }).Fit(samples);
        DendrogramChart chart = new() { Title = "A", Tree = model.Dendrogram, ClusterCount = 20, MaximumLeaves = 60, Width = 2000 };
        string[] colors = [.. Merges(chart)
            .Where(path => path.Attribute("class")!.Value != "base")
            .DistinctBy(path => path.Element(Svg + "title")!.Value.Split(':')[0])
            .OrderBy(
                path => double.Parse(path.Attribute("d")!.Value[1..].Split(' ', ',')[0], System.Globalization.CultureInfo.InvariantCulture))
            .Select(path => path.Attribute("class")!.Value)];

        Assert.Equal(20, colors.Length);
        Assert.DoesNotContain(colors.Zip(colors.Skip(1)), pair => pair.First == pair.Second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(99)]
    public void ToSvg_AnyClusterCount_Draws(int count) =>
        Assert.NotNull(XDocument.Parse(new DendrogramChart { Title = "A", Tree = Samples.Tree(), ClusterCount = count }.ToSvg()).Root);

    private static XElement[] Merges(DendrogramChart chart) =>
        [.. XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").Where(path => path.Element(Svg + "title") is not null)];

    private static string[] EndNames(DendrogramChart chart) =>
    [
        .. XDocument.Parse(chart.ToSvg()).Descendants(Svg + "text")
            .Where(text => text.Attribute("class")?.Value.StartsWith("note", StringComparison.Ordinal) == true)
            .Select(text => text.Value),
    ];
}
