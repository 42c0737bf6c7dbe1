using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Plans heed what the catalogue says of time, codes and goals.</summary>
public sealed class PlanByRulesTests
{
    private static readonly StackingRule Together = new() { Exclusive = false };

    private static readonly Offer[] Four =
        [.. "abcd".Select(id => Given.Offer($"{id}") with { Stacking = Together, Scheme = id < 'c' ? "Club" : "" })];

    [Theory]
    [InlineData(0, "", 0, 3)]
    [InlineData(2, "", 0, 2)]
    [InlineData(2, "", 1, 1)]
    [InlineData(1, "Club", 0, 3)]
    [InlineData(0, "", -1, 1)]
    public void Allocate_SeveralOffersACustomer_StayWithinFrequencyAndCoolDown(int cap, string scheme, int before, int given)
    {
        CatalogueRules rules = new()
        {
            Frequency = cap == 0 ? [] : [new() { Count = cap, Window = TimeSpan.FromDays(7), Scheme = scheme }],
            CoolDown = before < 0 ? new() { AfterOffer = TimeSpan.FromDays(1) } : new(),
        };
        OfferHistory history = new([.. Enumerable.Range(0, Math.Max(0, before)).Select(
            _ => new IssuedOffer(new("c"), "d", Given.Now.AddDays(-1), null))]);

        OfferPlan plan = Given.Plan(
            [Given.Customer("c")], new OfferCatalogue(Four, rules: rules), new() { Budget = 1_000, OffersPerCustomer = 3 }, history);

        string[] ids = [.. plan.ToHistory().All.Skip(history.All.Count).Select(issued => issued.OfferId)];
        Assert.Equal(given, ids.Length);
        if (scheme.Length > 0) Assert.Single(ids, id => id is "a" or "b");
    }

    [Fact]
    public void Allocate_OffersWithCodes_AreGivenNoMoreOftenThanThereAreCodes()
    {
        using CodePools codes = new();
        codes.Add("spring", ["A", "B"]);
        CustomerTable customers = Given.Table([.. Enumerable.Range(0, 5).Select(i => Given.Customer($"c{i}"))]);
        OfferCatalogue catalogue = new([Given.Offer("a") with { CodePool = "spring" }]);

        OfferPlan plan = new OfferAllocator().Allocate(
            customers, new EligibilityContext { At = Given.Now, Catalogue = catalogue, Codes = codes },
            cancellationToken: TestContext.Current.CancellationToken);

        string[] handed = [.. plan.Decisions.Where(one => one.Offer is not null).Select(one => codes.Take("spring", one.Id)!)];
        Assert.Equal(["A", "B"], handed);
    }

    [Fact]
    public void Allocate_OfferWithAGoal_IsForThoseWhoReachedIt()
    {
        EventLog log = EventLog.From(
            [new(new("c1"), Given.Now.DateTime.AddDays(-1), EventType.Review) { Item = new("i") }]);
        OfferCatalogue catalogue =
            new([Given.Offer("badge") with { Goal = new() { Kind = GoalKind.Badge, Target = 1, Counts = EventType.Review } }]);

        OfferPlan plan = new OfferAllocator().Allocate(
            Given.Table(Given.Customer("c1"), Given.Customer("c2")),
            new EligibilityContext { At = Given.Now, Catalogue = catalogue, Events = log },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["badge", null], plan.Decisions.Select(one => one.Offer?.Id));
    }
}
