using AngleSharp.Html.Dom;
using Personalization.Insights;
using static Personalization.Insights.Tests.PageReading;

namespace Personalization.Tests;

/// <summary>A section of somebody's own, written with what is public.</summary>
public sealed class OwnSectionTests
{
    [Fact]
    public void AddSection_OfAUser_HasATileASentenceAChartAndATable()
    {
        ReportBuilder report = new("My shop") { Money = ValueFormat.Currency("EUR") };
        AddClub(report, [("Gold", 12, 13_400m), ("<Silver>", 1_230, 980.50m)]);
        IHtmlDocument page = Parse(report.Build());

        AssertSafe(page);
        AssertLinked(page);
        Assert.Equal(["Club members"], Texts(page, ".tiles dt"));
        Assert.Equal(["1,242"], Texts(page, ".tiles .value"));
        Assert.Equal(["1,242 customers are in the club."], Texts(page, ".summary dd"));
        Assert.Equal(["club"], SectionsOf(page));
        Assert.Equal([["Gold", "12", "€13,400"], ["<Silver>", "1,230", "€980.50"]], RowsOf(page, "club"));
        Assert.Equal("Spend by level", page.QuerySelector("[aria-labelledby=club] svg > title")!.TextContent);
    }

    private static void AddClub(ReportBuilder report, IReadOnlyList<(string Level, int Members, decimal Spend)> levels)
    {
        int members = levels.Sum(level => level.Members);
        report.AddTile(new ReportTile("Club members", ReportText.Count(members)));
        report.AddSummary("Who the customers are", $"{ReportText.Counted(members, "customer is", "customers are")} in the club.");
        BarChart spend = new()
        {
            Title = "Spend by level",
            Value = new Axis("Spend") { Format = report.Money },
            Bars = [.. levels.Select(level => new Bar(level.Level, (double)level.Spend))],
        };
        TableBlock table = new(
            "Levels", [new("Level"), new("Members", ReportCells.Numbers), new("Spend", ReportCells.Numbers)],
            [.. levels.Select(level => (string[])
                [level.Level, ReportText.Count(level.Members), ReportText.Money(report.Money, level.Spend)])]);
        report.AddSection(new ReportSection("club", "The club", "Who is in it, and what they spend.", [new ChartsBlock([spend]), table]));
    }
}
