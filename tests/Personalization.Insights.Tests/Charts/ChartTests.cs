using System.Globalization;
using System.Xml.Linq;

namespace Personalization.Insights.Tests;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds { get; } = [.. Samples.All("x").Select(chart => chart.GetType().Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToSvg_EveryChart_IsAccessibleAndWithinItsBox(string kind)
    {
        Chart chart = Samples.All("Champions").Single(chart => chart.GetType().Name == kind);
        XElement svg = XDocument.Parse(chart.ToSvg()).Root!;

        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal("Champions", svg.Element(Svg + "title")!.Value);
        Assert.NotEmpty(svg.Element(Svg + "desc")!.Value);
        Assert.Equal(
            svg.Attribute("aria-labelledby")!.Value,
            $"{svg.Element(Svg + "title")!.Attribute("id")!.Value} {svg.Element(Svg + "desc")!.Attribute("id")!.Value}");
        Assert.All(Numbers(svg, "x", "cx", "x1", "width"), value => Assert.InRange(value, -1, chart.Width + 1));
        Assert.All(Numbers(svg, "y", "cy", "height"), value => Assert.InRange(value, -1, chart.DrawnHeight + 1));
    }

    /// <summary>3 × 2 units in a box of 344 across: the width decides the scale, and both directions have the same.</summary>
    [Fact]
    public void ToSvg_Scatter_BothDirectionsHaveOneScale()
    {
        XElement svg = XDocument.Parse(Samples.Scatter("A").ToSvg()).Root!;
        double[][] places =
        [
            .. svg.Descendants(Svg + "path").SelectMany(path => path.Attribute("d")!.Value.Split('M').Skip(1))
                .Select(place => place.Split('h')[0].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()),
        ];

        Assert.Equal(3, places.Length);
        double across = places[1][0] - places[0][0], up = places[0][1] - places[1][1];
        Assert.Equal(3, across / up, .02);
        Assert.Equal(2, (places[0][1] - places[2][1]) / up, .02);
    }

    [Fact]
    public void ToSvg_HeatGridOfLongNames_ColumnsStandUprightAndRowsHaveRoom()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"a long name {i}")];
        XElement svg = XDocument.Parse((Samples.Heat("A") with
        {
            Rows = names,
            Columns = names,
            Values = [.. Enumerable.Range(0, 64).Select(i => (double)i)],
            Notes = [],
        }).ToSvg()).Root!;

        Assert.Equal(8, svg.Descendants(Svg + "text").Count(text => text.Attribute("transform") is not null));
        Assert.All(Numbers(svg, "x"), value => Assert.True(value == 0 || value > TextWidth.Of(names[0], 11.5), $"{value}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToSvg_SameChart_GivesTheSameText(string kind)
    {
        string first = Samples.All("A").Single(chart => chart.GetType().Name == kind).ToSvg();
        string second = Samples.All("A").Single(chart => chart.GetType().Name == kind).ToSvg();

        Assert.Equal(first, second);
        Assert.DoesNotContain("NaN", first, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", first, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void ToSvg_HostileName_StaysText(string name)
    {
        int[] elements = [.. Samples.All("plain").Select(chart => XDocument.Parse(chart.ToSvg()).Descendants().Count())];
        Chart[] hostile = [.. Samples.All(name)];

        for (int i = 0; i < hostile.Length; i++)
        {
            XDocument svg = XDocument.Parse(hostile[i].ToSvg());
            Assert.Equal(elements[i], svg.Descendants().Count());
            Assert.DoesNotContain(
                svg.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.Equal(PlainText.Clean(name), svg.Root!.Element(Svg + "title")!.Value);
        }
    }

    [Fact]
    public void BubbleChart_OrderOfPoints_DoesNotShow()
    {
        Bubble[] bubbles = [.. Enumerable.Range(0, 900).Select(i => new Bubble((i * 37) % 365, 1 + (i % 9), (i * 131) % 977, $"c{i}"))];
        BubbleChart chart = Samples.Bubbles("A") with { Bubbles = bubbles };

        Assert.Equal(chart.ToSvg(), (chart with { Bubbles = [.. bubbles.Reverse()] }).ToSvg());
    }

    [Fact]
    public void BubbleChart_TooManyOrNotFinite_SaysSo()
    {
        Bubble[] bubbles =
            [.. Enumerable.Range(0, 900).Select(i => new Bubble(i, 1, i)), new(double.NaN, 1, 1), new(1, 0, 1),
                new(1, 1, double.PositiveInfinity)];
        string svg = (Samples.Bubbles("A") with { Bubbles = bubbles, MaximumBubbles = 100, ShowSizeLegend = false }).ToSvg();

        Assert.Equal(100, XDocument.Parse(svg).Descendants(Svg + "circle").Count());
        Assert.Contains("A sample of 100 of 900", svg, StringComparison.Ordinal);
        Assert.Contains("Left out: 3", svg, StringComparison.Ordinal);
        Assert.Contains("899", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void BubbleSize_Area_GrowsWithTheValue()
    {
        BubbleSize size = new("Monetary", 400) { MaximumRadius = 20 };

        Assert.Equal(20, size.Radius(400));
        Assert.Equal(10, size.Radius(100));
        Assert.Equal(20, size.Radius(1e9));
        Assert.Equal(1.6, size.Radius(0));
    }

    [Fact]
    public void LineChart_ValueThatIsNotFinite_LeavesAGap()
    {
        LineChart chart = Samples.Line("A") with { Series = [new("s", [new(2, 5), new(3, double.NaN), new(4, 3), new(5, 2)])] };
        XElement line = XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").Single(path => path.Attribute("class")!.Value == "l1");

        Assert.Equal(2, line.Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Contains("Left out: 1", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(900, true)]
    [InlineData(300, false)]
    public void LineChart_LongNames_AreCutOnlyWhereThereIsNoRoom(int width, bool full)
    {
        const string name = "a name of several words, longer than usual";
        LineChart chart =
            Samples.Line("A") with { Width = width, Series = [new(name, [new(2, 5), new(3, 4)]), new("b", [new(2, 3), new(3, 4)])] };

        Assert.Equal(full, XDocument.Parse(chart.ToSvg()).Descendants(Svg + "text").Any(text => text.Value == name));
    }

    [Fact]
    public void BarChart_Lengths_AreInProportion()
    {
        BarChart chart = new() { Title = "A", Bars = [new("a", 100), new("b", 50), new("c", double.NaN)], Value = new Axis("v") };
        double[] lengths = [.. Numbers(XDocument.Parse(chart.ToSvg()).Root!, "width").Skip(1).Where(width => width != 10)];

        Assert.Equal(lengths[0] / 2, lengths[1], 1);
        Assert.Contains("n/a", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void MeterChart_MoreThanTheWhole_StaysInItsBox()
    {
        MeterChart chart = new() { Title = "A", Parts = [new("a", 80), new("b", 60)], Whole = 100 };

        Assert.All(Numbers(XDocument.Parse(chart.ToSvg()).Root!, "x", "width"), value => Assert.InRange(value, 0, chart.Width));
    }

    [Fact]
    public void HeatGrid_WrongNumberOfValues_Throws() =>
        Assert.Throws<InvalidOperationException>(() => (Samples.Heat("A") with { Values = [1, 2, 3] }).ToSvg());

    [Fact]
    public void Charts_WithoutData_StillDraw()
    {
        Chart[] empty =
        [
            Samples.Bubbles("A") with { Bubbles = [] },
            Samples.Line("A") with { Series = [] },
            Samples.Line("A") with { Series = [new("s", [])] },
            new BoxChart { Title = "A", Boxes = [], Value = new Axis("v") },
            new BarChart { Title = "A", Bars = [], Value = new Axis("v") },
            new MeterChart { Title = "A", Parts = [], Whole = 1 },
            new Sparkline { Title = "A", Values = [] },
            new HistogramChart { Title = "A", Values = DensityHistogram.From([], 0, 1), X = new Axis("v") },
        ];

        Assert.All(empty, chart => Assert.NotNull(XDocument.Parse(chart.ToSvg()).Root));
    }

    [Fact]
    public void Title_Blank_Throws() => Assert.Throws<ArgumentException>(() => new Sparkline { Title = " ", Values = [] });

    private static IEnumerable<double> Numbers(XElement svg, params string[] names) =>
        svg.DescendantsAndSelf().Attributes().Where(attribute => names.Contains(attribute.Name.LocalName))
            .Select(attribute => double.Parse(attribute.Value, CultureInfo.InvariantCulture));
}
