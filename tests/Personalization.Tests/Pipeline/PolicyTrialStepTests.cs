using System.Text;
using Personalization.Bandits;
using Personalization.Core;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class PolicyTrialStepConformance : PipelineStepConformance<PolicyTrialStep>
{
    protected override PolicyTrialStep Create() => new(new() { MaximumVisits = 1_000 });
}

public sealed class PolicyTrialStepTests
{
    private static readonly DateTime Start = new(2025, 3, 3, 8, 0, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_ASimulatedShop_LearnsMoreThanThePopularCategoryAndItsLogTellsTheTruth()
    {
        PolicyTrial trial = Run(JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 1_000, Seed = 6 }).Log, new())!;

        Assert.True(trial.LastQuarter.Policy > trial.LastQuarter.MostLookedAt + .05, $"{trial.LastQuarter}");
        Assert.True(trial.LastQuarter.Policy > trial.Parts[0].Policy, "It didn't learn.");
        Assert.Equal(trial.Visits, trial.Parts.Sum(part => part.Visits));
        OffPolicyEstimate answer = trial.OffPolicy.Answer!;
        Assert.InRange(trial.OffPolicyTruth, answer.Low, answer.High);
    }

    /// <summary>Half look at rings alone and half at watches: what is right for whom is all there is to learn.</summary>
    [Fact]
    public void Run_TwoTastes_FindsThem()
    {
        PolicyTrial trial = Run(Tastes(), new() { LeastVisits = 100 })!;

        Assert.Equal(["rings", "watches"], trial.Categories.Order(StringComparer.Ordinal));
        Assert.Equal((400, .5), (trial.Visits, trial.Whole.Even));
        // The last quarter has no customer's first visit: the favourite is always right, and the policy but for what it leaves to chance.
        Assert.Equal(1, trial.LastQuarter.OwnFavorite);
        Assert.InRange(trial.LastQuarter.Policy, .93, 1);
        Assert.InRange(trial.LastQuarter.MostLookedAt, .4, .6);
    }

    [Fact]
    public void Run_MostVisits_DecidesOnTheLatestWithWhatCameBefore()
    {
        PolicyTrial trial = Run(Tastes(), new() { MaximumVisits = 100, LeastVisits = 100 })!;

        Assert.Equal((100, 1.0), (trial.Visits, trial.Whole.OwnFavorite));
        Assert.Equal(Start.AddDays(15), trial.Period.First.Date.AddHours(8));
    }

    [Fact]
    public void Run_TooFewVisitsOrCategories_HasNothingToTell()
    {
        EventLog one = EventLog.From(Tastes().Events().Where(own => own.Category == "rings"));
        PersonalizationResult none = Result(one, new() { LeastVisits = 100 }, null);

        Assert.Null(none.PolicyTrial);
        Assert.Null(Run(Tastes(), new()));
        Assert.DoesNotContain("policy_trial\":{", Summary(none), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhoDidNotAgree_IsLeftOut()
    {
        HashSet<CustomerId> agreed = [.. Enumerable.Range(0, 10).Select(i => new CustomerId($"c{i}"))];
        CustomerConsent consent = new([new(ConsentPurpose.Personalization, agreed)]);

        PolicyTrial trial = Result(Tastes(), new() { LeastVisits = 100 }, consent).PolicyTrial!;

        Assert.Equal(200, trial.Visits);
    }

    /// <summary>A gap of half an hour, or another session, begins another visit; what the shop showed is none.</summary>
    [Fact]
    public void Visits_OfALog_AreSplitByGapAndSession()
    {
        EventLog log = EventLog.From(
        [
            View("a", 0, "x"), View("a", 20, "y"), View("a", 51, "x"),
            View("b", 0, "x", "s1"), View("b", 200, "y", "s1"), View("b", 201, "y", "s2"),
            View("c", 0, "y") with { Type = EventType.Exposure },
        ]);

        (IReadOnlyList<string> categories, CategoryVisit[] visits) = CategoryVisits.Of(log, new());

        Assert.Equal(["x", "y"], categories);
        Assert.Equal(
            [("a", 0, 3UL), ("b", 0, 3UL), ("a", 51, 1UL), ("b", 201, 2UL)],
            visits.Select(visit => (log.Customers[visit.Customer].Value, (int)(visit.Begin - Start).TotalMinutes, visit.Seen)));

        static ShopEvent View(string customer, int minute, string category, string? session = null) =>
            new(new(customer), Start.AddMinutes(minute), EventType.View) { Category = category, Session = session };
    }

    private static EventLog Tastes()
    {
        return EventLog.From(Enumerable.Range(0, 20).SelectMany(customer => Enumerable.Range(0, 20).SelectMany(day => (ShopEvent[])
        [
            Event(customer, day, EventType.View), Event(customer, day, EventType.Purchase) with { Quantity = 1, UnitPrice = 5 },
        ])));

        ShopEvent Event(int customer, int day, EventType type) =>
            new(new CustomerId($"c{customer}"), Start.AddDays(day).AddMinutes(customer), type)
            {
                Item = new ItemId(customer % 2 == 0 ? "ring" : "watch"),
                Category = customer % 2 == 0 ? "rings" : "watches",
            };
    }

    private static PolicyTrial? Run(EventLog log, PolicyTrialOptions options) => Result(log, options, null).PolicyTrial;

    private static PersonalizationResult Result(EventLog log, PolicyTrialOptions options, IConsentPolicy? consent)
    {
        PipelineSteps steps = PipelineSteps.Empty
            .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new PolicyTrialStep(options));
        return new PersonalizationPipeline(new() { Seed = 1, Consent = consent }, steps).Run(log, cancellationToken: Token);
    }

    private static string Summary(PersonalizationResult result)
    {
        using MemoryStream summary = new();
        result.WriteSummary(summary, false);
        return Encoding.UTF8.GetString(summary.ToArray());
    }
}
