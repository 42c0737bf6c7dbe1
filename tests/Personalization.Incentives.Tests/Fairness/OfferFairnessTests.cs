using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

public sealed class OfferFairnessTests
{
    /// <summary>
    /// 40 of 100 and 20 of 100. Wilson's interval of .4 is .3094 to .4980. The ratio of .5 has a log error of √(.6/40 + .8/20) = .2345, so
    /// it is from .3158 to .7918.
    /// </summary>
    [Fact]
    public void Audit_TwoGroups_MeasuresAsByHand()
    {
        FairnessReport report = Audit(("A", 100, 40), ("B", 100, 20));

        Assert.Equal(["A", "B"], report.Groups.Select(group => group.Group));
        GroupFairness a = report.Groups[0], b = report.Groups[1];
        Near(new(.4, .3094, .4980), a.OfferRate);
        Near(new(.2, .1334, .2888), b.OfferRate);
        Near(new(.5, .3158, .7918), b.ToBest.OfferRate);
        Assert.Equal(new FairnessFigure(1, 1, 1), a.ToBest.OfferRate);
        Assert.Equal((60, 200, "A", "B"), (report.Whole.Offered, report.Whole.Customers, report.BestOff!.Group, report.WorstOff!.Group));
        Assert.Equal(.2 / .3, b.ToWhole.OfferRate.Value, 12);
        Assert.True(b.ToWhole.OfferRate.High < 1 && a.ToWhole.OfferRate.Low > 1);
    }

    /// <summary>Of A all 100 could gain, of B 40: of these B gives 20, half.</summary>
    [Fact]
    public void Audit_Opportunity_CountsThoseForWhomItWouldHavePaid()
    {
        (CategoryColumn groups, bool[] offered, double[] values) = Columns(("A", 100, 40), ("B", 100, 20));
        bool[] couldGain = [.. Enumerable.Range(0, 200).Select(i => i < 140)];

        FairnessReport report = OfferFairness.Audit(groups, offered, values, couldGain);

        Assert.Equal((.4, .5), (report.Groups[0].Opportunity.Value, report.Groups[1].Opportunity.Value));
        Assert.Equal(.8, report.Groups[0].ToBest.Opportunity.Value, 12);
        Assert.Equal(.5, report.Groups[1].ToBest.OfferRate.Value, 12);
    }

    [Fact]
    public void Audit_SmallGroup_IsToldAndNoMeasureForOthers()
    {
        FairnessReport report = Audit(("A", 100, 40), ("B", 29, 29), (null, 50, 10));

        Assert.Equal(["B"], report.TooSmall);
        Assert.Equal("A", report.BestOff!.Group);
        Assert.Equal(["A", "B", "unknown"], report.Groups.Select(group => group.Group));
        Assert.Equal(["A"], report.ParityFor().Levels);
    }

    [Fact]
    public void Audit_NobodyGetsAnything_HasNoRatios()
    {
        FairnessReport report = Audit(("A", 100, 0), ("B", 100, 0));

        Assert.Equal(0, report.Groups[0].OfferRate.Low);
        Assert.InRange(report.Groups[0].OfferRate.High, .03, .04);
        Assert.True(double.IsNaN(report.Groups[0].ToBest.OfferRate.Value));
    }

    [Fact]
    public void Audit_GroupWithoutAnOffer_HasARatioOfZeroThatMayBeMore()
    {
        FairnessFigure ratio = Audit(("A", 100, 40), ("B", 100, 0)).Groups[1].ToBest.OfferRate;

        Assert.Equal((0, 0), (ratio.Value, ratio.Low));
        Assert.InRange(ratio.High, .1, .3);
    }

    /// <summary>A ratio of .7 that was planted is in about 95 of 100 intervals.</summary>
    [Fact]
    public void Audit_PlantedRatio_IsInTheIntervalAsOftenAsItSays()
    {
        const int Seeds = 1_000;
        int rate = 0, value = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            RandomStream random = new(seed, "fairness");
            string?[] groups = new string?[800];
            bool[] offered = new bool[800];
            double[] values = new double[800];
            for (int i = 0; i < groups.Length; i++)
            {
                groups[i] = i % 2 == 0 ? "A" : "B";
                offered[i] = random.NextDouble() < (i % 2 == 0 ? .4 : .28);
                values[i] = offered[i] ? 2 + random.NextDouble() : 0;
            }

            FairnessRatios ratios = OfferFairness.Audit(new("x", groups), offered, values, offered).Groups[1].ToBest;
            if (ratios.OfferRate.Contains(.7)) rate++;
            if (ratios.ValuePerCustomer.Contains(.7)) value++;
        }

