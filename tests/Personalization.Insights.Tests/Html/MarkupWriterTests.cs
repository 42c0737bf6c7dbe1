using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Personalization.Insights.Tests;

public sealed class MarkupWriterTests
{
    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void Text_HostileName_StaysTextInHtml(string name)
    {
        string markup = new MarkupWriter().Doctype().Open("html").Open("body").Open("p").Attribute("title", name).Text(name).Close().Close()
            .Close().ToString();

        IElement paragraph = Assert.Single(new HtmlParser().ParseDocument(markup).Body!.Children);
        Assert.Equal("P", paragraph.TagName);
        Assert.Empty(paragraph.Children);
        Assert.Equal("title", Assert.Single(paragraph.Attributes).Name);
        Assert.Equal(PlainText.Clean(name), paragraph.TextContent);
        Assert.Equal(PlainText.Clean(name), paragraph.GetAttribute("title"));
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void Text_HostileName_StaysTextInXml(string name)
    {
        string markup = new MarkupWriter().Open("svg").Open("text").Attribute("class", name).Text(name).Close().Close().ToString();

        XElement text = XDocument.Parse(markup, LoadOptions.PreserveWhitespace).Root!.Elements().Single();
        Assert.False(text.HasElements);
        Assert.Equal(PlainText.Clean(name), text.Value);
        Assert.Equal(PlainText.Clean(name), text.Attribute("class")!.Value);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("ring 💍", "ring 💍")]
    [InlineData("\u202Eevil", "\uFFFDevil")]
    [InlineData("a\r\nb", "a  b")]
    [InlineData("שלום", "שלום")]
    [InlineData(null, "")]
    public void Clean_Text_ReplacesWhatHarms(string? text, string expected) => Assert.Equal(expected, PlainText.Clean(text));

    [Fact]
    public void Clean_LoneSurrogate_IsReplaced()
    {
        // Not theory data: an attribute can't hold a lone surrogate.
        Assert.Equal("\uFFFDx", PlainText.Clean("\uD800x"));
        Assert.Equal("x\uFFFD", PlainText.Clean("x\uDC00"));
        Assert.Equal("\uFFFD\uFFFD", PlainText.Clean("\uDC00\uD800"));
    }

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("💍💍💍💍", 3, "💍💍…")]
    [InlineData("ab cd", 4, "ab…")]
    public void Shorten_LongText_CutsBetweenCharacters(string text, int length, string expected) =>
        Assert.Equal(expected, PlainText.Shorten(text, length));

    [Theory]
    [InlineData("script")]
    [InlineData("SCRIPT")]
    [InlineData("iframe")]
    [InlineData("p onload")]
    [InlineData("1p")]
    [InlineData("")]
    public void Open_NameThatIsNotAllowed_Throws(string element) =>
        Assert.Throws<ArgumentException>(() => new MarkupWriter().Open(element));

    [Theory]
    [InlineData("onload", "x")]
    [InlineData("style", "color:red")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("href", "https://example.com")]
    [InlineData("src", "data:text/html,x")]
    [InlineData("a\"b", "x")]
    public void Attribute_ThatLeadsOutOrRuns_Throws(string name, string value) =>
        Assert.Throws<ArgumentException>(() => new MarkupWriter().Open("a").Attribute(name, value));

    [Fact]
    public void Attribute_AfterContent_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Open("p").Text("x").Attribute("class", "y"));

    [Fact]
    public void ToString_OpenElement_Throws() => Assert.Throws<InvalidOperationException>(() => new MarkupWriter().Open("p").ToString());

    [Fact]
    public void StyleSheet_WithMarkupOrAddress_Throws()
    {
        Assert.Throws<ArgumentException>(() => new MarkupWriter().StyleSheet("</style>"));
        Assert.Throws<ArgumentException>(() => new MarkupWriter().StyleSheet("a{background:URL(x)}"));
    }

    [Fact]
    public void Close_EmptyElements_AreVoidInHtmlAndClosedInSvg()
    {
        string markup = new MarkupWriter().Open("div").Open("br").Close().Open("p").Close().Open("svg").Open("path").Close().Close()
            .Close().ToString();

        Assert.Equal("<div><br><p></p><svg><path/></svg></div>", markup);
    }

    [Theory]
    [InlineData(1.0051, "1.01")]
    [InlineData(-0.001, "0")]
    [InlineData(12, "12")]
    [InlineData(-3.14159, "-3.14")]
    [InlineData(1e15, "1000000000000000")]
    public void Coordinate_Number_HasAtMostTwoDecimals(double value, string expected) =>
        Assert.Equal(expected, MarkupWriter.Coordinate(value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Coordinate_NotFinite_Throws(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MarkupWriter.Coordinate(value));

    [Fact]
    public void Text_LoneSurrogateEscaped_ParsesAsXml()
    {
        XmlReaderSettings settings = new() { CheckCharacters = true };
        using XmlReader reader =
            XmlReader.Create(new StringReader(new MarkupWriter().Element("p", "\uD800\u0001\uFFFF").ToString()), settings);
        while (reader.Read()) Assert.NotEqual(XmlNodeType.None, reader.NodeType);
    }
}
