namespace Personalization.Incentives.Tests;

/// <summary>The published figures of the book shop, and what is right in their place (published figures, "Business value").</summary>
public sealed class BusinessValueCalculatorTests
{
    [Theory]
    [InlineData("customers", 16_177)]
    [InlineData("target_share", .15)]
    [InlineData("average_spend", 159)]
    [InlineData("target_counted_twice", 330)]
    [InlineData("target_uplift", 28_246.40)]
    [InlineData("other_uplift", 11_680.96)]
    [InlineData("conversion_point", 25_721)]
    [InlineData("conversion_lift", 257_210)]
    [InlineData("total", 285_456.40)]
    [InlineData("cost:Active Readers", 580)]
    [InlineData("cost:Occasional", 0)]
    [InlineData("cost:Sparse", 1_500)]
    [InlineData("cost:New", 900)]
    [InlineData("cost", 2_980)]
    [InlineData("profit", 282_476.40)]
    public void Calculate_BookShop_GivesThePublishedFigureToTheCent(string key, double expected) =>
        Assert.Equal((decimal)expected, BookShopExample.Report[key].Published);

    [Theory]
    [InlineData("customers", 16_177)]
    [InlineData("average_spend", 70.24)]
    [InlineData("target_counted_twice", 0)]
    [InlineData("target_uplift", 28_246.40)]
    [InlineData("other_uplift", 39_804.28)]
    [InlineData("conversion_point", 11_363.39)]
    [InlineData("conversion_lift", 113_633.90)]
    [InlineData("conversion_lift_of_others", 99_510.70)]
    [InlineData("total", 127_757.10)]
    [InlineData("cost:Active Readers", 3_880)]
    [InlineData("cost:Occasional", 461.50)]
    [InlineData("cost:Sparse", 103_140)]
    [InlineData("cost:New", 18_208)]
    [InlineData("cost", 125_689.50)]
    [InlineData("profit", 2_067.60)]
    public void Calculate_BookShop_GivesTheCorrectedFigureToTheCent(string key, double expected) =>
        Assert.Equal((decimal)expected, BookShopExample.Report[key].Corrected);

    [Fact]
    public void Calculate_BookShop_RoundsToTheStatedDollarsAndShares()
    {
        Assert.Equal(113_634, decimal.Round(BookShopExample.Report["conversion_lift"].Corrected));
        Assert.Equal(39_804, decimal.Round(BookShopExample.Report["other_uplift"].Corrected));
        Assert.Equal(.024m, decimal.Round(BookShopExample.Report["target_share"].Corrected, 3));
        Assert.Equal(995_107, BookShopExample.Plan.Segments.Skip(1).Sum(segment => segment.Revenue));
    }

    [Fact]
    public void Calculate_FigureThatItsInputsDontGive_SaysSo() =>
        Assert.Contains("can't be reproduced", BookShopExample.Report["other_uplift"].Explanation, StringComparison.Ordinal);

    [Fact]
    public void Calculate_TwiceTheCustomers_DoublesMoneyAndKeepsAveragesAndShares()
    {
        BusinessValuePlan plan = BookShopExample.Plan;
        BusinessValueReport twice = BusinessValueCalculator.Calculate(
            plan with { Segments = [.. plan.Segments.Select(segment => segment with { Customers = 2 * segment.Customers })] });

        foreach (string key in (string[])["target_uplift", "other_uplift", "conversion_lift", "total", "cost", "profit"])
            Assert.Equal(2 * BookShopExample.Report[key].Corrected, twice[key].Corrected);
        foreach (string key in (string[])["average_spend", "target_share", "break_even_margin"])
            Assert.Equal(BookShopExample.Report[key].Corrected, twice[key].Corrected);
    }

    [Fact]
    public void Calculate_WithoutPublishedAssumptions_GivesTheCorrectedColumnAlone()
    {
        BusinessValueReport report = BusinessValueCalculator.Calculate(BookShopExample.Plan with { Published = null });

        Assert.All(report.Lines, line => Assert.Null(line.Published));
        Assert.Equal(2_067.60m, report["profit"].Corrected);
    }

    [Fact]
    public void Calculate_OneSegmentOnly_HasNoOthers()
    {
        BusinessValueReport report = BusinessValueCalculator.Calculate(new()
        {
            Segments = [new() { Name = "All", Customers = 10, AverageSpend = 20, IncentiveCost = 1 }],
            TargetSegment = "All",
        });

        Assert.Equal(40, report["total"].Corrected);
        Assert.Equal(30, report["profit"].Corrected);
        Assert.Equal(.25m, report["break_even_margin"].Corrected);
    }

    [Fact]
    public void Calculate_FaultyPlan_NamesTheValueAndTheFix()
    {
        BusinessValuePlan plan = BookShopExample.Plan;

        ArgumentException missing = Assert.Throws<ArgumentException>(
            () => BusinessValueCalculator.Calculate(plan with { TargetSegment = "Readers" }));
        Assert.Contains("'Readers'", missing.Message, StringComparison.Ordinal);
        ArgumentException twice = Assert.Throws<ArgumentException>(
            () => BusinessValueCalculator.Calculate(plan with { Segments = [plan.Segments[0], plan.Segments[0]] }));
        Assert.Contains("2 times", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan with { ConversionLift = 1.5m });
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Segments[0] with { Customers = -1 });
        Assert.Throws<ArgumentException>(() => plan with { Segments = [] });
    }

    [Fact]
    public void Indexer_UnknownKey_ListsTheKeys() =>
        Assert.Contains(
            "conversion_lift", Assert.Throws<KeyNotFoundException>(() => BookShopExample.Report["x"]).Message, StringComparison.Ordinal);
}
