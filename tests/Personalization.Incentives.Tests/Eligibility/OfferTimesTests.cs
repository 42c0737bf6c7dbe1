using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Quiet hours, validity on the customer's clock, frequency and cool-down. Now is Sunday, 1 March 2026, 12:00 UTC.</summary>
public sealed class OfferTimesTests
{
    private static readonly Offer Open =
        Given.Offer("a") with { Stacking = new() { Exclusive = false }, Caps = new() { PerCustomer = 100 } };

    [Theory]
    [InlineData("21:00", "08:00", "2026-03-01T22:15:00", "2026-03-02T08:00:00")]
    [InlineData("21:00", "08:00", "2026-03-01T07:59:00", "2026-03-01T08:00:00")]
    [InlineData("21:00", "08:00", "2026-03-01T08:00:00", null)]
    [InlineData("12:00", "13:00", "2026-03-01T12:00:00", "2026-03-01T13:00:00")]
    [InlineData("12:00", "13:00", "2026-03-01T13:00:00", null)]
    [InlineData("09:00", "09:00", "2026-03-01T08:59:00", "2026-03-01T09:00:00")]
    public void EndOf_EveryDay_IsTheEndOfThisOne(string from, string to, string at, string? end) =>
        Assert.Equal(end is null ? null : DateTime.Parse(end), Quiet(from, to).EndOf(DateTime.Parse(at)));

    [Fact]
    public void EndOf_SaturdayNight_LastsIntoSunday()
    {
        QuietHours saturday = Quiet("22:00", "10:00", DayOfWeek.Saturday);

        Assert.Equal(new DateTime(2026, 3, 1, 10, 0, 0), saturday.EndOf(new(2026, 3, 1, 9, 0, 0)));
        Assert.Null(saturday.EndOf(new(2026, 3, 1, 22, 0, 0)));
        Assert.Null(saturday.EndOf(DateTime.MinValue));
    }

