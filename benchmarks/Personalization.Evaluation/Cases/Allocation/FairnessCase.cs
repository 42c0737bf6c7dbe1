using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A planted bias: customers of the South have orders of a fraction of those of the North, log-normal both, and a gift of one cost pays
/// the more the larger the order, so that a budget for a part of the customers reaches fewer of them, by a ratio that follows from the two
/// distributions. Whether the audit's interval holds that ratio, whether limits remove the difference, and what they cost.
/// </summary>
internal sealed class FairnessCase : IEvaluationCase
{
    private const double Spread = .6, Middle = 60;
    private const string Region = "region";

    private static readonly OfferCatalogue Gift = new(
    [
        new Offer
        {
            Id = "gift",
            Name = "A gift",
            Kind = OfferKind.Gift,
            Cost = new() { Redemption = new() { Fixed = 3 } },
            Response = new() { Redemption = .5, Uplift = .1 },
        },
    ]);

    public string Name => "fairness";

    public string Description => "Audit and mitigation of a planted bias [--seeds N --customers N --south PERCENT --reached PERCENT]";

    public void Run(EvaluationContext context)
    {
        (int seeds, int customers) = (context.Option("seeds", 200), context.Option("customers", 4_000));
        double south = context.Option("south", 75) / 100.0, reached = context.Option("reached", 30) / 100.0;
        double planted = PlantedRatio(south, reached);
        int covered = 0, opportunity = 0, below = 0;
        double found = 0, width = 0, worst = double.MaxValue, price = 0, least = 0, most = 0, worstOf80 = double.MaxValue, priceOf80 = 0;
        for (int seed = 0; seed < seeds; seed++)
        {
            CustomerTable table = Customers(customers, south, (ulong)seed);
            OfferPlan before = Plan(table, new()
            {
                Budget = decimal.Round((decimal)(reached * customers * .375), 4),
                Basis = BudgetBasis.Expected,
                PurchaseProbability = .05,
            });
            FairnessReport audit = OfferFairness.Audit(before, Region);
            FairnessFigure ratio = audit.Groups[1].ToBest.OfferRate;
            if (ratio.Contains(planted)) covered++;
            if (audit.Groups[1].ToBest.Opportunity.Contains(planted)) opportunity++;
            if (ratio.High < 1) below++;
            found += ratio.Value / seeds;
            width += (ratio.High - ratio.Low) / seeds;

            FairnessComparison equal = Mend(before, table, audit, 1), fourFifths = Mend(before, table, audit, .8);
            worst = Math.Min(worst, equal.After.WorstOff!.ToBest.OfferRate.Value);
            worstOf80 = Math.Min(worstOf80, fourFifths.After.WorstOff!.ToBest.OfferRate.Value);
            price += equal.PriceShare / seeds;
            priceOf80 += fourFifths.PriceShare / seeds;
            least += (double)(equal.LeastPrice / equal.NetBefore) / seeds;
            most += (double)(equal.MostPrice / equal.NetBefore) / seeds;
        }

        (string, object)[] common = [("seeds", seeds), ("customers", customers), ("planted_ratio", planted)];
        context.Figure("audit", "coverage", (double)covered / seeds, null, [.. common, ("ratio", found), ("width", width)]);
        context.Figure("audit", "coverage_of_opportunity", (double)opportunity / seeds, null, common);
        context.Figure("audit", "found_below_one", (double)below / seeds, null, common);
        context.Figure(
            "parity, equal rates", "worst_ratio_after", worst, null,
            [.. common, ("price_share", price), ("price_share_at_least", least), ("price_share_at_most", most)]);
        context.Figure("parity, four fifths", "worst_ratio_after", worstOf80, null, [.. common, ("price_share", priceOf80)]);
    }

    private static FairnessComparison Mend(OfferPlan before, CustomerTable table, FairnessReport audit, double share) =>
        OfferFairness.Compare(before, Plan(table, before.Options with { Parities = [audit.ParityFor(share)] }), Region);

    private static OfferPlan Plan(CustomerTable table, AllocationOptions options) =>
        new OfferAllocator(options).Allocate(table, Gift, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    private static CustomerTable Customers(int count, double south, ulong seed)
    {
        RandomStream random = new(seed, "fairness case");
        string[] regions = new string[count];
        long[] orders = new long[count];
        for (int i = 0; i < count; i++)
        {
            regions[i] = random.NextInt32(2) == 0 ? "North" : "South";
            orders[i] = (long)(MoneyUnits.Scale * Middle * (regions[i] == "South" ? south : 1) * random.NextLogNormal(0, Spread));
        }

        return new CustomerTable(
            IdIndex<CustomerId>.From(Enumerable.Range(0, count).Select(i => new CustomerId($"c{i:D7}"))), new DateTime(2026, 3, 2)).With(
            new CategoryColumn(Region, regions), new MoneyColumn(ColumnNames.AverageOrder, orders));
    }

    /// <summary>Offers go to orders above one threshold; the rates follow from how much of each distribution lies above it.</summary>
    private static double PlantedRatio(double south, double reached)
    {
        (double low, double high) = (-10, 10);
        for (int halving = 0; halving < 100; halving++)
        {
            double threshold = (low + high) / 2;
            if ((Above(threshold) + Above(threshold - (Math.Log(south) / Spread))) / 2 > reached) low = threshold;
            else high = threshold;
        }

        return Above(low - (Math.Log(south) / Spread)) / Above(low);
    }

    /// <summary>Probability of a standard normal above a value, by Simpson's rule.</summary>
    private static double Above(double value)
    {
        const int Steps = 2_000;
        double width = (12 - value) / Steps, sum = 0;
        for (int s = 0; s <= Steps; s++)
        {
            double at = value + (s * width);
            sum += (s == 0 || s == Steps ? 1 : s % 2 == 1 ? 4 : 2) * Math.Exp(-at * at / 2);
        }

        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }
}
