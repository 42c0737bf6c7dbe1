using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization.Insights.Tests;

public sealed class HtmlReportTests
{
    private static readonly Demonstration Small = new();

    [Fact]
    public void Save_WholeShop_WritesOneFileThatStandsAlone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "demonstration")).FullName;
        string path = Path.Combine(folder, "report.html");
        HtmlReport report = HtmlReport.Create(new Demonstration(share: 1).Input);
        report.Save(path);
        using MemoryStream stream = new();
        report.WriteTo(stream);

        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", report.ToString(), StringComparison.Ordinal);
        Assert.InRange(stream.Length, 100_000, 1_500_000);
        AssertSafe(Parse(report));
    }

    [Fact]
    public void Create_SameInput_GivesTheSameBytes() =>
        Assert.Equal(HtmlReport.Create(new Demonstration().Input).ToString(), HtmlReport.Create(Small.Input).ToString());

    [Fact]
    public void Create_Everything_HasEverySectionInOrder()
    {
        IHtmlDocument page = Parse(Small.Input);

        Assert.Equal(
            ["data-quality", "segments", "distributions", "frequency-recency", "clusters", "recommendations", "offers", "business-value"],
            SectionsOf(page));
        Assert.Equal(8, page.QuerySelectorAll("nav a").Length);
        Assert.Equal(5, page.QuerySelectorAll(".summary dt").Length);
        int segments = Small.Segments.Profiles.Count(profile => profile.Customers > 0);
        Assert.Equal((segments + 1) * 3, page.QuerySelectorAll("[aria-labelledby=distributions] svg").Length);
        Assert.Equal(segments + 1, page.QuerySelectorAll("[aria-labelledby=frequency-recency] svg").Length);
    }

    [Fact]
    public void Create_Page_HasUniqueIdsAndCaptionedTables()
    {
        IHtmlDocument page = Parse(Small.Input);
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
    public void Create_OnlyRfm_ShowsEverybodyTogether()
    {
        IHtmlDocument page = Parse(new ReportInput { Rfm = Small.Rfm });

        Assert.Equal("Personalization report", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["distributions", "frequency-recency"], SectionsOf(page));
        Assert.Equal(3, page.QuerySelectorAll("[aria-labelledby=distributions] svg").Length);
        Assert.Equal(["Customers", "Orders", "Revenue less refunds"], page.QuerySelectorAll(".tiles dt").Select(tile => tile.TextContent));
    }

    [Fact]
    public void Create_LogWithoutRefunds_DoesNotSayLessRefunds()
    {
        const string Words = "less refunds";
        ShopEvent bought = new(new CustomerId("a"), new DateTime(2024, 1, 1), EventType.Purchase) { UnitPrice = 10 };
        ShopEvent refunded = new(new CustomerId("a"), new DateTime(2024, 1, 2), EventType.Refund) { UnitPrice = 4 };

        Assert.DoesNotContain(Words, Page(bought), StringComparison.Ordinal);
        Assert.Contains(Words, Page(bought, refunded), StringComparison.Ordinal);

        static string Page(params ShopEvent[] events)
        {
            EventLog log = EventLog.From(events);
            return HtmlReport.Create(new ReportInput { Log = log, Rfm = RfmTable.From(log, cancellationToken: Cancellation) }).ToString();
        }
    }

    [Fact]
    public void Create_OnlySegments_TakesTheirMeasures()
    {
        Assert.Equal(
            ["segments", "distributions", "frequency-recency"],
            SectionsOf(Parse(new ReportInput { Segments = Small.Segments })));
    }

    [Fact]
    public void Create_NothingAtAll_IsStillAPage()
    {
        IHtmlDocument page = Parse(new ReportInput { Title = "Empty" });

        Assert.Equal("Empty", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("nav, main > section, .summary, .tiles"));
    }

    [Fact]
    public void Create_EmptyLog_IsStillAPage()
    {
        EventLog log = EventLog.From([]);
        RfmTable rfm = RfmTable.From(log);
        OfferPlan plan =
            new OfferAllocator().Allocate([], new OfferCatalogue([]), DateTimeOffset.UnixEpoch, cancellationToken: Cancellation);
        IHtmlDocument page =
            Parse(new ReportInput { Log = log, Rfm = rfm, Segments = rfm.Score().Segment(), Recommendations = [], Offers = plan });

        Assert.Equal(["offers"], SectionsOf(page));
        AssertSafe(page);
    }

    [Fact]
    public void Create_SegmentsOfAnotherTable_Throws()
    {
        ReportInput input = new() { Rfm = RfmTable.From(Small.Log, cancellationToken: Cancellation), Segments = Small.Segments };
        Assert.Contains(
            "another RfmTable", Assert.Throws<ArgumentException>(() => HtmlReport.Create(input)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Cleaning_FiguresAreThoseOfTheReport()
    {
        IHtmlDocument page = Parse(new ReportInput { Cleaning = Small.Cleaning });
        string[][] rows = RowsOf(page, "data-quality");

        Assert.Equal(["No customer", "The row names no customer.", "243,007", "243,007", "", "row 264: 489464; row 283: 489463"], rows[0]);
        Assert.Equal(["", "", "1,142"], rows[3][2..5]);
        Assert.Contains(
            "Of 1,067,370 rows read, 805,549 (75.5%) were kept and 261,821 dropped. 1,142 repairs were made.", Text(page),
                StringComparison.Ordinal);
        Assert.Contains("22,523 rows equal an earlier one in every field; none was dropped for it.", Text(page), StringComparison.Ordinal);
        Assert.Contains("“Country”", Text(page), StringComparison.Ordinal);
        Assert.Contains("unparsable", rows.Single(row => row[0] == "Rules that met no row")[1], StringComparison.Ordinal);
        Assert.Equal(Small.Cleaning.RowsDropped, Small.Cleaning.Rules.Sum(rule => rule.Dropped));
    }

    [Fact]
    public void Create_Segments_FiguresAreThoseOfTheProfiles()
    {
        string[][] tables = RowsOf(Parse(Small.Input), "segments");
        string[][] rows = tables[..(tables.Length / 2)];
        SegmentProfile[] profiles =
            [.. Small.Segments.Profiles.Where(profile => profile.Customers > 0).OrderByDescending(profile => profile.Revenue)];

        Assert.Equal(profiles.Select(profile => profile.Segment.Name), rows.Select(row => row[0]));
        Assert.Equal(
            profiles.Select(profile => profile.Customers), rows
                .Select(row => int.Parse(row[2], NumberStyles.Integer, CultureInfo.InvariantCulture)));
        Assert.Equal(
            profiles.Select(profile => "£" + profile.Revenue.ToString("N0", CultureInfo.InvariantCulture)), rows.Select(row => row[4]));
        Assert.Equal(profiles.Select(profile => profile.Segment.Action), tables[rows.Length..].Select(row => row[1]));
        Assert.Equal(Small.Rfm.Count, rows.Sum(row => int.Parse(row[2], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Create_Clusters_FiguresAreThoseOfSelectionAndProfiles()
    {
        IHtmlDocument page =
            Parse(new ReportInput { Clusters = Small.Clusters, ClusterProfiles = Small.ClusterProfiles, Currency = "GBP" });
        string[][] rows = RowsOf(page, "clusters");
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(Small.ClusterProfiles);
        ClusterProfile[] profiles = [.. Small.ClusterProfiles.OrderByDescending(profile => profile.Revenue)];

        Assert.Equal(["clusters"], SectionsOf(page));
        Assert.Equal(profiles.Select(profile => names[profile.Cluster]), rows.Select(row => row[0]));
        Assert.Equal(profiles.Select(profile => profile.Size.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row[1]));
        Assert.Equal(profiles.Select(profile => profile.Summary), rows.Select(row => row[^1]), StringComparer.OrdinalIgnoreCase);
        Assert.Contains(Small.Clusters.Reason, Text(page), StringComparison.Ordinal);
        Assert.Equal(
            ["Elbow", "Silhouette", "Davies–Bouldin"],
            page.QuerySelectorAll("[aria-labelledby=clusters] svg > title").Take(3).Select(title => title.TextContent));
        Assert.Contains($"recommended: {Small.Clusters.RecommendedClusterCount}", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TooFewClusterNames_Throws()
    {
        ReportInput input = new() { ClusterProfiles = Small.ClusterProfiles, ClusterNames = ["one"] };
        Assert.Contains("1 names for", Assert.Throws<ArgumentException>(() => HtmlReport.Create(input)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Bubbles_ShowEachCustomerOnceUnlessSampled()
    {
        IHtmlDocument page = Parse(Small.Input);
        int drawn = page.QuerySelectorAll("[aria-labelledby=frequency-recency] circle.bubble").Length;

        Assert.Equal(Small.Segments.Profiles.Sum(profile => Math.Min(300, profile.Customers)), drawn);
    }

    [Theory]
    [InlineData(BudgetBasis.WorstCase, "if everybody redeems", "latter")]
    [InlineData(BudgetBasis.Expected, "as expected", "former")]
    public void Create_Offers_FiguresAreThoseOfThePlan(BudgetBasis basis, string words, string summary)
    {
        OfferPlan plan = Small.Plan(basis, 300m);
        IHtmlDocument page = Parse(Small.Input with { Offers = plan });
        string[][] rows = RowsOf(page, "offers");
        OfferPlanGroup[] groups =
        [
            .. plan.ByOffer.OrderByDescending(group => group.ExpectedNet),
            .. plan.BySegment.OrderByDescending(group => group.ExpectedNet).ThenBy(group => group.Name, StringComparer.Ordinal),
        ];

        Assert.Equal(groups.Length, rows.Length);
        Assert.Equal(groups.Select(group => group.Customers.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row[1]));
        Assert.Equal(groups.Select(group => group.Offers.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row[^5]));
        Assert.Equal(groups.Select(group => Money(group.ExpectedCost)), rows.Select(row => row[^4]));
        Assert.Equal(groups.Select(group => Money(group.WorstCaseCost)), rows.Select(row => row[^3]));
        Assert.Equal(groups.Select(group => Money(group.ExpectedNet)), rows.Select(row => row[^1]));
        Assert.Contains($"{Money(plan.BudgetUsed)} of £300, {words}", Text(page), StringComparison.Ordinal);
        Assert.Contains($"limits the {summary}", page.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Offers_ShowsDecisionsWithTheirReasons()
    {
        IHtmlDocument page = Parse(Small.Input);
        IElement[] cards = [.. page.QuerySelectorAll("[aria-labelledby=offers] article")];

        Assert.NotEmpty(cards);
        Assert.All(cards, card =>
        {
            OfferDecision decision = Small.Offers.Find(new CustomerId(card.QuerySelector("h3")!.TextContent))!;
            Assert.Equal(decision.Offer?.Name ?? "No offer", card.QuerySelector(".item")!.TextContent);
            Assert.Equal(decision.Reasons[0], card.QuerySelector(".reason")!.TextContent);
        });
    }

    [Fact]
    public void Create_Recommendations_ShowTheHighestSpenderOfEachSegment()
    {
        IHtmlDocument page = Parse(Small.Input);
        IElement[] cards = [.. page.QuerySelectorAll("[aria-labelledby=recommendations] article")];

        HashSet<CustomerId> filled = [.. Small.Recommendations.Where(list => list.Recommendations.Count > 0).Select(list => list.Customer)];

        Assert.Equal(Small.Segments.Profiles.Count(profile => profile.Customers > 0), cards.Length);
        Assert.All(cards, card =>
        {
            CustomerId customer = new(card.QuerySelector("h3")!.TextContent);
            Segment segment = Small.Segments[customer];
            Assert.Equal(segment.Name, card.QuerySelector(".tag")!.TextContent);
            Assert.Equal(
                Small.Segments.CustomersOf(segment.Name).Where(filled.Contains).Max(other => Small.Rfm[other].Monetary),
                Small.Rfm[customer].Monetary);
            Recommendation first = Small.Recommendations.First(list => list.Customer == customer).Recommendations[0];
            Assert.Equal(Small.Log.Items.Find(first.Item)!.Title, card.QuerySelector(".item")!.TextContent);
        });
    }

    [Fact]
    public void Create_RecommendationsAlone_ShowsIdsAndReasons()
    {
        CustomerRecommendations list = new(
            new CustomerId("c1"),
            [new(new ItemId("i1"), 2) { BecauseOf = [new ItemId("i7"), new ItemId("i8")] },
                new(new ItemId("i2"), 1, RecommendationSource.Popular)]);
        IHtmlDocument page = Parse(new ReportInput { Recommendations = [new(new CustomerId("c0"), []), list] });

        Assert.Equal(["c1"], page.QuerySelectorAll("article h3").Select(card => card.TextContent));
        Assert.Equal(["i1", "i2"], page.QuerySelectorAll("article .item").Select(item => item.TextContent));
        Assert.Equal(
            ["Because of i7 and i8", "Popular with all customers"], page.QuerySelectorAll("article .reason")
                .Select(item => item.TextContent));
    }

    [Fact]
    public void Create_RecommendedBefore_DoesNotSayNever()
    {
        const string Claim = "items that they have not bought before";
        CustomerId customer = Small.Rfm.Customers[0];
        ItemId bought = Small.Log.EventsOf(customer)[0].Item;
        ReportInput input =
            new() { Log = Small.Log, Recommendations = [new CustomerRecommendations(customer, [new Recommendation(bought, 1)])] };

        Assert.DoesNotContain(Claim, HtmlReport.Create(input).ToString(), StringComparison.Ordinal);
        Assert.Contains(Claim, HtmlReport.Create(Small.Input).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_BusinessValue_WritesEachUnitAsItIs()
    {
        string[][] rows = RowsOf(Parse(new ReportInput { BusinessValue = BookShopExample.Report, Currency = "USD" }), "business-value");

        Assert.Equal(BookShopExample.Report.Lines.Select(line => line.Name), rows.Select(row => row[0]));
        Assert.Equal("$28,246.40", Row("target_uplift")[1]);
        Assert.EndsWith("%", Row("target_share")[2], StringComparison.Ordinal);
        Assert.Equal("–", Row("conversion_lift_of_others")[1]);

        string[] Row(string key) => rows.Single(row => row[0] == BookShopExample.Report[key].Name);
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void Create_HostileNames_StayText(string name)
    {
        IHtmlDocument usual = Parse(new Demonstration("usual name", share: 80).Input);
        IHtmlDocument hostile = Parse(new Demonstration(name, share: 80).Input with { Title = name, Generated = name });

        Assert.Equal(usual.All.Length, hostile.All.Length);
        AssertSafe(hostile);
        AssertSafe(Parse(Small.Input with { Currency = name }));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IHtmlDocument Parse(ReportInput input) => Parse(HtmlReport.Create(input));

    private static IHtmlDocument Parse(HtmlReport report) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(report.ToString());

    private static IEnumerable<string?> SectionsOf(IHtmlDocument page) =>
        page.QuerySelectorAll("main > section > h2").Select(heading => heading.Id);

    private static string[][] RowsOf(IHtmlDocument page, string section) =>
        [.. page.QuerySelectorAll($"[aria-labelledby={section}] tbody tr")
            .Select(row => row.Children.Select(cell => cell.TextContent).ToArray())];

    private static string Text(IHtmlDocument page) => page.Body!.TextContent;

    private static string Money(decimal amount) =>
        (amount < 0 ? "−£" : "£") + Math.Abs(amount).ToString("N2", CultureInfo.InvariantCulture);

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
        Assert.Contains(
            "default-src 'none'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!,
                StringComparison.Ordinal);
    }
}
