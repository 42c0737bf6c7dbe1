using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Personalization.Insights.Tests;

public sealed class HtmlReportTests
{
    [Fact]
    public void Save_Demonstration_WritesOneFileThatStandsAlone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "demonstration")).FullName;
        string path = Path.Combine(folder, "report.html");
        HtmlReport report = HtmlReport.From(Demonstration.Facts());
        report.Save(path);
        using MemoryStream stream = new();
        report.WriteTo(stream);

        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", report.ToString(), StringComparison.Ordinal);
        Assert.InRange(stream.Length, 100_000, 1_500_000);
        AssertSafe(Parse(report));
    }

    [Fact]
    public void From_SameFacts_GivesTheSameBytes() =>
        Assert.Equal(HtmlReport.From(Demonstration.Facts()).ToString(), HtmlReport.From(Demonstration.Facts()).ToString());

    [Fact]
    public void From_AllFacts_HasEverySectionInOrder()
    {
        IHtmlDocument page = Parse(HtmlReport.From(Demonstration.Facts()));

        Assert.Equal(
            ["data-quality", "segments", "distributions", "frequency-recency", "clusters", "recommendations", "offers", "business-value"],
            page.QuerySelectorAll("main > section > h2").Select(heading => heading.Id));
        Assert.Equal(8, page.QuerySelectorAll("nav a").Length);
        Assert.Equal(5, page.QuerySelectorAll(".summary dt").Length);
        Assert.Equal(30, page.QuerySelectorAll("[aria-labelledby=distributions] svg").Length);
        Assert.Equal(11, page.QuerySelectorAll("[aria-labelledby=frequency-recency] svg").Length);
    }

    [Fact]
    public void From_Page_HasUniqueIdsAndCaptionedTables()
    {
        IHtmlDocument page = Parse(HtmlReport.From(Demonstration.Facts()));
        string[] ids = [.. page.All.Where(element => element.HasAttribute("id")).Select(element => element.Id!)];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (IElement labelled in page.QuerySelectorAll("[aria-labelledby]"))
            Assert.All(labelled.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotNull(page.GetElementById(id)));
        Assert.All(page.QuerySelectorAll("nav a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("tr").Where(row => row.Closest("tbody") is not null), row =>
            Assert.Equal(row.Closest("table")!.QuerySelectorAll("thead th").Length, row.Children.Length));
    }

    [Fact]
    public void From_OnlyRfm_LeavesOtherSectionsOut()
    {
        ReportFacts facts = new() { Title = "Only RFM", Rfm = Demonstration.Facts().Rfm };
        IHtmlDocument page = Parse(HtmlReport.From(facts));

        Assert.Equal(["segments", "distributions", "frequency-recency"], page.QuerySelectorAll("main > section > h2").Select(heading => heading.Id));
        Assert.Empty(page.QuerySelectorAll(".tiles"));
    }

    [Fact]
    public void From_NothingAtAll_IsStillAPage()
    {
        IHtmlDocument page = Parse(HtmlReport.From(new ReportFacts { Title = "Empty" }));

        Assert.Equal("Empty", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("nav, main > section, .summary"));
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void From_HostileNames_StayText(string name)
    {
        IHtmlDocument usual = Parse(HtmlReport.From(Demonstration.Facts("usual name", share: 40)));
        IHtmlDocument hostile = Parse(HtmlReport.From(Demonstration.Facts(name, share: 40)));

        Assert.Equal(usual.All.Length, hostile.All.Length);
        AssertSafe(hostile);
    }

    private static IHtmlDocument Parse(HtmlReport report) => new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(report.ToString());

    private static void AssertSafe(IHtmlDocument page)
    {
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, link, img, base, form"));
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute =>
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
            Assert.NotEqual("style", attribute.Name);
            if (attribute.Name is "href" or "src") Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        });
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!, StringComparison.Ordinal);
    }
}
