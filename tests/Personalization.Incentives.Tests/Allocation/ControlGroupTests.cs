using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class ControlGroupTests
{
    private static readonly AllocationOptions Fifth = new() { Budget = 1_000_000, ControlShare = .2 };

    [Fact]
    public void InControl_Share_IsHeldAndGrowsByTheSameCustomers()
    {
        CustomerId[] ids = [.. Enumerable.Range(0, 20_000).Select(i => new CustomerId($"c{i}"))];
        CustomerId[] fifth = [.. ids.Where(Fifth.InControl)];

        Assert.InRange(fifth.Length / 20_000.0, .19, .21);
        Assert.All(fifth, id => Assert.True((Fifth with { ControlShare = .3 }).InControl(id)));
        Assert.NotEqual(fifth, [.. ids.Where((Fifth with { Seed = 1 }).InControl)]);
        Assert.DoesNotContain(ids, new AllocationOptions().InControl);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllocationOptions { ControlShare = 1 });
    }

    /// <summary>With a budget that doesn't bind, what is withheld is what the plan without a control group gives.</summary>
    [Fact]
    public void Allocate_Control_GetsNothingAndIsToldWhatIsWithheld()
    {
        CustomerProfile[] customers = Instances.Customers(400, 5);
        OfferPlan all = Given.Plan(customers, Instances.TwelveOffers(), Fifth with { ControlShare = 0 });
        OfferPlan plan = Given.Plan(customers, Instances.TwelveOffers(), Fifth);

        OfferDecision[] control = [.. plan.Decisions.Where(decision => decision.IsControl)];
        Assert.Equal(control.Length, plan.ControlCustomers);
        Assert.InRange(control.Length, 50, 110);
        Assert.Equal(all.Decisions.Select(decision => decision.Offer?.Id), plan.Decisions.Select(d => (d.Offer ?? d.Withheld)?.Id));
        Assert.Contains(control, decision => decision.Withheld is not null);
        Assert.All(control, decision =>
        {
            Decision told = decision.ToDecision();
            bool withheld = decision.Withheld is not null;
            Assert.Equal((null, withheld ? .2 : 1), (told.Action, told.Propensity));
            Assert.Equal(withheld ? .8 : 0, told.Alternatives.Sum(alternative => alternative.Propensity), 12);
            Assert.StartsWith(
                "Nothing is offered: the customer is in the control group, the 20 % of all whom a lot leaves without offers",
                told.Reasons[0], StringComparison.Ordinal);
            Assert.Empty(decision.PutOff);
            Assert.DoesNotContain(told.Reasons, reason => reason.Contains("budget", StringComparison.Ordinal));
        });
        Assert.All(plan.Decisions.Where(decision => decision.Offer is not null), decision =>
        {
            Assert.Equal(.8, decision.Propensity, 12);
            Assert.Equal(.2, decision.ToDecision().Alternatives[0].Propensity, 12);
            Assert.Null(decision.Withheld);
        });
    }

    [Fact]
    public void Allocate_BudgetThatBinds_WithholdsAboutAsManyAsItGives()
    {
        OfferPlan plan = Given.Plan(Instances.Customers(4_000, 6), Instances.TwelveOffers(200), Fifth with { Budget = 1_000 });

        double given = plan.Total.Offers / (double)(plan.Total.Customers - plan.ControlCustomers);
        double withheld = plan.Decisions.Count(decision => decision.Withheld is not null) / (double)plan.ControlCustomers;
        Assert.InRange(given, .05, .9);
        Assert.InRange(withheld / given, .8, 1.25);
    }

    [Fact]
    public void Policy_NewCustomerOfTheControl_GetsNothing()
    {
        OfferPlan plan = Given.Plan(Instances.Customers(50, 7), [Given.Offer("a")], 1_000_000);
        OfferPlan held = Given.Plan(Instances.Customers(50, 7), new OfferCatalogue([Given.Offer("a")]), Fifth);
        CustomerId control = Enumerable.Range(0, 1_000).Select(i => new CustomerId($"new{i}")).First(Fifth.InControl);

        Decision decision = new BudgetedIncentivePolicy(held).Decide(Given.Customer(control.Value));

        Assert.Equal("a", new BudgetedIncentivePolicy(plan).Decide(Given.Customer(control.Value)).Action);
        Assert.Equal((null, .2), (decision.Action, decision.Propensity));
    }
}
