using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Which offers wait, until when, and which are dropped. Now is 1 March 2026, 12:00 UTC.</summary>
public sealed class OfferScheduleTests
{
    private static readonly OfferCaps Once = new() { PerCustomer = 1 };
    private static readonly StackingRule Together = new() { Exclusive = false };

    /// <summary>One offer a week: the second by priority waits a week, the third two; a fourth would wait too long.</summary>
    [Fact]
    public void For_OneAWeek_PutsOffByPriorityAndDropsTheLast()
    {
        Offer[] offers = [.. "abcd".Select(id => Given.Offer($"{id}") with { Stacking = Together, Caps = Once, Priority = 'z' - id })];
        CatalogueRules rules = new() { Frequency = [new() { Count = 1, Window = TimeSpan.FromDays(7) }], DeferDays = 14 };

        IReadOnlyList<PutOffOffer> put = Schedule(new(offers, rules: rules), offers[0]);

        Assert.Equal(["b", "c", "d"], put.Select(one => one.OfferId));
        Assert.Equal([Given.Now.AddDays(7), Given.Now.AddDays(14), null], put.Select(one => one.Until));
        Assert.Equal([false, false, true], put.Select(one => one.IsDropped));
        Assert.All(put, one => Assert.StartsWith("got ", one.Reason, StringComparison.Ordinal));
        Assert.Contains("too far ahead", put[2].Reason, StringComparison.Ordinal);

        Offer first = offers[2] with { Priority = 1_000 };
        IReadOnlyList<PutOffOffer> turned = Schedule(new([offers[0], offers[1], first, offers[3]], rules: rules), offers[0]);
        Assert.Equal(["c", "b", "d"], turned.Select(one => one.OfferId));
    }

    /// <summary>What waits for its quiet hours to end keeps its place: a lower one doesn't slip in and use the week up.</summary>
    [Fact]
    public void For_HigherOneStillWaiting_KeepsItsPlace()
    {
        Offer high = Given.Offer("high") with
        {
            Stacking = Together,
            Priority = 9,
            Timing = new() { QuietHours = [new() { From = new(10, 0), To = new(18, 0) }] },
        };
        Offer low = Given.Offer("low") with { Stacking = Together };
        CatalogueRules rules = new() { Frequency = [new() { Count = 1, Window = TimeSpan.FromDays(7) }] };

        IReadOnlyList<PutOffOffer> put = Schedule(new([high, low], rules: rules));

        Assert.Equal([("high", Given.Now.AddHours(6)), ("low", Given.Now.AddHours(6).AddDays(7))],
            put.Select(one => (one.OfferId, one.Until!.Value)));
    }

    [Fact]
    public void For_CrowdedOut_SaysByWhatAndUntilWhen()
    {
        Offer chosen = Given.Offer("chosen") with { Validity = new() { Duration = TimeSpan.FromDays(5) } };
        Offer later = Given.Offer("later");
        Offer ending = Given.Offer("ending") with { Validity = new() { To = Given.Now.AddDays(4) } };
        Offer stranger = Given.Offer("stranger") with { Eligibility = new() { Segments = ["VIP"] } };

        IReadOnlyList<PutOffOffer> put = Schedule(new([chosen, ending, later, stranger]), chosen);

        Assert.Equal(["ending", "later"], put.Select(one => one.OfferId));
        Assert.Equal([null, Given.Now.AddDays(5)], put.Select(one => one.Until));
        Assert.Equal(
            [
                "holds 'chosen' already, which it doesn't go together with; by then it ended on 2026-03-05 12:00 +00:00",
                "holds 'chosen' already, which it doesn't go together with",
            ],
            put.Select(one => one.Reason));
        Assert.True(Schedule(new([chosen with { Validity = new() }, later]), chosen with { Validity = new() })[0].IsDropped);
    }

    [Fact]
    public void Decision_CrowdedOutOffer_IsOnTheCustomersRecord()
    {
        Offer chosen = Given.Offer("chosen", uplift: .2) with { Validity = new() { Duration = TimeSpan.FromDays(5) } };
        OfferPlan plan = Given.Plan([Given.Customer("c")], [chosen, Given.Offer("later")], 1_000);

        Decision decision = plan.Decisions[0].ToDecision();

        Assert.Equal("chosen", decision.Action);
        DecisionPutOff put = Assert.Single(decision.PutOff);
        Assert.Equal(("later", Given.Now.AddDays(5)), (put.Action, put.Until));
        using MemoryStream stream = new();
        using (System.Text.Json.Utf8JsonWriter json = new(stream)) decision.WriteJson(json);
        Assert.Contains(
            "\"put_off\":[{\"action\":\"later\",\"until\":\"2026-03-06T12:00:00+00:00\"",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<PutOffOffer> Schedule(OfferCatalogue catalogue, params Offer[] given) =>
        OfferSchedule.For(Given.Customer("c"), new() { At = Given.Now, Catalogue = catalogue }, given);
}
