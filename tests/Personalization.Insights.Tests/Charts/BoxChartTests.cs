using System.Globalization;
using System.Xml.Linq;

namespace Personalization.Insights.Tests;

public sealed class BoxChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Quartiles 3 and 7 of 1 … 8, 30: fences at −3 and 13, so 30 alone is beyond the whisker at 8.</summary>
    [Fact]
    public void From_ByHand_QuartilesWhiskersAndOutliers() => Assert.Equal(
        new Box("A", 9, 1, 1, 3, 5, 7, 8, 30, 1), Box.From("A", [30, 1, 8, 2, 7, double.NaN, 3, 6, 4, 5]));

    [Fact]
    public void From_OneValueOrAllAlike_IsALine()
    {
        Assert.Equal(new Box("A", 1, 5, 5, 5, 5, 5, 5, 5, 0), Box.From("A", [5]));
        Assert.Equal(new Box("A", 3, 5, 5, 5, 5, 5, 5, 5, 0), Box.From("A", [5, 5, 5]));
    }

    [Fact]
    public void From_NothingFinite_IsRefused() =>
        Assert.Contains("'A'", Assert.Throws<ArgumentException>(() => Box.From("A", [double.NaN])).Message, StringComparison.Ordinal);

    /// <summary>On one axis from 0 to 40 the boxes of 10 … 20 and 20 … 40 meet, and the second is twice as wide.</summary>
    [Fact]
    public void ToSvg_TwoBoxes_StandOnOneAxis()
    {
        XElement[] boxes = Boxes(new BoxChart
        {
            Title = "A",
            Value = new Axis("v") { Minimum = 0, Maximum = 40 },
            Boxes = [new("a", 9, 0, 0, 10, 15, 20, 30, 40, 1), new("b", 9, 0, 10, 20, 30, 40, 40, 40, 0)],
        });

        Assert.Equal(Number(boxes[0], "x") + Number(boxes[0], "width"), Number(boxes[1], "x"), .02);
        Assert.Equal(2 * Number(boxes[0], "width"), Number(boxes[1], "width"), .02);
        Assert.Equal(BoxRenderer.RowHeight, Number(boxes[1], "y") - Number(boxes[0], "y"), .02);
        Assert.Equal(
            "a: median 15, half from 10 to 20, of 9; 1 beyond the whiskers, to 40", boxes[0].Parent!.Element(Svg + "title")!.Value);
    }

    /// <summary>Zero has no place on a logarithmic axis; long names leave room for the boxes on the narrowest chart.</summary>
    [Fact]
    public void ToSvg_LogarithmicWithZerosOnAPhone_StaysWithinItsBox()
    {
        BoxChart chart = new()
        {
            Title = "A",
            Width = 160,
            Value = new Axis("Days") { Logarithmic = true },
            Boxes = [Box.From(new string('w', 80), [0, 0, 0, 10, 1000]), Box.From("b", [.5, 1, 2])],
        };
        string svg = chart.ToSvg();

        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.All(Boxes(chart), box => Assert.InRange(Number(box, "x"), 0, 160 - Number(box, "width")));
        Assert.All(Boxes(chart), box => Assert.True(Number(box, "x") <= .42 * 160 || Number(box, "width") >= 1));
    }

    private static XElement[] Boxes(BoxChart chart) => [.. XDocument.Parse(chart.ToSvg()).Descendants(Svg + "rect")];

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
