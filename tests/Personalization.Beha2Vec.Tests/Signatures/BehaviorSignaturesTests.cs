using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

public sealed class BehaviorSignaturesTests
{
    private static readonly DateTime AsOf = new(2026, 1, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_Defaults_NamesPartsWithMeanZeroAndVarianceOne()
    {
        EventLog log = TwoKinds();
        FeatureTable signatures = Of(log);

        Assert.Equal(
            [
                "trait_1", "trait_2", "trait_3", "trait_4", "trait_5", "trait_6", "steps_1", "events", "idle_days",
                "season_cos", "season_sin",
            ],
            signatures.Names);
        Assert.All(signatures.Names.Where(name => name is not "events"), name =>
        {
            Assert.Equal(0, StableSum.Mean(signatures.Column(name)), 1e-4);
            Assert.Equal(1, StableSum.Variance(signatures.Column(name)), 1e-3);
        });
    }

    /// <summary>
    /// What customers look at changes from visit to visit; where they shop stays. The first trait must tell the shops apart though the
    /// items move the embedding more.
    /// </summary>
    [Fact]
    public void Of_TwoKindsOfCustomers_AStableTraitTellsThemApart()
    {
        EventLog log = TwoKinds();
        float[] trait = Of(log).Column("trait_1");
        float[] web = [.. trait.Where((_, row) => row % 2 == 0)], store = [.. trait.Where((_, row) => row % 2 == 1)];

        Assert.True(
            web.Max() < store.Min() || store.Max() < web.Min(),
            $"web {web.Min()} to {web.Max()}, store {store.Min()} to {store.Max()}");
    }

    [Fact]
    public void Of_AnyThreads_SameBits()
    {
        EventLog log = TwoKinds();
        float[] one = Of(log, new() { Threads = 1 }).Values.ToMatrix().Values.ToArray();

        Assert.Equal(one, Of(log, new() { Threads = 3 }).Values.ToMatrix().Values.ToArray());
    }

    [Fact]
    public void Of_CustomersWithoutEvents_HaveZerosAsTraits()
    {
        EventLog log = TwoKinds();
        Beha2VecModel model = Samples.Fit(log: log);
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From([.. log.Customers, new CustomerId("nobody")]);
        FeatureTable signatures = BehaviorSignatures.Of(
            model, EventSequences.From(log, model.Vocabulary), customers, AsOf,
            new() { Steps = 0, Activity = false, Season = false }, Token);
        customers.TryGetRow(new CustomerId("nobody"), out int nobody);

        // Standardized: the zero lies where the mean of the others lies, near 0.
        Assert.All(signatures.Names, name => Assert.InRange(signatures.Column(name)[nobody], -.2f, .2f));
    }

    [Fact]
    public void Of_OtherCodes_Throws()
    {
        EventLog log = TwoKinds();
        Beha2VecModel model = Samples.Fit(log: log);

        Assert.Throws<ArgumentException>(() => BehaviorSignatures.Of(model, EventSequences.From(log), null, AsOf, null, Token));
    }

    private static FeatureTable Of(EventLog log, BehaviorSignatureOptions? options = null)
    {
        Beha2VecModel model = Samples.Fit(log: log);
        return BehaviorSignatures.Of(model, EventSequences.From(log, model.Vocabulary), null, AsOf, options, Token);
    }

    /// <summary>Customers of the web and of the store by turns, who look at any item, and buy about a third of the time.</summary>
    private static EventLog TwoKinds()
    {
        Random random = new(7);
        List<ShopEvent> events = [];
        for (int customer = 0; customer < 40; customer++)
        {
            for (int visit = 0; visit < 12; visit++)
            {
                DateTime day = new DateTime(2025, 1, 1).AddDays(random.Next(360)).AddHours(random.Next(20));
                for (int i = 0; i < 3; i++)
                {
                    events.Add(new ShopEvent(
                        new CustomerId($"c{customer:00}"), day.AddMinutes(i), random.Next(3) == 0 ? EventType.Purchase : EventType.View)
                    {
                        Item = new ItemId($"i{random.Next(6)}"),
                        UnitPrice = 10,
                        Channel = customer % 2 == 0 ? "web" : "store",
                    });
                }
            }
        }

        return EventLog.From(events);
    }
}
