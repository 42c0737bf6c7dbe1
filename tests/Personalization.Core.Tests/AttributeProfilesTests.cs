using Personalization.Core;

namespace Personalization.Core.Tests;

public sealed class AttributeProfilesTests
{
    private static CustomerTable Table(int count, params CustomerColumn[] columns) => new CustomerTable(
        IdIndex<CustomerId>.From(Enumerable.Range(0, count).Select(i => new CustomerId($"c{i:0000}"))), new DateTime(2024, 1, 1))
        .With(columns);

    private static int[] Halves(int count) => [.. Enumerable.Range(0, count).Select(i => i < count / 2 ? 0 : 1)];

    /// <summary>
    /// 60 of the first 100 and 20 of the other 100 are gold: shares .6, .2 and .4, lift 1.5, z = .4 ÷ √(.4 · .6 · 2 ÷ 100) = 5.7735.
    /// </summary>
    [Fact]
    public void From_OneLevel_LiftAndTestByHand()
    {
        CategoryColumn tier = new("tier", [.. Enumerable.Range(0, 200).Select(i => i is < 60 or >= 180 ? "gold" : "none")]);

        AttributeDifference gold = AttributeProfiles.From(Table(200, tier), Halves(200), ["a", "b"], ["tier"])[0].Differences
            .Single(difference => difference.Level == "gold");

        Assert.Equal((.6, .2, .4), (gold.Inside, gold.Outside, Math.Round(gold.All, 12)));
        Assert.Equal(1.5, gold.Effect, 12);
        Assert.Equal(5.773503, gold.Z, 6);
        Assert.Equal("tier gold: 60% (40% of all, 1.5 times)", gold.Sentence);
    }

    /// <summary>Numbers 1, 3 (fifty times) against 2, 4: means 2 and 3, both variances 100 ÷ 99, so d = 1 ÷ √1.0101 = .995.</summary>
    [Fact]
    public void From_Numbers_StandardizedDifferenceByHand()
    {
        NumberColumn age = new("age", [.. Enumerable.Range(0, 200).Select(i => (i < 100 ? 1.0 : 2.0) + (i % 2 * 2))]);

        AttributeDifference lower = Assert.Single(AttributeProfiles.From(Table(200, age), Halves(200), ["a", "b"], ["age"])[0].Differences);

        Assert.Equal((2.0, 3.0), (lower.Inside, lower.Outside));
        Assert.Equal(-Math.Sqrt(.99), lower.Effect, 12);
        Assert.Equal(-Math.Sqrt(.99) * Math.Sqrt(50), lower.Z, 9);
        Assert.Equal("age: 2 on average (3 of the others, 1.0 sd below)", lower.Sentence);
    }

    /// <summary>The same shares in a tenth of the customers: 6 of 10 against 2 of 10 is no proof.</summary>
    [Fact]
    public void From_SameSharesInFewCustomers_NothingIsTold()
    {
        CategoryColumn tier = new("tier", [.. Enumerable.Range(0, 20).Select(i => i is < 6 or >= 18 ? "gold" : "none")]);

        Assert.All(
            AttributeProfiles.From(Table(20, tier), Halves(20), ["a", "b"], ["tier"]),
            profile => Assert.Equal("nothing sets them apart", profile.Summary));
    }

    /// <summary>A sure difference that is small isn't told: 52 % against 48 % of 20,000 each.</summary>
    [Fact]
    public void From_SmallDifferenceOfMany_NothingIsTold()
    {
        FlagColumn consent = new("consent", [.. Enumerable.Range(0, 40_000).Select(i => (bool?)(i % 100 < (i < 20_000 ? 52 : 48)))]);

        Assert.All(
            AttributeProfiles.From(Table(40_000, consent), Halves(40_000), ["a", "b"], ["consent"]),
                profile => Assert.Empty(profile.Differences));
    }

    /// <summary>Missing cells count on neither side.</summary>
    [Fact]
    public void From_MissingCells_CountNowhere()
    {
        FlagColumn consent = new(
            "consent", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? (bool?)null : i is < 120 or >= 360)]);

        AttributeDifference yes = Assert.Single(
            AttributeProfiles.From(Table(400, consent), Halves(400), ["a", "b"], ["consent"])[0].Differences);

        Assert.Equal(("yes", 100, .6, .2), (yes.Level, yes.Known, yes.Inside, yes.Outside));
    }

    /// <summary>Published quantiles of the normal distribution.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.959963985, .05)]
    [InlineData(-2.575829304, .01)]
    [InlineData(4.891638475, 1e-6)]
    public void PValue_QuantilesOfTheNormal_TheirProbabilities(double z, double p) =>
        Assert.Equal(1, AttributeProfiles.PValue(z) / p, 6);

    [Fact]
    public void From_LabelBeyondTheGroups_ErrorNamesIt() => Assert.Contains(
        "There is a label 2 for 2 groups",
        Assert.Throws<ArgumentException>(() => AttributeProfiles.From(Table(1), [2], ["a", "b"], [])).Message, StringComparison.Ordinal);
}
