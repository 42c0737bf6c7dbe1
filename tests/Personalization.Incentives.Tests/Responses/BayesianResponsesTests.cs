using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Incentives.Tests.Responses;

/// <summary>Weekly lots of a gift that doubles the odds of those in town and of nobody else.</summary>
public sealed class BayesianResponsesTests
{
    private static readonly Offer Gift = new()
    {
        Id = "gift",
        Name = "A gift",
        Kind = OfferKind.Gift,
        Response = new() { Redemption = .5, Uplift = .02 },
    };

    private static readonly Lazy<(UpliftData Data, BayesianUpliftModel Model)> Learned = new(Learn);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_Customer_ChangesTheirOwnProbability()
    {
        (UpliftData data, BayesianUpliftModel model) = Learned.Value;
        CustomerTable table = data.Slices[0].Customers;
        CustomerTable known = table.With(new NumberColumn(ColumnNames.PurchaseProbability, [.. Enumerable.Repeat(.4, table.Count)]));
        (double[] means, double[] deviations) = model.LogOddsEffects(table, 0, Token);
        double[] without = model.Baselines(table, Token);

        for (int row = 0; row < 4; row++)
        {
            foreach ((CustomerTable asked, double before) in new[] { (table, without[row]), (known, .4) })
            {
                OfferReaction reaction = BayesianResponses.From(model, asked, Token).Of(Gift, asked[row]);
                double after = 1 / (1 + Math.Exp(-(Math.Log(before / (1 - before)) + means[row])));
                Assert.Equal(after - before, reaction.Uplift, 12);
                Assert.Equal(after * (1 - after) * deviations[row], reaction.UpliftError, 12);
                Assert.Equal(.5, reaction.Redemption);
            }
        }

        Assert.True(means[0] > means[1] + .3, "Those in town are changed more.");
    }

    [Fact]
    public void Of_WhatTheModelDoesntKnow_IsAssumed()
    {
        (UpliftData data, BayesianUpliftModel model) = Learned.Value;
        BayesianResponses responses = BayesianResponses.From(model, data.Slices[0].Customers, Token);
        CustomerProfile stranger = CustomerProfile.Create(new CustomerId("stranger"), new DateTime(2026, 1, 1));

        Assert.Equal(new OfferReaction(.5, .02, 0), responses.Of(Gift with { Id = "other" }, data.Slices[0].Customers[0]));
        Assert.Equal(new OfferReaction(.5, .02, 0), responses.Of(Gift, stranger));
    }

    /// <summary>Draws differ between customers, repeat with their seed, and spread as the belief does.</summary>
    [Fact]
    public void Exploring_DrawsAroundTheMean()
    {
        (UpliftData data, BayesianUpliftModel model) = Learned.Value;
        CustomerTable table = data.Slices[0].Customers.With(
            new NumberColumn(ColumnNames.PurchaseProbability, [.. Enumerable.Repeat(.5, data.Slices[0].Customers.Count)]));
        BayesianResponses responses = BayesianResponses.From(model, table, Token);
        (double[] means, double[] deviations) = model.LogOddsEffects(table, 0, Token);

        double[] draws =
        [
            .. Enumerable.Range(0, table.Count).Select(row =>
            {
                double uplift = responses.Exploring(1).Of(Gift, table[row]).Uplift;
                return (Math.Log((.5 + uplift) / (.5 - uplift)) - means[row]) / deviations[row];
            }),
        ];

        Assert.Equal(0, draws.Average(), .2);
        Assert.Equal(1, Math.Sqrt(draws.Average(draw => draw * draw)), .15);
        Assert.Equal(responses.Exploring(1).Of(Gift, table[3]), responses.Exploring(1).Of(Gift, table[3]));
        Assert.NotEqual(responses.Exploring(1).Of(Gift, table[3]).Uplift, responses.Exploring(2).Of(Gift, table[3]).Uplift);
    }

    private static (UpliftData Data, BayesianUpliftModel Model) Learn()
    {
        RandomStream random = new(1, "bayesian responses tests", 0);
        const int Customers = 400;
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, Customers).Select(i => new CustomerId($"c{i:D3}")));
        CustomerTable table = new CustomerTable(ids, new DateTime(2026, 1, 1)).With(
            new CategoryColumn("city", [.. Enumerable.Range(0, Customers).Select(i => i % 2 == 0 ? "town" : "village")]));
        UpliftSlice[] weeks =
        [
            .. Enumerable.Range(0, 20).Select(_ =>
            {
                int[] given = [.. Enumerable.Range(0, Customers).Select(_ => random.NextInt32(2) - 1)];
                return new UpliftSlice(
                    table, given,
                    [.. given.Select((own, i) => random.NextDouble() < (own == 0 && i % 2 == 0 ? 1 / 3.0 : .2) ? 1.0 : 0)]);
            }),
        ];
        UpliftData data = new("buys", ["city"], ["gift"], weeks);
        return (data, new BayesianUpliftTrainer(new() { ColumnDeviation = .3 }).Fit(data));
    }
}
