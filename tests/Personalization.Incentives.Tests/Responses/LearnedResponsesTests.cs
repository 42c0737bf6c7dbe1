using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.Incentives.Tests.Responses;

/// <summary>A trial of one offer: with it, half of those in town buy and nobody elsewhere; without it a quarter of all.</summary>
public sealed class LearnedResponsesTests
{
    private static readonly Offer Gift = new()
    {
        Id = "gift",
        Name = "A gift",
        Kind = OfferKind.Gift,
        Cost = new() { Redemption = new() { Fixed = 1 } },
        Response = new() { Redemption = .5, Uplift = .02 },
    };

    private static readonly Offer Unknown = Gift with { Id = "unknown" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_LearnedAndAssumed_WeighedByTheirErrors()
    {
        UpliftData data = Trial();
        UpliftModel model = new UpliftTrainer().Fit(data, null, Token);
        CustomerTable table = data.Slices[0].Customers;
        LearnedResponses responses = LearnedResponses.From(model, table, new() { RelativeError = 2 }, Token);

        OfferReaction reaction = responses.Of(Gift, table[0]);

        double effect = model.Effects(table, 0, Token)[0], error = model.StandardErrors(table, 0, Token)![0];
        double before = 1 / (.04 * .04), after = 1 / (error * error);
        Assert.Equal(((before * .02) + (after * effect)) / (before + after), reaction.Uplift, 12);
        Assert.Equal(1 / Math.Sqrt(before + after), reaction.UpliftError, 12);
        Assert.Equal(.5, reaction.Redemption);
    }

    [Fact]
    public void Of_WhatTheModelDoesntKnow_IsAssumed()
    {
        UpliftData data = Trial();
        CustomerTable table = data.Slices[0].Customers;
        LearnedResponses responses = LearnedResponses.From(new UpliftTrainer().Fit(data, null, Token), table, null, Token);
        CustomerProfile stranger = CustomerProfile.Create(new CustomerId("stranger"), new DateTime(2026, 1, 1));

        Assert.Equal(new OfferReaction(.5, .02, .02), responses.Of(Unknown, table[0]));
        Assert.Equal(new OfferReaction(.5, .02, .02), responses.Of(Gift, stranger));
        Assert.Equal(new OfferReaction(.5, .02, 0), AssumedResponses.Instance.Of(Gift, stranger));
    }

    /// <summary>Draws differ between customers and offers, repeat with their seed, and spread as the error says.</summary>
    [Fact]
    public void Of_Explore_DrawsAroundTheMean()
    {
        UpliftData data = Trial();
        UpliftModel model = new UpliftTrainer().Fit(data, null, Token);
        CustomerTable table = data.Slices[0].Customers;
        LearnedResponses one = LearnedResponses.From(model, table, new() { Explore = 1 }, Token);
        LearnedResponses same = LearnedResponses.From(model, table, new() { Explore = 1 }, Token);
        LearnedResponses other = LearnedResponses.From(model, table, new() { Explore = 2 }, Token);

        double[] draws = [.. Enumerable.Range(0, table.Count).Select(row => one.Of(Unknown, table[row]).Uplift)];

        Assert.Equal(one.Of(Gift, table[3]), same.Of(Gift, table[3]));
        Assert.NotEqual(one.Of(Gift, table[3]).Uplift, other.Of(Gift, table[3]).Uplift);
        Assert.Equal(.02, draws.Average(), .003);
        Assert.Equal(.02, Math.Sqrt(draws.Average(draw => (draw - .02) * (draw - .02))), .002);
    }

    /// <summary>The catalogue takes the gift to be worth giving to all; what happened says that it drives those out of town away.</summary>
    [Fact]
    public void Allocate_Learned_GivesToThoseWhomItChanges()
    {
        UpliftData data = Trial();
        CustomerTable table = data.Slices[0].Customers;
        LearnedResponses responses = LearnedResponses.From(new UpliftTrainer().Fit(data, null, Token), table, null, Token);
        OfferCatalogue catalogue = new([Gift]);

        OfferPlan assumed = new OfferAllocator(new() { Budget = 100_000 }).Allocate(table, catalogue, DateTimeOffset.UnixEpoch);
        OfferPlan learned = new OfferAllocator(new() { Budget = 100_000, Responses = responses }).Allocate(
            table, catalogue, DateTimeOffset.UnixEpoch);

        Assert.Equal(table.Count, assumed.Total.Offers);
        Assert.All(learned.Decisions, decision => Assert.Equal(decision.Profile.Text("city") == "town", decision.Offer is not null));
        OfferDecision given = learned.Decisions.First(decision => decision.Offer is not null);
        Assert.Contains(") buy because of it, as was learned", given.Reasons[1], StringComparison.Ordinal);
        Assert.InRange(given.UpliftError, .001, .02);
    }

    private static UpliftData Trial()
    {
        const int customers = 2_000;
        bool[] town = [.. Enumerable.Range(0, customers).Select(i => i % 2 == 0)];
        int[] given = [.. Enumerable.Range(0, customers).Select(i => i / 2 % 2 == 0 ? 0 : -1)];
        double[] bought =
            [.. Enumerable.Range(0, customers).Select(i => given[i] < 0 ? i / 4 % 4 == 0 ? 1.0 : 0 : town[i] && i / 4 % 2 == 0 ? 1 : 0)];
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, customers).Select(i => new CustomerId($"c{i:D4}")));
        CustomerTable table = new CustomerTable(ids, new DateTime(2026, 1, 1)).With(
            new CategoryColumn("city", [.. town.Select(own => own ? "town" : "village")]),
            new MoneyColumn(ColumnNames.AverageOrder, [.. town.Select(_ => (decimal?)100)]));
        return new UpliftData("buys", ["city"], ["gift"], new UpliftSlice(table, given, bought));
    }
}
