using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A simulated shop after its log: its customers as they were known at the end, what each truly does in a week under each offer, and what
/// that brings. Amounts are in the shop's currency.
/// </summary>
internal sealed class LoopWorld
{
    public const decimal GrossMargin = .40m;

    /// <summary>Column of the cluster of behaviour.</summary>
    public const string Behavior = "behavior_cluster_name";

    private const double WeekOfHorizon = 7.0 / ShopTruth.HorizonDays;

    private readonly double[] _orders;
    private readonly double[,] _bought;

    public LoopWorld(ulong seed, int customers)
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = customers, Seed = seed });
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep())
            .Add(new ClustersStep()).Add(new Beha2VecStep()).Add(new BehaviorStep()).Add(new LifetimeStep()).Add(new AffinityStep())
            .Add(new AttributesStep());
        Customers = new PersonalizationPipeline(new() { Seed = seed }, steps).Run(shop.Log).Customers;
        Personas = [.. Customers.Customers.Values.Select(id => shop.Truth.Find(new CustomerId(id))!.Persona.ToString())];
        Offers = new OfferCatalogue(Enum.GetValues<ShopOfferKind>().Select(Make));
        Kinds = [.. Offers.Offers.Select(offer => Enum.Parse<ShopOfferKind>(offer.Name))];
        _orders = [.. Enumerable.Range(0, Customers.Count).Select(row => (double)Customers[row].AverageOrderValue)];
        _bought = new double[Customers.Count, Kinds.Length + 1];
        for (int row = 0; row < Customers.Count; row++)
        {
            CustomerId id = Customers.Customers[row];
            _bought[row, 0] = Week(shop.Truth.TruePurchaseProbability(id));
            for (int offer = 0; offer < Kinds.Length; offer++)
                _bought[row, offer + 1] = Week(shop.Truth.TruePurchaseProbability(id, Kinds[offer]));
        }
    }

    public CustomerTable Customers { get; }

    public OfferCatalogue Offers { get; }

    /// <summary>The true persona of each customer.</summary>
    public string[] Personas { get; }

    /// <summary>Kinds of the catalogue's offers, in its order.</summary>
    public ShopOfferKind[] Kinds { get; }

    /// <summary>True probability that a customer buys in a week; offer −1 is none.</summary>
    public double Bought(int row, int offer) => _bought[row, offer + 1];

    /// <summary>What a customer truly brings in a week on average: margin of the order, less the offer's cost.</summary>
    public double Profit(int row, int offer)
    {
        double margin = (double)GrossMargin * _orders[row];
        if (offer < 0) return Bought(row, -1) * margin;
        Offer own = Offers.Offers[offer];
        return (Bought(row, offer) * (margin - (double)own.RedemptionCost((decimal)_orders[row]))) - (double)own.Cost.Contact;
    }

    /// <summary>What all bring in a week.</summary>
    public double Profit(int[] choice) => Enumerable.Range(0, choice.Length).Sum(row => Profit(row, choice[row]));

    /// <summary>The best offer of each customer, by the truth.</summary>
    public int[] Oracle() => [.. Enumerable.Range(0, Customers.Count).Select(
        row => Enumerable.Range(-1, Kinds.Length + 1).MaxBy(offer => Profit(row, offer)))];

    /// <summary>The offer that is best for each group as a whole, by the truth.</summary>
    public int[] BestBy(IReadOnlyList<string?> groups)
    {
        int[] choice = new int[groups.Count];
        foreach (IGrouping<string?, int> group in Enumerable.Range(0, choice.Length).GroupBy(row => groups[row]))
        {
            int best = Enumerable.Range(-1, Kinds.Length + 1).MaxBy(offer => group.Sum(row => Profit(row, offer)));
            foreach (int row in group) choice[row] = best;
        }

        return choice;
    }

    /// <summary>Who buys in a week, by lot.</summary>
    public double[] Live(int[] choice, RandomStream random) =>
        [.. choice.Select((offer, row) => random.NextDouble() < Bought(row, offer) ? 1.0 : 0)];

    private static double Week(double horizon) => 1 - Math.Pow(1 - horizon, WeekOfHorizon);

    private static Offer Make(ShopOfferKind kind)
    {
        (OfferKind own, decimal value, RedemptionCost? cost) = kind switch
        {
            ShopOfferKind.PercentOff => (OfferKind.Percent, .10m, (RedemptionCost?)null),
            ShopOfferKind.AmountOff => (OfferKind.Amount, 8m, null),
            ShopOfferKind.FreeShipping => (OfferKind.FreeShipping, 5m, new RedemptionCost { Fixed = 5m }),
            ShopOfferKind.Gift => (OfferKind.Gift, 6m, new RedemptionCost { Fixed = 6m }),
            ShopOfferKind.EarlyAccess => (OfferKind.EarlyAccess, 48m, null),
            ShopOfferKind.LoyaltyPoints => (OfferKind.LoyaltyPoints, 100m, new RedemptionCost { PercentOfOrder = .04m }),
            ShopOfferKind.Referral => (OfferKind.Referral, .05m, null),
            _ => (OfferKind.Content, 0m, null),
        };
        return new Offer
        {
            Id = kind.ToString().ToLowerInvariant(),
            Name = kind.ToString(),
            Kind = own,
            Value = value,
            Cost = new() { Contact = .05m, Redemption = cost },
            MarginFloor = -1,
            Caps = new() { PerCustomer = 100_000 },
            Response = new() { Redemption = 1, Uplift = .003 },
        };
    }
}
