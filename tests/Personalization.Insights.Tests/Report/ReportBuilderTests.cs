using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using static Personalization.Insights.Tests.PageReading;

namespace Personalization.Insights.Tests;

public sealed class ReportBuilderTests
{
    [Fact]
    public void Build_NothingAtAll_IsStillAPage()
    {
        IHtmlDocument page = Parse(new ReportBuilder("Empty").Build());

        Assert.Equal("Empty", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("nav, main > section, .summary, .tiles, .subtitle"));
        AssertSafe(page);
    }

    [Fact]
    public void Constructor_WithoutATitle_HasTheUsualOne()
    {
        Assert.Equal("Personalization report", Parse(new ReportBuilder().Build()).QuerySelector("h1")!.TextContent);
        Assert.Throws<ArgumentException>(() => new ReportBuilder(" "));
    }

    [Fact]
    public void Build_SameCalls_GiveTheSameBytes()
    {
        ReportBuilder report = Everything("A");

        Assert.Equal(report.Build().ToString(), report.Build().ToString());
        Assert.Equal(report.Build().ToString(), Everything("A").Build().ToString());
    }

    [Fact]
    public void Save_Report_IsWhatWriteToWrites()
    {
        HtmlReport report = Everything("A").Build();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            report.Save(path);
            using MemoryStream stream = new();
            report.WriteTo(stream);

            Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
            Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", report.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AddTile_Ranks_StandInTheirOrderAndEqualOnesInThatOfAdding()
    {
        ReportBuilder report = new();
        report.AddTile(new ReportTile("kept", "1"), rank: 1);
        report.AddTile(new ReportTile("customers", "2", "of 3"));
        report.AddTile(new ReportTile("budget", "3"), rank: 1);
        report.AddTile(new ReportTile("orders", "4"));
        report.AddTile(new ReportTile("first", "5"), rank: -1);
        IHtmlDocument page = Parse(report.Build());

        Assert.Equal(["first", "customers", "orders", "kept", "budget"], Texts(page, ".tiles dt"));
        Assert.Equal(["5", "2", "4", "1", "3"], Texts(page, ".tiles .value"));
        Assert.Equal(["of 3"], Texts(page, ".tiles .note"));
    }

    [Fact]
    public void AddSummary_SameQuestion_JoinsItsSentences()
    {
        ReportBuilder report = new();
        report.AddSummary("Who?", "Anna.");
        report.AddSummary("What?", "A ring.");
        report.AddSummary("Who?", "Berta.");
        IHtmlDocument page = Parse(report.Build());

        Assert.Equal(["Who?", "What?"], Texts(page, ".summary dt"));
        Assert.Equal(["Anna. Berta.", "A ring."], Texts(page, ".summary dd"));
        Assert.Throws<ArgumentException>(() => report.AddSummary("", "Anna."));
        Assert.Throws<ArgumentException>(() => report.AddSummary("Who?", " "));
    }

    [Fact]
    public void AddSubtitle_Parts_StandBesideEachOther()
    {
        ReportBuilder report = new() { Generated = "Made by hand." };
        report.AddSubtitle("a.csv");
        report.AddSubtitle("");
        report.AddSubtitle("May 2024");
        IHtmlDocument page = Parse(report.Build());

        Assert.Equal(["a.csv · May 2024"], Texts(page, ".subtitle"));
        Assert.EndsWith(" Made by hand.", page.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSection_Sections_HaveNumbersAndAContents()
    {
        ReportBuilder report = new();
        report.AddSection(new ReportSection("b", "Second letter", "", []));
        Assert.Empty(Parse(report.Build()).QuerySelectorAll("nav"));
        report.AddSection(new ReportSection("a", "First letter", "A lede.", []));
        IHtmlDocument page = Parse(report.Build());

        Assert.Equal(["b", "a"], SectionsOf(page));
        Assert.Equal(["Second letter", "First letter"], Texts(page, "nav a"));
        Assert.Equal(["1", "2"], Texts(page, "h2 .number"));
        Assert.Equal(["A lede."], Texts(page, ".lede"));
    }

    [Fact]
    public void AddSection_SameId_Throws()
    {
        ReportBuilder report = new();
        report.AddSection(new ReportSection("club", "The club", "", []));
        ArgumentException error = Assert.Throws<ArgumentException>(() => report.AddSection(new ReportSection("club", "Another", "", [])));

        Assert.Contains("section \"club\" already", error.Message, StringComparison.Ordinal);
        Assert.Equal(["club"], SectionsOf(Parse(report.Build())));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("Club")]
    [InlineData("the club")]
    [InlineData("club\"")]
    [InlineData("#club")]
    [InlineData("clüb")]
    [InlineData("main")]
    [InlineData("summary")]
    [InlineData("club-chart-1-title")]
    [InlineData("club-table-1")]
    public void Section_IdThatIsNoAnchor_Throws(string id) =>
        Assert.Contains(
            $"\"{id}\" can't be the id", Assert.Throws<ArgumentException>(() => new ReportSection(id, "Club", "", [])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Section_BlankTitle_Throws() => Assert.Throws<ArgumentException>(() => new ReportSection("club", "", "", []));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Charts_NumberInARowThatHasNoStyle_Throws(int inARow) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChartsBlock([], inARow));

    [Fact]
    public void Table_RowOfOtherLength_SaysWhich()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new TableBlock("Levels", [new ReportColumn("Level"), new ReportColumn("Members")], [["gold", "1"], ["silver"]]));

        Assert.Contains("Row 1 of the table \"Levels\" has 1 cells for 2 columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_EveryBlock_IsThereOnceAndLinked()
    {
        IHtmlDocument page = Parse(Everything("A").Build());

        AssertSafe(page);
        AssertLinked(page);
        Assert.Equal(["h3", "p", "p", "figure", "div", "div", "div"], page.QuerySelector("[aria-labelledby=one]")!.Children.Skip(2)
            .Select(element => element.LocalName));
        Assert.Equal(Samples.All("A").Count(), page.QuerySelectorAll("[aria-labelledby=one] svg").Length);
        Assert.Equal(["Heading A", "Card A"], Texts(page, "[aria-labelledby=one] h3"));
        Assert.Equal(["Head A Text A"], Texts(page, ".callout"));
        Assert.Equal(["Caption A"], Texts(page, "[aria-labelledby=one] figcaption"));
        Assert.Equal([["Name A", "1", "Prose A", "Detail A"], ["Name A", "2", "", ""]], RowsOf(page, "one")[..2]);
        Assert.Equal([null, "number", "prose", "prose detail"], page.QuerySelectorAll("[aria-labelledby=one] table").First()
            .QuerySelectorAll("thead th").Select(cell => cell.GetAttribute("class")));
        Assert.Equal(["item", "score", "reason"], page.QuerySelectorAll("article li").First().Children.Select(part => part.ClassName));
        Assert.Equal("Only text A", page.QuerySelectorAll("article li").Last().TextContent);
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public void Build_HostileNames_StayText(string name)
    {
        IHtmlDocument usual = Parse(Everything("usual name").Build()), hostile = Parse(Everything(name).Build());

        Assert.Equal(usual.All.Length, hostile.All.Length);
        AssertSafe(hostile);
        AssertLinked(hostile);
        string expected = PlainText.Clean(name);
        Assert.All(
            [
                ".tiles dt", ".summary dt", ".summary dd", "nav a", ".lede", "caption", "tbody th", "article h3", ".item", ".score",
                ".reason",
            ],
            selector => Assert.All(Texts(hostile, selector), text => Assert.Contains(expected, text, StringComparison.Ordinal)));
    }

    /// <summary>A page that holds every part that there is, with a name wherever text goes.</summary>
    private static ReportBuilder Everything(string name)
    {
        ReportBuilder report = new("Title " + name) { Generated = "Generated " + name, Money = ValueFormat.Currency(name) };
        report.AddSubtitle("Subtitle " + name);
        report.AddTile(new ReportTile("Tile " + name, report.Money.Long(12), "Note " + name));
        report.AddSummary("Question " + name, "Answer " + name);
        TableBlock table = new(
            "Caption " + name,
            [new("Names " + name), new("Numbers " + name, ReportCells.Numbers), new("Prose " + name, ReportCells.Prose),
                new("Details " + name, ReportCells.Details)],
            [["Name " + name, "1", "Prose " + name, "Detail " + name], ["Name " + name, "2", "", ""]]);
        report.AddSection(new ReportSection(
            "one", "Section " + name, "Lede " + name,
            [
                new HeadingBlock("Heading " + name), new ParagraphBlock("Paragraph " + name),
                new CalloutBlock("Head " + name, "Text " + name), new ChartsBlock([.. Samples.All(name)], 2, "Caption " + name),
                table, table,
                new CardsBlock([new ReportCard(
                    "Card " + name, "Tag " + name, "Lead " + name,
                    [new("Item " + name, "Value " + name, "Reason " + name), new("Only text " + name)])]),
            ]));
        report.AddSection(new ReportSection("two", "Section two " + name, "Lede " + name, [table]));
        return report;
    }
}
