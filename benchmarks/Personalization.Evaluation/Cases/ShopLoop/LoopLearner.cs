using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Evaluation.Cases;

/// <summary>How the shop of the loop learns.</summary>
internal enum LoopMethod
{
    /// <summary>A Bayesian model of each offer's effect, drawn from what is believed of it (Thompson sampling).</summary>
    Bayesian,

    /// <summary>A doubly robust model of uplift, with lots beside it that grow fewer.</summary>
    DoublyRobust,
}

/// <summary>
/// A shop that learns week by week: lots at first, then what was learned, and no trials in the last quarter. It knows the customer table
/// and what came of its own decisions, nothing of the truth.
/// </summary>
internal sealed class LoopLearner(LoopWorld world, ulong seed, LoopMethod method)
{
    private const int LastQuarter = 39;
    private const string Offered = "offered", Nothing = "nothing";

    private static readonly IReadOnlyList<FeatureColumn> Columns =
    [
        new("weeks_since_order"), new("orders_now"), Median("average_order"), Median("discount_share"), Median("cart_abandonment"),
        Median("browsing_share"), Median("price_position"), Median("probability_alive"), Median("expected_purchases"),
        Median("tenure_days"), new(LoopWorld.Behavior) { MaximumLevels = 12 },
    ];

    private static readonly int[] Refits = [4, 6, 8, 10, 13, 16, 20, 23, 26, 29, 32, 36, 39];

    private readonly List<(CustomerTable Table, int[] Given, double[] Bought, double[] Propensities)> _weeks = [];
    private readonly double[] _weeksSinceOrder =
        [.. Enumerable.Range(0, world.Customers.Count).Select(row => world.Customers[row].RecencyDays / 7.0 ?? 52)];
    private readonly long[] _orders = [.. Enumerable.Range(0, world.Customers.Count).Select(row => (long)world.Customers[row].Frequency)];
    private readonly string[] _ids = [.. world.Offers.Offers.Select(offer => offer.Id)];
    private BayesianUpliftModel? _bayesian;
    private LogisticRegressionModel? _baseline;
    private UpliftModel? _uplift;

    /// <summary>The choices of each week.</summary>
    public IEnumerable<int[]> Run(int weeks)
    {
        RandomStream lots = new(seed, "shop-loop lots", 0), life = new(seed, "shop-loop life", 0);
        for (int week = 0; week < weeks; week++)
        {
            if (Refits.Contains(week)) Learn();
            CustomerTable table = Table();
            int[] best = week < Refits[0] ? [] : Plan(table, week);
            double share = week < Refits[0] ? 1 : method == LoopMethod.Bayesian || week >= LastQuarter ? 0 : week < 13 ? .5 : .25;
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

    private CustomerTable With(CustomerTable table, IEnumerable<int> given) =>
        table.With(new CategoryColumn(Offered, [.. given.Select(own => own < 0 ? Nothing : _ids[own])]));

    private void Learn()
    {
        UpliftData data = new(
            "buys within a week", Columns, _ids,
            [.. _weeks.Select(week => new UpliftSlice(week.Table, week.Given, week.Bought) { Propensities = week.Propensities })]);
        if (method == LoopMethod.Bayesian)
        {
            _bayesian = new BayesianUpliftTrainer().Fit(data);
            return;
        }

        LogisticRegressionTrainer logistic = new(new() { Knots = 0, Penalty = 10 });
        _baseline = logistic.Fit(new ProbabilityData(
            "buys within a week", [.. Columns, new FeatureColumn(Offered)],
            [.. _weeks.Select(week => new ProbabilitySlice(With(week.Table, week.Given), [.. week.Bought.Select(own => own > 0)]))]));
        _uplift = new UpliftTrainer(new() { Probability = logistic, Regression = new() { Knots = 0 } }).Fit(data);
    }

    /// <summary>What customers do without an offer.</summary>
    private double[] Without(CustomerTable table) =>
        _bayesian?.Baselines(table) ?? _baseline!.Predict(With(table, Enumerable.Repeat(-1, table.Count)));

    /// <summary>By the engine itself: its plan with a budget that never binds.</summary>
    private int[] Plan(CustomerTable table, int week)
    {
        CustomerTable asked = table.With(new NumberColumn(ColumnNames.PurchaseProbability, Without(table)));
        OfferPlan plan = new OfferAllocator(new()
        {
            Budget = 1_000_000_000m,
            Basis = BudgetBasis.Expected,
            GrossMargin = LoopWorld.GrossMargin,
            WinBackShare = 0,
            Responses = _uplift is null ? Believed(asked, week) : LearnedResponses.From(_uplift, asked),
        }).Allocate(asked, world.Offers, DateTimeOffset.UnixEpoch);
        int[] choice = new int[table.Count];
        foreach (OfferDecision decision in plan.Decisions)
        {
            table.Customers.TryGetRow(decision.Customer, out int row);
            choice[row] = decision.Offer is { } offer ? Array.IndexOf(_ids, offer.Id) : -1;
        }

        return choice;
    }

    private BayesianResponses Believed(CustomerTable table, int week)
    {
        BayesianResponses responses = BayesianResponses.From(_bayesian!, table);
        return week >= LastQuarter ? responses : responses.Exploring(seed + (ulong)week);
    }
}
