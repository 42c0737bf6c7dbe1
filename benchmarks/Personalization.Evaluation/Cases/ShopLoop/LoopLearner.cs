using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A shop that learns week by week: lots at first, then what the models say with fewer and fewer lots, and none in the last quarter. It
/// knows the customer table and what came of its own decisions, nothing of the truth.
/// </summary>
internal sealed class LoopLearner(LoopWorld world, ulong seed, UpliftLearner learner)
{
    private const int LastQuarter = 39;

    private static readonly IReadOnlyList<FeatureColumn> Columns =
    [
        new("weeks_since_order"), new("orders_now"), Median("average_order"), Median("discount_share"), Median("cart_abandonment"),
        Median("browsing_share"), Median("price_position"), Median("probability_alive"), Median("expected_purchases"),
        Median("tenure_days"), new("behavior_cluster_name") { MaximumLevels = 12 },
    ];

    private static readonly int[] Refits = [4, 8, 13, 20, 26, 32, 39];

    private readonly List<(CustomerTable Table, int[] Given, double[] Bought, double[] Propensities)> _weeks = [];
    private readonly double[] _weeksSinceOrder =
        [.. Enumerable.Range(0, world.Customers.Count).Select(row => world.Customers[row].RecencyDays / 7.0 ?? 52)];
    private readonly long[] _orders = [.. Enumerable.Range(0, world.Customers.Count).Select(row => (long)world.Customers[row].Frequency)];
    private UpliftModel? _uplift;
    private LogisticRegressionModel? _baseline;

    /// <summary>The choices of each week.</summary>
    public IEnumerable<int[]> Run(int weeks)
    {
        RandomStream lots = new(seed, "shop-loop lots", 0), life = new(seed, "shop-loop life", 0);
        for (int week = 0; week < weeks; week++)
        {
            if (Refits.Contains(week)) Learn();
            CustomerTable table = Table();
            int[] best = _uplift is null ? [] : Plan(table);
            double share = week < Refits[0] ? 1 : week < 13 ? .5 : week < LastQuarter ? .25 : 0;
            int arms = world.Kinds.Length + 1;
            int[] given = new int[table.Count];
            double[] propensities = new double[table.Count];
            for (int row = 0; row < given.Length; row++)
            {
                given[row] = lots.NextDouble() < share ? lots.NextInt32(arms) - 1 : best[row];
                propensities[row] = (share / arms) + (best.Length > 0 && given[row] == best[row] ? 1 - share : 0);
            }

            double[] bought = world.Live(given, life);
            _weeks.Add((table, given, bought, propensities));
            for (int row = 0; row < bought.Length; row++)
            {
                _weeksSinceOrder[row] = bought[row] > 0 ? 0 : _weeksSinceOrder[row] + 1;
                _orders[row] += (long)bought[row];
            }

            yield return given;
        }
    }

    private static FeatureColumn Median(string name) => new(name) { Missing = MissingNumber.Median };

    private CustomerTable Table() => world.Customers.With(
        new NumberColumn("weeks_since_order", [.. _weeksSinceOrder]), new WholeNumberColumn("orders_now", [.. _orders]));

    private void Learn()
    {
        LogisticRegressionTrainer logistic = new(new() { Knots = 0, Penalty = 10 });
        string[] ids = [.. world.Offers.Offers.Select(offer => offer.Id)];
        UpliftTrainer trainer = new(new() { Learner = learner, Probability = logistic, Regression = new() { Knots = 0 } });
        _uplift = trainer.Fit(new UpliftData(
            "buys within a week", Columns, ids,
            [.. _weeks.Select(week => new UpliftSlice(week.Table, week.Given, week.Bought) { Propensities = week.Propensities })]));
        List<ProbabilitySlice> controls = [];
        foreach ((CustomerTable table, int[] given, double[] bought, _) in _weeks)
        {
            int[] rows = [.. Enumerable.Range(0, given.Length).Where(row => given[row] < 0)];
            if (rows.Length == 0) continue;
            controls.Add(new ProbabilitySlice(
                table.ForCustomers(rows.Select(row => table.Customers[row])), [.. rows.Select(row => bought[row] > 0)]));
        }

        _baseline = logistic.Fit(new ProbabilityData("buys within a week", Columns, controls));
    }

    /// <summary>By the engine itself: its plan with a budget that never binds.</summary>
    private int[] Plan(CustomerTable table)
    {
        CustomerTable asked = table.With(new NumberColumn(ColumnNames.PurchaseProbability, _baseline!.Predict(table)));
        OfferPlan plan = new OfferAllocator(new()
        {
            Budget = 1_000_000_000m, Basis = BudgetBasis.Expected, GrossMargin = LoopWorld.GrossMargin, WinBackShare = 0,
            Responses = LearnedResponses.From(_uplift!, table),
        }).Allocate(asked, world.Offers, DateTimeOffset.UnixEpoch);
        Dictionary<string, int> places = world.Offers.Offers.Select((offer, place) => (offer.Id, place)).ToDictionary();
        int[] choice = new int[table.Count];
        foreach (OfferDecision decision in plan.Decisions)
        {
            table.Customers.TryGetRow(decision.Customer, out int row);
            choice[row] = decision.Offer is { } offer ? places[offer.Id] : -1;
        }

        return choice;
    }
}
