using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>
/// A simulated shop gives offers with a control group, its customers react as they truly do, and the next run learns from the file.
/// </summary>
public sealed class PastOffersTests : IDisposable
{
    private const int Horizon = 30;
    private static readonly OfferCatalogue Catalogue = new([Offer("ten", OfferKind.Percent, .10m), Offer("story", OfferKind.Content, 0)]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-past-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, PersonalizationFiles.Offers);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>With the shop's true effects, and with effects four times as large, which can be told from none.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_OffersWithAControlGroup_MeasuresAndLearnsTheTrueEffect(int strength)
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 4_000, Seed = 7 }, cancellationToken: Token);
        DateTime at = shop.Log.LastTime.Date.AddDays(-Horizon);
        PersonalizationResult before = Run(shop.Log.Before(at), new() { ControlShare = .3 }, null, at);
        before.Save(_folder.FullName, includeTimings: false, Token);
        (EventLog log, Dictionary<string, double> truth) = React(shop, before.Offers, at, strength);

        PersonalizationResult after = Run(log, new(), new() { Files = [File] });

        LearnedOffers learned = after.LearnedOffers!;
        Assert.Equal((null, true), (learned.Reason, learned.ByLot));
        Assert.Equal(before.Offers.Total.Offers, learned.History.All.Count);
        LearnedRound round = Assert.Single(learned.Rounds);
        Assert.Equal((at, before.Offers.Total.Offers, null), (round.Issued.DateTime, round.Given, round.LeftOut));
        foreach (MeasuredOffer offer in learned.Offers.Where(LearnedOffers.IsMeasured))
        {
            Assert.InRange(truth[offer.OfferId], offer.Low, offer.High);
            double[] effects = Effects(after, offer.OfferId, before.Offers);
            Assert.InRange(effects.Average(), offer.Low, offer.High);
            Assert.True(effects.Average() > 0);
        }

        Assert.True(LearnedOffers.IsMeasured(learned.Offers.Single(offer => offer.OfferId == "ten")));
        Assert.Same(learned.Responses, after.Offers.Options.Responses);
        Assert.Contains("offer-effects", after.Models.Keys);
        string report = System.Net.WebUtility.HtmlDecode(after.Report.ToString());
        Assert.Contains("What became of earlier offers", report, StringComparison.Ordinal);
        if (strength > 1)
        {
            Assert.True(learned.Offers.Single(offer => offer.OfferId == "ten").Low > 0);
            Assert.Contains("More buy because of it.", report, StringComparison.Ordinal);
        }

        Assert.Contains("was withheld by lot: the difference is what the offer did.", report, StringComparison.Ordinal);
    }

    /// <summary>Without a lot those with an offer are compared with those who weren't chosen: no figure, and the report says so.</summary>
    [Fact]
    public void Run_OffersWithoutAControlGroup_SaysThatNoFigureCanBeGiven()
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 1_000, Seed = 3 }, cancellationToken: Token);
        DateTime at = shop.Log.LastTime.Date.AddDays(-Horizon);
        PastDecision[] decisions =
        [
            .. shop.Log.Before(at).Customers.Values.Select((id, row) => new PastDecision(
                new(id), new DateTimeOffset(at, TimeSpan.Zero), row % 3 == 0 ? null : "ten")),
            new(new("c"), new DateTimeOffset(shop.Log.LastTime, TimeSpan.Zero), "ten"),
            new(new("c"), new DateTimeOffset(shop.Log.FirstTime.AddDays(-1), TimeSpan.Zero), "ten"),
        ];

        PersonalizationResult result = Run(shop.Log, new(), new() { Decisions = decisions });

        LearnedOffers learned = result.LearnedOffers!;
        Assert.False(learned.ByLot);
        Assert.NotNull(learned.Model);
        Assert.Equal(
            ["no order before it is known", null, "the 30 days after it aren't over"], learned.Rounds.Select(round => round.LeftOut));
        Assert.DoesNotContain(learned.Offers, LearnedOffers.IsMeasured);
        string report = System.Net.WebUtility.HtmlDecode(result.Report.ToString());
        Assert.Contains("No figure of what offers did can be given", report, StringComparison.Ordinal);
        Assert.Contains("It was withheld from nobody: no comparison.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingToLearnFrom_KeepsTheCataloguesAssumptions()
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 200, Seed = 3 }, cancellationToken: Token);
        PastDecision now = new(
            new(shop.Log.Customers.Values[0]), new DateTimeOffset(shop.Log.LastTime, TimeSpan.Zero), "ten");

        PersonalizationResult none = Run(shop.Log, new(), new());
        PersonalizationResult soon = Run(shop.Log, new(), new() { Decisions = [now] });

        Assert.Equal("No round of earlier offers can be learned from.", none.LearnedOffers!.Reason);
        Assert.IsType<AssumedResponses>(soon.Offers.Options.Responses);
        Assert.Equal("ten", Assert.Single(soon.LearnedOffers!.History.All).OfferId);
        Assert.DoesNotContain("offer-effects", soon.Models.Keys);
    }

    private static PersonalizationResult Run(EventLog log, AllocationOptions allocation, PastOffersOptions? past, DateTime? at = null)
    {
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep())
            .Add(new RepeatPurchasesStep())
            .Add(new OffersStep(new() { Catalogue = Catalogue, Allocation = allocation, Past = past }));
        return new PersonalizationPipeline(new() { Budget = 1_000_000, ReferenceDate = at }, steps).Run(log, cancellationToken: Token);
    }

    private static Offer Offer(string id, OfferKind kind, decimal value) => new()
    {
        Id = id,
        Name = id,
        Kind = kind,
        Value = value,
        MarginFloor = -1,
        Response = new() { Redemption = .2, Uplift = id == "ten" ? .06 : .02 },
    };

    /// <summary>
    /// The log in which those who got an offer, and wouldn't have bought, do so as often as is true of them; and what the offers changed
    /// on average.
    /// </summary>
    private static (EventLog Log, Dictionary<string, double> Truth) React(
        SimulatedShop shop, OfferPlan plan, DateTime at, int strength)
    {
        List<ShopEvent> more = [];
        Dictionary<string, List<double>> changes = [];
        RandomStream random = new(7, "past offers", 0);
        ILookup<CustomerId, DateTime> orders = shop.Log.Events()
            .Where(shopEvent => shopEvent.Type == EventType.Purchase && shopEvent.Time >= at && shopEvent.Time < at.AddDays(Horizon))
            .ToLookup(shopEvent => shopEvent.Customer, shopEvent => shopEvent.Time);
        foreach (OfferDecision decision in plan.Decisions)
        {
            if (decision.Offer is not { } offer) continue;
            ShopOfferKind kind = offer.Id == "ten" ? ShopOfferKind.PercentOff : ShopOfferKind.Content;
            double without = shop.Truth.TruePurchaseProbability(decision.Customer);
            double uplift = Math.Clamp(strength * shop.Truth.TrueUplift(decision.Customer, kind), 0, 1 - without);
            if (!changes.TryGetValue(offer.Id, out List<double>? own)) changes[offer.Id] = own = [];
            double lot = random.NextDouble();
            if (orders.Contains(decision.Customer))
            {
                own.Add(0);
                continue;
            }

            double convinced = uplift / (1 - without);
            own.Add(convinced);
            if (lot < convinced)
                more.Add(new ShopEvent(decision.Customer, at.AddDays(3), EventType.Purchase) { UnitPrice = 50, Item = new("x") });
        }

        return (EventLog.From(shop.Log.Events().Concat(more)), changes.ToDictionary(own => own.Key, own => own.Value.Average()));
    }

    /// <summary>What the model says that the offer changes with those who got it.</summary>
    private static double[] Effects(PersonalizationResult result, string offer, OfferPlan given) =>
    [
        .. from decision in given.Decisions
           where decision.Offer?.Id == offer
           let customer = result.Customers.Find(decision.Customer)!
           select result.LearnedOffers!.Responses!.Of(Catalogue.Find(offer)!, customer).Uplift,
    ];
}
