using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests.Responses;

public sealed class GroupEffectsTests
{
    private static readonly Offer Gift = new()
    {
        Id = "gift",
        Name = "A gift",
        Kind = OfferKind.Gift,
        Response = new() { Redemption = .5, Uplift = .02 },
    };

    /// <summary>
    /// 300 of 400 buy where half would have: δ = ln 3, pulled by nearly nothing, with a variance of 1 ÷ (400 · 3/16). Spreads between
    /// groups and offers are at their least, .2: (ln 3 ÷ (.0133 + .04) + .1 ÷ .04) ÷ (1 ÷ (.0133 + .04) + 1 ÷ .04).
    /// </summary>
    [Fact]
    public void Estimate_OneCell_AsByHand()
    {
        GroupEffects effects = new(new() { CellDeviation = 1e6 });
        for (int i = 0; i < 400; i++) effects.Add("gift", null, .5, i < 300);

        GroupEffect effect = Assert.Single(effects.Estimate().Effects);

        double own = 1 / ((1 / 75.0) + .04), mean = ((own * Math.Log(3)) + (25 * .1)) / (own + 25);
        Assert.Equal(("gift", "", 400, 300, 200), (effect.Offer, effect.Group, effect.Given, effect.Bought, effect.Expected));
        Assert.Equal(mean, effect.Mean, 6);
        Assert.Equal(Math.Sqrt((1 / (own + 25)) + .04), effect.Deviation, 6);
    }

    /// <summary>
    /// Two groups with opposite effects and many customers: each keeps its own; one of ten customers takes nearly the offer's.
    /// </summary>
    [Fact]
    public void Estimate_Groups_KeepWhatTheyKnow()
    {
        GroupEffects effects = new();
        for (int i = 0; i < 20_000; i++)
        {
            effects.Add("gift", "warm", .2, i % 10 < 3);
            effects.Add("gift", "cold", .2, i % 10 < 1);
        }

        for (int i = 0; i < 10; i++) effects.Add("gift", "new", .2, false);
        Dictionary<string, GroupEffect> found = effects.Estimate().Effects.ToDictionary(effect => effect.Group);

        Assert.Equal(Math.Log(3 / 7.0) - Math.Log(.25), found["warm"].Mean, .02);
        Assert.Equal(Math.Log(1 / 9.0) - Math.Log(.25), found["cold"].Mean, .02);
        Assert.True(found["new"].Mean < found[""].Mean);
        Assert.True(found["new"].Deviation > 10 * found["warm"].Deviation);
    }

    [Fact]
    public void Of_Customer_ChangesTheirOwnProbability()
    {
        GroupEffects effects = new(new() { GroupColumn = "city" });
        for (int i = 0; i < 1_000; i++) effects.Add("gift", "town", .2, i % 10 < 3);
        GroupResponses responses = effects.Estimate();
        CustomerTable table = new CustomerTable(IdIndex<CustomerId>.From([new("a"), new("b")]), new DateTime(2026, 1, 1)).With(
            new CategoryColumn("city", ["town", "village"]), new NumberColumn(ColumnNames.PurchaseProbability, [.1, .4]));

        foreach ((int row, string group, double before) in new[] { (0, "town", .1), (1, "", .4) })
        {
            GroupEffect effect = responses.Effects.Single(own => own.Group == group);
            OfferReaction reaction = responses.Of(Gift, table[row]);
            double after = 1 / (1 + Math.Exp(-(Math.Log(before / (1 - before)) + effect.Mean)));
            Assert.Equal(after - before, reaction.Uplift, 12);
            Assert.Equal(after * (1 - after) * effect.Deviation, reaction.UpliftError, 12);
            Assert.Equal(.5, reaction.Redemption);
        }

        Assert.Equal(new OfferReaction(.5, .02, 0), responses.Of(Gift with { Id = "other" }, table[0]));
        Assert.NotEqual(responses.Of(Gift, table[0]), responses.Exploring(1).Of(Gift, table[0]));
        Assert.Equal(responses.Exploring(1).Of(Gift, table[0]), responses.Exploring(1).Of(Gift, table[0]));
    }

    /// <summary>
    /// In drawn worlds of six offers and four groups, intervals of two deviations hold the truth about as often as they say.
    /// </summary>
    [Fact]
    public void Estimate_DrawnWorlds_DeviationsAreHonest()
    {
        int held = 0, all = 0;
        for (ulong world = 0; world < 20; world++)
        {
            RandomStream random = new(world, "group effects", 0);
            GroupEffects effects = new();
            Dictionary<(string, string), double> truth = [];
            for (int offer = 0; offer < 6; offer++)
            {
                double mean = .1 + (.2 * random.NextGaussian());
                for (int group = 0; group < 4; group++)
                {
                    double delta = mean + (.2 * random.NextGaussian());
                    truth[($"o{offer}", $"g{group}")] = delta;
                    for (int i = 0; i < 300; i++)
                    {
                        double without = .05 + (.3 * random.NextDouble());
                        double with = 1 / (1 + Math.Exp(-(Math.Log(without / (1 - without)) + delta)));
                        effects.Add($"o{offer}", $"g{group}", without, random.NextDouble() < with);
                    }
                }
            }

            foreach (GroupEffect effect in effects.Estimate().Effects.Where(own => own.Group.Length > 0))
            {
                all++;
                if (Math.Abs(effect.Mean - truth[(effect.Offer, effect.Group)]) < 2 * effect.Deviation) held++;
            }
        }

        Assert.InRange((double)held / all, .92, .99);
    }
}
