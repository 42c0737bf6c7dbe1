using System.Text;
using System.Text.Json;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class OfferDecisionTests
{
    private static readonly OfferPlan Plan = Given.Plan(
        [Given.Customer("c1", 50), Given.Customer("c2")],
        [Given.Offer("a"), Given.Offer("b", uplift: .06), Given.Offer("v") with { Eligibility = new() { Segments = ["VIP"] } }],
        10);

    /// <summary>An offer of .1 uplift gains 4 for 2; one of .06 gains 2.4 for 1.6.</summary>
    [Fact]
    public void ToDecision_Offer_CarriesWhatCanBeLearnedFrom()
    {
        Decision decision = Plan.Find(new("c2"))!.ToDecision();

        Assert.Equal(("c2", "a", 1.0), (decision.Customer.Value, decision.Action, decision.Propensity));
        Assert.Equal(("offers-1", Given.Now), (decision.PolicyVersion, decision.Time));
        Assert.Equal((2m, 4m, 2m), (decision.ExpectedCost, decision.ExpectedMargin, decision.ExpectedNet));
        Assert.Equal(new(ConsentPurpose.Marketing, null), decision.Consent);
        Assert.Equal(100, decision.Features.AverageOrderValue);
        Assert.Equal(
            [
                new(null, 0, 0, "Not nothing: it would forgo the 2.00 net that the offer chosen brings."),
                new("b", 0, .8m, "Not 'B': it would bring 0.80 net, no more than the offer chosen."),
                new("v", 0, null, "Not 'V': is in segment S; it is for VIP."),
            ],
            decision.Alternatives);
        Assert.Equal(Plan.Find(new("c2"))!.Reasons, decision.Reasons);
    }

    [Fact]
    public void ToDecision_Nothing_HasEveryOfferAsAlternative()
    {
        Decision decision = Plan.Find(new("c1"))!.ToDecision();

        Assert.Null(decision.Action);
        Assert.Equal(["a", "b", "v"], decision.Alternatives.Select(alternative => alternative.Action));
        Assert.Equal((0m, 0m, 0m), (decision.ExpectedCost, decision.ExpectedMargin, decision.ExpectedNet));
    }

    [Fact]
    public void Id_SameDecision_IsTheSameAndNoOtherIs()
    {
        OfferCatalogue catalogue = new([Given.Offer("a")]);
        OfferPlan first = Given.Plan([Given.Customer("c1"), Given.Customer("c2")], catalogue, new());
        OfferPlan again = Given.Plan([Given.Customer("c1"), Given.Customer("c2")], catalogue, new());
        OfferPlan[] others =
        [
            Given.Plan([Given.Customer("c1")], catalogue, new() { Seed = 1 }),
            Given.Plan([Given.Customer("c1")], catalogue, new() { PolicyVersion = "offers-2" }),
            Given.Plan([Given.Customer("c1")], catalogue, new(), at: Given.Now.AddTicks(1)),
        ];

        Assert.Equal(first.Decisions.Select(decision => decision.Id), again.Decisions.Select(decision => decision.Id));
        OfferDecision[] all = [.. first.Decisions, .. others.Select(plan => plan.Decisions[0])];
        Assert.Equal(5, all.Select(decision => decision.Id).Distinct().Count());
        Assert.Equal(first.Decisions[0].Id, first.Decisions[0].ToDecision().Id);
    }

    [Fact]
    public void WriteJson_Decision_HoldsAllOfIt()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream)) Plan.Find(new("c2"))!.ToDecision().WriteJson(json);

        JsonElement root = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
        Assert.Equal(3, root.GetProperty("alternatives").GetArrayLength());
        Assert.Equal("asked_elsewhere", root.GetProperty("consent").GetProperty("answer").GetString());
        Assert.Equal("S", root.GetProperty("features").GetProperty("segment").GetString());
    }
}
