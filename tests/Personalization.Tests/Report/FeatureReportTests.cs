using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;
using Personalization.Insights.Tests;
using Personalization.Recommendations;
using Personalization.Rfm;
using Personalization.TestKit;
using static Personalization.Insights.Tests.PageReading;

namespace Personalization.Tests;

/// <summary>What the report tells of each feature: the figures are those of the tables.</summary>
public sealed class FeatureReportTests
{
    private static readonly Demonstration Small = new();

    [Fact]
    public void Save_WholeShop_WritesOneFileThatStandsAlone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "demonstration")).FullName;
        string path = Path.Combine(folder, "report.html");
        HtmlReport report = new Demonstration(share: 1).Report();
        report.Save(path);
        using MemoryStream stream = new();
        report.WriteTo(stream);

        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", report.ToString(), StringComparison.Ordinal);
        Assert.InRange(stream.Length, 100_000, 1_500_000);
        AssertSafe(Parse(report));
    }

    [Fact]
    public void Add_SameInput_GivesTheSameBytes() =>
        Assert.Equal(new Demonstration().Report().ToString(), Small.Report().ToString());

    [Fact]
    public void Add_Everything_HasEverySectionInOrder()
    {
        IHtmlDocument page = Parse(Small.Report());

        Assert.Equal(
            ["data-quality", "segments", "distributions", "frequency-recency", "clusters", "recommendations", "offers", "business-value"],
            SectionsOf(page));
        Assert.Equal(8, page.QuerySelectorAll("nav a").Length);
        Assert.Equal(
            ["What was read", "Who the customers are", "What to offer", "What it costs", "What it returns"], Texts(page, ".summary dt"));
        Assert.Equal(["Customers", "Orders", "Revenue", "Rows kept", "Budget used", "Expected net value"], Texts(page, ".tiles dt"));
        Assert.StartsWith(
            "1,067,370 rows, of which 805,549 (75.5%) could be used. ", Texts(page, ".summary dd")[0], StringComparison.Ordinal);
        int segments = Small.Segments.Profiles.Count(profile => profile.Customers > 0);
        Assert.Equal((segments + 1) * 3, page.QuerySelectorAll("[aria-labelledby=distributions] svg").Length);
        Assert.Equal(segments + 1, page.QuerySelectorAll("[aria-labelledby=frequency-recency] svg").Length);
    }

    [Fact]
    public void Add_Page_HasUniqueIdsAndCaptionedTables() => AssertLinked(Parse(Small.Report()));

    [Fact]
    public void Add_OnlyRfm_ShowsEverybodyTogether()
    {
        IHtmlDocument page = Page(report => RfmReport.Add(report, RfmGroups.From(Small.Rfm)!));

        Assert.Equal("Personalization report", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["distributions", "frequency-recency"], SectionsOf(page));
        Assert.Equal(3, page.QuerySelectorAll("[aria-labelledby=distributions] svg").Length);
        Assert.Equal(["Customers", "Orders", "Revenue less refunds"], page.QuerySelectorAll(".tiles dt").Select(tile => tile.TextContent));
    }

    [Fact]
    public void Add_LogWithoutRefunds_DoesNotSayLessRefunds()
    {
        const string Words = "less refunds";
        ShopEvent bought = new(new CustomerId("a"), new DateTime(2024, 1, 1), EventType.Purchase) { UnitPrice = 10 };
        ShopEvent refunded = new(new CustomerId("a"), new DateTime(2024, 1, 2), EventType.Refund) { UnitPrice = 4 };

        Assert.DoesNotContain(Words, Told(bought), StringComparison.Ordinal);
        Assert.Contains(Words, Told(bought, refunded), StringComparison.Ordinal);

        static string Told(params ShopEvent[] events)
        {
            EventLog log = EventLog.From(events);
            RfmGroups groups = RfmGroups.From(RfmTable.From(log, cancellationToken: Cancellation), log: log)!;
            return Page(report => RfmReport.Add(report, groups)).DocumentElement.OuterHtml;
        }
    }

    [Fact]
    public void Add_OnlySegments_TakesTheirMeasures()
    {
        Assert.Equal(
            ["segments", "distributions", "frequency-recency"],
            SectionsOf(Page(report => SegmentsReport.Add(report, RfmGroups.From(Small.Rfm, Small.Segments)!))));
    }

    [Fact]
    public void Add_EmptyLog_IsStillAPage()
    {
        EventLog log = EventLog.From([]);
        RfmTable rfm = RfmTable.From(log);
        OfferPlan plan =
            new OfferAllocator().Allocate(
                rfm.ToCustomerTable(), new OfferCatalogue([]), DateTimeOffset.UnixEpoch, cancellationToken: Cancellation);
        Assert.Null(RfmGroups.From(rfm, rfm.Score().Segment(), log));
        IHtmlDocument page = Page(report =>
        {
            ReadReport.Add(report, null, log);
            RecommendationsReport.Add(report, [], log, null);
            OffersReport.Add(report, plan, null);
        });

        Assert.Equal(["offers"], SectionsOf(page));
        AssertSafe(page);
    }

    [Fact]
    public void Add_SegmentsOfAnotherTable_Throws()
    {
        RfmTable other = RfmTable.From(Small.Log, cancellationToken: Cancellation);
        Assert.Contains(
            "another RfmTable", Assert.Throws<ArgumentException>(() => RfmGroups.From(other, Small.Segments)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Cleaning_FiguresAreThoseOfTheReport()
    {
        IHtmlDocument page = Page(report => ReadReport.Add(report, Small.Cleaning, EventLog.From([])));
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
    public void Add_Segments_FiguresAreThoseOfTheProfiles()
    {
        string[][] tables = RowsOf(Parse(Small.Report()), "segments");
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
    public void Add_Clusters_FiguresAreThoseOfSelectionAndProfiles()
    {
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(Small.ClusterProfiles);
        IHtmlDocument page = Page(report => ClustersReport.Add(report, Small.Clusters, Small.ClusterProfiles, names), "GBP");
        string[][] rows = RowsOf(page, "clusters");
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
    public void Add_TooFewClusterNames_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => ClustersReport.Add(new ReportBuilder(), Small.Clusters, Small.ClusterProfiles, ["one"]));

        Assert.Contains("1 names for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Bubbles_ShowEachCustomerOnceUnlessSampled()
    {
        IHtmlDocument page = Parse(Small.Report());
        int drawn = page.QuerySelectorAll("[aria-labelledby=frequency-recency] circle.bubble").Length;

        Assert.Equal(Small.Segments.Profiles.Sum(profile => Math.Min(300, profile.Customers)), drawn);
    }

    [Theory]
    [InlineData(BudgetBasis.WorstCase, "if everybody redeems", "latter")]
    [InlineData(BudgetBasis.Expected, "as expected", "former")]
    public void Add_Offers_FiguresAreThoseOfThePlan(BudgetBasis basis, string words, string summary)
    {
        OfferPlan plan = Small.Plan(basis, 300m);
        IHtmlDocument page = Parse(Small.Report(offers: plan));
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
    public void Add_Offers_ShowsDecisionsWithTheirReasons()
    {
        IHtmlDocument page = Parse(Small.Report());
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
    public void Add_Recommendations_ShowTheHighestSpenderOfEachSegment()
    {
        IHtmlDocument page = Parse(Small.Report());
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
    public void Add_RecommendationsAlone_ShowsIdsAndReasons()
    {
        CustomerRecommendations list = new(
            new CustomerId("c1"),
            [new(new ItemId("i1"), 2) { BecauseOf = [new ItemId("i7"), new ItemId("i8")] },
                new(new ItemId("i2"), 1, RecommendationSource.Popular)]);
        IHtmlDocument page = Page(report =>
            RecommendationsReport.Add(report, [new(new CustomerId("c0"), []), list], EventLog.From([]), null));

        Assert.Equal(["c1"], page.QuerySelectorAll("article h3").Select(card => card.TextContent));
        Assert.Equal(["i1", "i2"], page.QuerySelectorAll("article .item").Select(item => item.TextContent));
        Assert.Equal(
            ["Because of i7 and i8", "Popular with all customers"], page.QuerySelectorAll("article .reason")
                .Select(item => item.TextContent));
    }

    [Fact]
    public void Add_RecommendedBefore_DoesNotSayNever()
    {
        const string Claim = "items that they have not bought before";
        CustomerId customer = Small.Rfm.Customers[0];
        ItemId bought = Small.Log.EventsOf(customer)[0].Item;
        CustomerRecommendations list = new(customer, [new Recommendation(bought, 1)]);

        Assert.DoesNotContain(
            Claim, Text(Page(report => RecommendationsReport.Add(report, [list], Small.Log, null))), StringComparison.Ordinal);
        Assert.Contains(Claim, Small.Report().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_BusinessValue_WritesEachUnitAsItIs()
    {
        string[][] rows = RowsOf(
            Page(report => BusinessValueSection.Add(report, BookShopExample.Report), "USD"), "business-value");

        Assert.Equal(BookShopExample.Report.Lines.Select(line => line.Name), rows.Select(row => row[0]));
        Assert.Equal("$28,246.40", Row("target_uplift")[1]);
        Assert.EndsWith("%", Row("target_share")[2], StringComparison.Ordinal);
        Assert.Equal("–", Row("conversion_lift_of_others")[1]);

        string[] Row(string key) => rows.Single(row => row[0] == BookShopExample.Report[key].Name);
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void Add_HostileNames_StayText(string name)
    {
        IHtmlDocument usual = Parse(new Demonstration("usual name", share: 80).Report());
        IHtmlDocument hostile = Parse(new Demonstration(name, share: 80).Report(title: name, generated: name));

        Assert.Equal(usual.All.Length, hostile.All.Length);
        AssertSafe(hostile);
        AssertSafe(Parse(Small.Report(currency: name)));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A page of what some features tell.</summary>
    private static IHtmlDocument Page(Action<ReportBuilder> add, string currency = "")
    {
        ReportBuilder report = new() { Money = ValueFormat.Currency(currency) };
        add(report);
        return Parse(report.Build());
    }

    private static string Money(decimal amount) =>
        (amount < 0 ? "−£" : "£") + Math.Abs(amount).ToString("N2", CultureInfo.InvariantCulture);
}