        Assert.InRange(rate, Seeds * .93, Seeds * .97);
        Assert.InRange(value, Seeds * .93, Seeds * .97);
    }

    /// <summary>
    /// The South's orders are smaller, so that it gets fewer offers; parity gives it as many, at a price between its ends.
    /// </summary>
    [Theory]
    [InlineData(.8)]
    [InlineData(1)]
    public void ParityFor_AnyShare_RemovesTheDifferenceAtAStatedPrice(double share)
    {
        RandomStream random = new(1, "fair plans");
        CustomerProfile[] customers =
        [
            .. Enumerable.Range(0, 599).Select(i => Given.Customer(
                $"c{i:D4}", (decimal)Math.Round((i % 2 == 0 ? 60 : 40) * random.NextLogNormal(0, .4), 2), segment: i % 2 == 0 ? "N" : "S")),
        ];
        Offer gift = Given.Offer("gift") with { Kind = OfferKind.Gift, Cost = new() { Redemption = new() { Fixed = 2 } } };
        AllocationOptions options = new() { Budget = 400 };
        OfferPlan before = Given.Plan(customers, new OfferCatalogue([gift]), options);
        FairnessReport audit = OfferFairness.Audit(before, ColumnNames.Segment);

        OfferPlan after = Given.Plan(customers, new OfferCatalogue([gift]), options with { Parities = [audit.ParityFor(share)] });
        FairnessComparison comparison = OfferFairness.Compare(before, after, ColumnNames.Segment);

        Assert.True(audit.WorstOff!.Group == "S" && audit.WorstOff.ToBest.OfferRate.High < .8);
        Assert.Equal(share, comparison.After.WorstOff!.ToBest.OfferRate.Value, .011);
        Assert.True(comparison.After.WorstOff.OfferRate.Value + (1 / 300.0) > share * comparison.After.BestOff!.OfferRate.Value);
        Assert.All(after.Limits, limit => Assert.Equal(0, limit.Shortfall));
        Assert.InRange(after.Total.Offers, 198, 200);
        Assert.True(comparison.Price > 0 && comparison.LeastPrice <= comparison.Price && comparison.Price <= comparison.MostPrice);
        Assert.InRange(after.ShareOfBound, .99, 1);
    }

    [Fact]
    public void Audit_FaultyArguments_SaysWhatIsWrong()
    {
        (CategoryColumn groups, bool[] offered, double[] values) = Columns(("A", 3, 1));

        Assert.Contains(
            "2 values", Assert.Throws<ArgumentException>(() => OfferFairness.Audit(groups, offered, values.AsSpan(0, 2), offered)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => OfferFairness.Audit(groups, offered, [0, -1, 0], offered));
        Assert.Contains(
            "no column 'x'",
            Assert.Throws<ArgumentException>(
                () => OfferFairness.Audit(Given.Plan([Given.Customer("c")], [Given.Offer("a")], 10), "x")).Message,
            StringComparison.Ordinal);
    }

    private static void Near(FairnessFigure expected, FairnessFigure actual)
    {
        Assert.Equal(expected.Value, actual.Value, 4);
        Assert.Equal(expected.Low, actual.Low, 4);
        Assert.Equal(expected.High, actual.High, 4);
    }

    private static FairnessReport Audit(params (string? Name, int Customers, int Offered)[] groups)
    {
        (CategoryColumn column, bool[] offered, double[] values) = Columns(groups);
        return OfferFairness.Audit(column, offered, values, offered);
    }

    private static (CategoryColumn Groups, bool[] Offered, double[] Values) Columns(
        params (string? Name, int Customers, int Offered)[] groups) => (
        new CategoryColumn("x", [.. groups.SelectMany(group => Enumerable.Repeat(group.Name, group.Customers))]),
        [.. groups.SelectMany(group => Enumerable.Range(0, group.Customers).Select(i => i < group.Offered))],
        [.. groups.SelectMany(group => Enumerable.Range(0, group.Customers).Select(i => i < group.Offered ? 2.5 : 0))]);
}
