using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Personalization.Insights.Tests;

/// <summary>Reads a report's page as a browser does. Compiled into every test project that looks at pages.</summary>
internal static class PageReading
{
    public static IHtmlDocument Parse(HtmlReport report) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(report.ToString());

    public static IEnumerable<string?> SectionsOf(IHtmlDocument page) =>
        page.QuerySelectorAll("main > section > h2").Select(heading => heading.Id);

    public static string[][] RowsOf(IHtmlDocument page, string section) =>
        [.. page.QuerySelectorAll($"[aria-labelledby={section}] tbody tr")
            .Select(row => row.Children.Select(cell => cell.TextContent).ToArray())];

    public static string[] Texts(IHtmlDocument page, string selector) =>
        [.. page.QuerySelectorAll(selector).Select(element => element.TextContent)];

    public static string Text(IHtmlDocument page) => page.Body!.TextContent;

    /// <summary>Every id is there once, and what links or labels by id finds it.</summary>
    public static void AssertLinked(IHtmlDocument page)
    {
        string[] ids = [.. page.All.Where(element => element.HasAttribute("id")).Select(element => element.Id!)];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        foreach (IElement labelled in page.QuerySelectorAll("[aria-labelledby]"))
            Assert.All(labelled.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotNull(page.GetElementById(id)));
        Assert.All(page.QuerySelectorAll("nav a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("tr").Where(row => row.Closest("tbody") is not null), row =>
            Assert.Equal(row.Closest("table")!.QuerySelectorAll("thead th").Length, row.Children.Length));
    }

    /// <summary>Nothing runs, nothing is loaded, nothing leads out.</summary>
    public static void AssertSafe(IHtmlDocument page)
    {
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, link, img, base, form"));
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute =>
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
            Assert.NotEqual("style", attribute.Name);
            if (attribute.Name is "href" or "src") Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        });
        Assert.Contains(
            "default-src 'none'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!,
                StringComparison.Ordinal);
    }
}
