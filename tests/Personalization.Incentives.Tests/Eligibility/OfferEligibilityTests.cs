using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class OfferEligibilityTests
{
    private static readonly Offer Open = Given.Offer("a");

    [Fact]
    public void Evaluate_OfferForEverybody_IsEligible()
    {
        EligibilityResult result = Evaluate(Open, Given.Customer("c", segment: null));

        Assert.True(result.IsEligible);
        Assert.Empty(result.Reasons);
    }

    [Fact]
    public void Evaluate_EveryConditionMissed_ListsEachReason()
    {
        Offer picky = Open with
        {
            MarginFloor = .35m,
            Eligibility = new()
            {
                Segments = ["VIP"],
                Clusters = [1],
                Categories = ["rings"],
                RecencyDays = new(null, 5),
                Frequency = new(9, null),
                Monetary = new(1_000, null),
                AverageOrder = new(200, 300),
            },
        };

        EligibilityResult result = Evaluate(picky, Given.Customer("c"));

        Assert.False(result.IsEligible);
        Assert.Equal(
            [
                "is in segment S; it is for VIP",
                "has no cluster; it is for clusters 1",
                "last order was 10 days ago; it asks for at most 5",
                "has 4 orders; it asks for at least 9",
                "spent 400.00 in all; it asks for at least 1000",
                "average order is 100.00; it asks for 200 to 300",
                "has bought of no known category; it asks for one of rings",
                "it would leave 30 % margin of an average order of 100.00, below its floor of 35 %",
            ],
            result.Reasons);
    }

    [Fact]
    public void Evaluate_ConditionsMet_IsEligibleAtBothEnds()
    {
        Offer offer = Open with
        {
            MarginFloor = .30m,
            Eligibility = new()
            {
                Segments = ["S"],
                Clusters = [0, 1],
                Categories = ["rings", "pearls"],
                RecencyDays = new(10, 20),
                Frequency = new(1, 4),
            },
        };

        Assert.True(Evaluate(offer, Bought(Given.Customer("c"), "watches", "pearls")).IsEligible);
        Assert.Equal(
            ["hasn't bought of its categories; it asks for one of rings, pearls"],
            Evaluate(offer, Bought(Given.Customer("c"), "watches")).Reasons);
        Assert.False(Evaluate(offer, Bought(Given.Customer("c", segment: null), "pearls")).IsEligible);

        static CustomerProfile Bought(CustomerProfile customer, params string[] categories) => customer.Knowing(
            new WholeNumberColumn(ColumnNames.Cluster, [1L]), new CategoryListColumn(ColumnNames.Categories, [categories]));
    }

    [Fact]
    public void Evaluate_NeverOrdered_IsInNoRangeButAny()
    {
        CustomerProfile customer = Given.Customer("c").Knowing(new NumberColumn(ColumnNames.RecencyDays, [double.NaN]));

        Assert.Equal(
            ["has never ordered; it asks for at least 0"],
            Evaluate(Open with { Eligibility = new() { RecencyDays = new(0, null) } }, customer).Reasons);
        Assert.True(Evaluate(Open, customer).IsEligible);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Evaluate_NoAverageOrder_IsNotEligible(double order) =>
        Assert.Equal("has no average order to judge it by", Assert.Single(Evaluate(Open, Given.Customer("c", (decimal)order)).Reasons));

    [Fact]
    public void Evaluate_OutsideValidity_SaysWhen()
    {
        Assert.Contains("begins on 2026-03-01 12:00", Reason(new() { From = Given.Now.AddSeconds(1) }), StringComparison.Ordinal);
        Assert.Contains("ended on 2026-03-01 12:00", Reason(new() { To = Given.Now }), StringComparison.Ordinal);
        Assert.True(
            Evaluate(Open with { Validity = new() { From = Given.Now, To = Given.Now.AddSeconds(1) } }, Given.Customer("c")).IsEligible);

        static string Reason(OfferValidity validity) =>
            Assert.Single(Evaluate(Open with { Validity = validity }, Given.Customer("c")).Reasons);
    }

    [Fact]
    public void Evaluate_History_KeepsCapsAndStackingRules()
    {
        Offer stackable = Given.Offer("stackable") with { Stacking = new() { Exclusive = false } };
        Offer twice = Given.Offer("twice") with { Caps = new() { PerCustomer = 2, Total = 3 }, Stacking = new() { Exclusive = false } };
        CustomerId customer = new("c");
        EligibilityContext context = Given.Context(Open, stackable, twice) with
        {
            History = new(
            [
                new(customer, "twice", Given.Now.AddDays(-9), Given.Now.AddDays(-1)),
                new(customer, "stackable", Given.Now.AddDays(-1), null),
            ]),
        };

        Assert.True(OfferEligibility.Evaluate(twice, Given.Customer("c"), context).IsEligible);
        Assert.Equal(["got it 1 times; a customer gets it at most 1 times"],
            OfferEligibility.Evaluate(stackable, Given.Customer("c"), context).Reasons);
        Assert.Equal(["holds 'stackable' already, which it doesn't go together with"],
            OfferEligibility.Evaluate(Open, Given.Customer("c"), context).Reasons);
        Assert.True(OfferEligibility.Evaluate(Open, Given.Customer("another"), context).IsEligible);

        EligibilityContext later = context with
        {
            History = new(
            [
                .. context.History.All,
                new(new("d"), "twice", Given.Now, null),
                new(new("e"), "twice", Given.Now, null),
            ]),
        };
        Assert.Equal(["all 3 of it were given"], OfferEligibility.Evaluate(twice, Given.Customer("f"), later).Reasons);
    }

    [Fact]
    public void Evaluate_WithoutConsent_IsNotEligible()
    {
        EligibilityContext context = Given.Context(Open) with { Consent = new OnlyCustomer("yes") };

        Assert.True(OfferEligibility.Evaluate(Open, Given.Customer("yes"), context).IsEligible);
        Assert.Equal(["has not agreed to offers"], OfferEligibility.Evaluate(Open, Given.Customer("no"), context).Reasons);
    }

    private static EligibilityResult Evaluate(Offer offer, CustomerProfile customer)
    {
        EligibilityContext context = Given.Context(offer);
        EligibilityResult result = OfferEligibility.Evaluate(offer, customer, context);
        Assert.Equal(result.IsEligible, OfferEligibility.IsEligible(offer, AskedCustomer.Ask(customer, context), context));
        return result;
    }

    private sealed class OnlyCustomer(string id) : IConsentPolicy
    {
        public bool Allows(CustomerId customer, ConsentPurpose purpose) => purpose == ConsentPurpose.Marketing && customer.Value == id;
    }
}