    [Fact]
    public void Evaluate_QuietHours_ByTheCustomersClock()
    {
        OfferCatalogue catalogue = new([Open], rules: new() { TimeZone = "Europe/Berlin", QuietHours = [Quiet("20:30", "08:00")] });
        EligibilityContext context = new() { At = Given.Now, Catalogue = catalogue };

        Assert.True(OfferEligibility.Evaluate(Open, Given.Customer("berlin"), context).IsEligible);
        EligibilityResult tokyo = OfferEligibility.Evaluate(Open, Living("Asia/Tokyo"), context);
        Assert.Equal("it is 21:00 where the customer is, in the quiet hours from 20:30 to 08:00", Assert.Single(tokyo.Reasons));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero), tokyo.Until);
        Assert.False(OfferEligibility.Evaluate(Open, Living("America/Los_Angeles"), context).IsEligible);
        Assert.True(OfferEligibility.Evaluate(Open, Living("Mars/North"), context).IsEligible); // the catalogue's
    }

    /// <summary>The first moment outside of both quiet hours counts; where there is none, nothing is promised.</summary>
    [Fact]
    public void Evaluate_OwnQuietHoursToo_WaitsForBoth()
    {
        Offer own = Open with { Timing = new() { QuietHours = [Quiet("13:00", "15:00")] } };
        Assert.Equal(Given.Now.AddHours(3), Evaluate(own, new() { QuietHours = [Quiet("11:00", "13:30")] }).Until);
        Assert.Equal(
            (false, null),
            (Evaluate(own, new() { QuietHours = [Quiet("00:00", "00:00")] }) is { IsEligible: var eligible, Until: var until })
                ? (eligible, until)
                : default);
    }

    [Fact]
    public void Evaluate_LocalValidity_BeginsAndEndsWhereTheCustomerIs()
    {
        DateTimeOffset day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        Offer monday = Open with { Validity = new() { From = day, To = day.AddDays(1), IsLocal = true } };
        EligibilityContext context = Given.Context(monday) with { At = day.AddHours(-3) };

        Assert.True(OfferEligibility.Evaluate(monday, Living("Asia/Tokyo"), context).IsEligible);
        EligibilityResult utc = OfferEligibility.Evaluate(monday, Given.Customer("c"), context);
        Assert.Equal(day, utc.Until);
        Assert.Equal(day.AddHours(15), monday.ExpiresWhenIssued(day, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")));
        Assert.Contains(
            "it ended on 2026-03-02 15:00",
            OfferEligibility.Evaluate(monday, Living("Asia/Tokyo"), context with { At = day.AddHours(15) }).Reasons[0],
            StringComparison.Ordinal);
    }

    /// <summary>Berlin's clocks jump from 02:00 to 03:00 on 29 March 2026 and fall back from 03:00 to 02:00 on 25 October.</summary>
    [Theory]
    [InlineData("2026-03-29T01:59:00", "2026-03-29T00:59:00")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00")]
    [InlineData("2026-03-29T03:00:00", "2026-03-29T01:00:00")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T01:30:00")]
    public void Instant_ClocksSetForwardOrBack_IsWellDefined(string local, string utc) =>
        Assert.Equal(
            DateTime.Parse(utc),
            CustomerClock.Instant(DateTime.Parse(local), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).UtcDateTime);

    [Fact]
    public void Evaluate_FrequencyCaps_RollWithTheWindow()
    {
        CatalogueRules rules = new()
        {
            Frequency =
            [
                new() { Count = 2, Window = TimeSpan.FromDays(7) },
                new() { Count = 1, Window = TimeSpan.FromDays(30), Scheme = "Club" },
            ],
        };
        Offer club = Open with { Id = "club", Scheme = "Club" };
        IssuedOffer[] issued = [Issued("club", -20), Issued("other", -6), Issued("other", -2)];

        EligibilityResult any = Evaluate(Open, rules, issued);
        Assert.Equal("got 2 offers within 7 days; at most 2 are given", Assert.Single(any.Reasons));
        Assert.Equal(Given.Now.AddDays(1), any.Until);
        EligibilityResult scheme = Evaluate(club, rules, issued);
        Assert.Equal(2, scheme.Reasons.Count);
        Assert.Equal(Given.Now.AddDays(10), scheme.Until);
        Assert.True(Evaluate(Open, rules, issued[..2]).IsEligible);

        Offer own = Open with { Timing = new() { Frequency = [new() { Count = 1, Window = TimeSpan.FromDays(3) }] } };
        Assert.Equal(Given.Now.AddDays(1), Evaluate(own, new(), Issued("a", -2)).Until);
        Assert.True(Evaluate(own, new(), Issued("a", -3), Issued("b", -1)).IsEligible);
    }

    [Fact]
    public void Evaluate_CoolDown_AfterOffersAndRedemptions()
    {
        CatalogueRules rules = new() { CoolDown = new() { AfterOffer = TimeSpan.FromDays(2), AfterRedemption = TimeSpan.FromDays(5) } };

        EligibilityResult offered = Evaluate(Open, rules, Issued("b", -1));
        Assert.Equal("got an offer on 2026-02-28 12:00 +00:00 and is left alone for 48 hours", Assert.Single(offered.Reasons));
        Assert.Equal(Given.Now.AddDays(1), offered.Until);
        EligibilityResult redeemed = Evaluate(Open, rules, Issued("b", -9) with { Redeemed = Given.Now.AddDays(-1) });
        Assert.Contains("redeemed an offer", Assert.Single(redeemed.Reasons), StringComparison.Ordinal);
        Assert.Equal(Given.Now.AddDays(4), redeemed.Until);
        Assert.True(Evaluate(Open, rules, Issued("b", -9)).IsEligible);

        Offer own = Open with { Timing = new() { CoolDown = new() { AfterOffer = TimeSpan.FromDays(2) } } };
        Assert.True(Evaluate(own, new(), Issued("b", -1)).IsEligible);
        Assert.False(Evaluate(own, new(), Issued("a", -1)).IsEligible);
    }

    [Fact]
    public void Evaluate_ExcludesAndRequires_ByWhatIsHeld()
    {
        Offer picky = Open with { Stacking = new() { Exclusive = false, Excludes = ["b"], Requires = ["c"] } };
        Offer b = Open with { Id = "b" }, c = Open with { Id = "c" };
        EligibilityContext context = Given.Context(picky, b, c);

        Assert.Equal(["doesn't hold 'c', which it asks for"], Reasons());
        Assert.Empty(Reasons(Issued("c", -1)));
        Assert.Equal(["holds 'b' already, which it doesn't go together with"], Reasons(Issued("c", -1), Issued("b", -1)));
        Assert.False(OfferEligibility.Evaluate(b, Given.Customer("c"), With(Issued("a", -1))).IsEligible);
        Assert.Equal(
            ["doesn't hold 'c', which it asks for"], Reasons(Issued("c", -2) with { Redeemed = Given.Now.AddDays(-1) }));

        EligibilityContext With(params IssuedOffer[] issued) => context with { History = new(issued) };

        IReadOnlyList<string> Reasons(params IssuedOffer[] issued) =>
            OfferEligibility.Evaluate(picky, Given.Customer("c"), With(issued)).Reasons;
    }

    private static EligibilityResult Evaluate(Offer offer, CatalogueRules rules, params IssuedOffer[] issued)
    {
        Offer[] others = [.. new[] { "b", "other", "club" }.Where(id => id != offer.Id).Select(id => Open with { Id = id })];
        OfferCatalogue catalogue =
            new([offer, .. others.Select(one => one.Id == "club" ? one with { Scheme = "Club" } : one)], rules: rules);
        EligibilityContext context = new() { At = Given.Now, Catalogue = catalogue, History = new(issued) };
        EligibilityResult result = OfferEligibility.Evaluate(offer, Given.Customer("c"), context);
        Assert.Equal(
            result.IsEligible, OfferEligibility.IsEligible(offer, AskedCustomer.Ask(Given.Customer("c"), context), context));
        // At the moment it promises, and not before, nothing speaks against it any more.
        if (result.Until is { } until)
        {
            Assert.True(OfferEligibility.Evaluate(offer, Given.Customer("c"), context with { At = until }).IsEligible);
            Assert.False(OfferEligibility.Evaluate(offer, Given.Customer("c"), context with { At = until.AddTicks(-1) }).IsEligible);
        }

        return result;
    }

    private static IssuedOffer Issued(string offer, int days) => new(new("c"), offer, Given.Now.AddDays(days), null);

    private static CustomerProfile Living(string zone) =>
        Given.Customer("c").Knowing(new CategoryColumn(ColumnNames.TimeZone, [zone]));

    private static QuietHours Quiet(string from, string to, params DayOfWeek[] days) =>
        new() { From = TimeOnly.Parse(from), To = TimeOnly.Parse(to), Days = days };
}
