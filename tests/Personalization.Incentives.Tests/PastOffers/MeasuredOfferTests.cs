using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class MeasuredOfferTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>40 of 100 against 20 of 100: .2; variances of 41/102 and 21/102, each by 100.</summary>
    [Fact]
    public void Measure_OneRound_IsTheDifferenceOfShares()
    {
        MeasuredOffer offer = Assert.Single(MeasuredOffer.Measure([.. Arm("g", March, 100, 40, true), .. Arm("c", March, 100, 20, false)]));

        Assert.Equal(("a", 100, 40, 100, 20), (offer.OfferId, offer.Given, offer.Bought, offer.Control, offer.ControlBought));
        Assert.Equal(.2, offer.Difference, 12);
        Assert.Equal(Math.Sqrt((.4019607843 * .5980392157 / 100) + (.2058823529 * .7941176471 / 100)), offer.StandardError, 9);
        Assert.Equal(.2 - (1.959963985 * offer.StandardError), offer.Low, 9);
        Assert.Equal(.2 + (1.959963985 * offer.StandardError), offer.High, 9);
    }

    /// <summary>
    /// 90 of 100 against 9 of 10 in a good month, 10 of 100 against 10 of 100 in a bad one: nothing, though 100 of 200 are against 19 of
    /// 110.
    /// </summary>
    [Fact]
    public void Measure_RoundsOfUnequalSeasons_AreComparedEachInItself()
    {
        DateTimeOffset april = March.AddMonths(1);
        MeasuredOffer offer = Assert.Single(MeasuredOffer.Measure(
        [
            .. Arm("g", March, 100, 90, true), .. Arm("c", March, 10, 9, false),
            .. Arm("h", april, 100, 10, true), .. Arm("d", april, 100, 10, false),
        ]));

        Assert.Equal(0, offer.Difference, 12);
    }

    /// <summary>The same customers in four rounds who always do the same tell no more than one round of them.</summary>
    [Fact]
    public void Measure_SameCustomersInEachRound_AreAsSureAsOneRound()
    {
        OfferOutcome[] Rounds(int count) =>
        [
            .. Enumerable.Range(0, count).SelectMany(month => (OfferOutcome[])
                [.. Arm("g", March.AddMonths(month), 200, 80, true), .. Arm("c", March.AddMonths(month), 200, 60, false)]),
        ];

        MeasuredOffer one = MeasuredOffer.Measure(Rounds(1))[0], four = MeasuredOffer.Measure(Rounds(4))[0];

        Assert.Equal(one.Difference, four.Difference, 12);
        Assert.InRange(four.StandardError / one.StandardError, .97, 1.001);
    }

    [Fact]
    public void Measure_NobodyWithheldInTheRound_HasNoDifference()
    {
        MeasuredOffer offer = Assert.Single(
            MeasuredOffer.Measure([.. Arm("g", March, 5, 2, true), .. Arm("c", March.AddDays(1), 5, 2, false)]));

        Assert.Equal((5, 5), (offer.Given, offer.Control));
        Assert.True(double.IsNaN(offer.Difference) && double.IsNaN(offer.Low));
        Assert.Empty(MeasuredOffer.Measure([new(new(new("x"), March, null), true)]));
    }

    [Fact]
    public void OfferRounds_Decisions_AreSortedByMomentOnceEach()
    {
        PastDecision first = new(new("b"), March, "a") { Expires = March.AddDays(7), Variant = "v" };
        PastDecision control = new(new("a"), March, null) { IsControl = true, Withheld = "a" };
        PastDecision later = new(new("b"), March.AddDays(30), null);
        OfferRounds rounds = new([later, first, control, first]);

        Assert.Equal([March, March.AddDays(30)], rounds.All.Select(round => round.Issued));
        Assert.Equal([control, first], rounds.All[0].Decisions);
        Assert.Equal((1, 1), (rounds.All[0].Given, rounds.All[0].Withheld));
        IssuedOffer issued = Assert.Single(rounds.ToHistory().All);
        Assert.Equal(new IssuedOffer(new("b"), "a", March, March.AddDays(7)) { Variant = "v" }, issued);
    }

    private static IEnumerable<OfferOutcome> Arm(string prefix, DateTimeOffset at, int count, int bought, bool given) =>
        Enumerable.Range(0, count).Select(i => new OfferOutcome(
            new PastDecision(new($"{prefix}{i}"), at, given ? "a" : null) { IsControl = !given, Withheld = given ? null : "a" },
            i < bought));
}
