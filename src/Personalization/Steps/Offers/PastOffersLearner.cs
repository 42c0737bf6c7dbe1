using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Prediction;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Learns what offers change from what became of earlier ones.</summary>
internal sealed class PastOffersLearner(PipelineContext context, OfferCatalogue catalogue, PastOffersOptions options)
{
    /// <summary>With fewer of either outcome, or of an offer, a model would say chance.</summary>
    private const int FewestOfEither = 10;

    /// <summary>Shares nearer to 0 or 1 have no log-odds to speak of.</summary>
    private const double Certain = .001;

    private readonly TimeSpan _horizon = TimeSpan.FromDays(options.HorizonDays);
    private readonly PipelineSteps _features = options.Features ?? DefaultFeatures(context);
    private readonly OrderTable _orders = context.Get<OrderTable>();

    public LearnedOffers Learn()
    {
        OfferRounds rounds = new(
            [.. options.Files.SelectMany(path => DecisionFile.Read(path, context.CancellationToken)), .. options.Decisions]);
        string?[] leftOut = [.. rounds.All.Select(WhyLeftOut)];
        OfferRound[] over = [.. rounds.All.Where((_, place) => leftOut[place] is null)];
        for (int place = 0; place < over.Length - options.MaximumRounds; place++)
            leftOut[Array.IndexOf([.. rounds.All], over[place])] = $"only the latest {options.MaximumRounds} rounds are learned from";
        over = [.. over.TakeLast(options.MaximumRounds)];
        LearnedOffers learned = new(
            options.HorizonDays,
            [.. rounds.All.Select((round, place) => new LearnedRound(round.Issued, round.Given, round.Withheld, leftOut[place]))],
            MeasuredOffer.Measure(
                from round in over from decision in round.Decisions select new OfferOutcome(decision, Buys(decision))))
        {
            ByLot = over.Any(round => round.Withheld > 0),
            History = rounds.ToHistory(),
        };
        return over.Length == 0
            ? learned with { Reason = "No round of earlier offers can be learned from." }
            : Fit(learned, [.. over.Where(round => !learned.ByLot || round.Withheld > 0)]);
    }

    /// <summary>What this run counts, counted the same way at the moments of the past.</summary>
    private static PipelineSteps DefaultFeatures(PipelineContext context) => PipelineSteps.Empty
        .Add(new ReadStep())
        .Add(new OrdersStep())
        .Add(new RfmStep(context.Find<RfmTable>()?.Options))
        .Add(new BehaviorStep(context.Find<PurchaseBehavior>()?.Options))
        .Add(new RepeatPurchasesStep(context.Find<RepeatPurchaseRates>()?.Options));

    private string? WhyLeftOut(OfferRound round)
    {
        // The log's last day is known to its end.
        DateTime at = round.Issued.UtcDateTime, end = context.Log.LastTime.Date.AddDays(1);
        if (context.Customers.AsOf < end) end = context.Customers.AsOf;
        if (at + _horizon > end) return $"the {options.HorizonDays} days after it aren't over";
        return FirstOrder() >= at.Ticks ? "no order before it is known" : null;
    }

    private long FirstOrder()
    {
        long first = long.MaxValue;
        for (int row = 0; row < _orders.Customers.Count; row++)
        {
            CustomerOrders own = _orders.OrdersOf(row);
            if (own.Count > 0) first = Math.Min(first, own.TimeAt(0));
        }

        return first;
    }

    private LearnedOffers Fit(LearnedOffers learned, OfferRound[] rounds)
    {
        Dictionary<string, int> counts = rounds.SelectMany(round => Alone(round)).Where(decision => decision.Action is not null)
            .CountBy(decision => decision.Action!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        string[] treatments =
        [
            .. counts.Where(count => count.Value >= FewestOfEither && catalogue.Find(count.Key) is not null).Select(count => count.Key)
                .Order(StringComparer.Ordinal),
        ];
        if (treatments.Length == 0)
        {
            return learned with
            {
                Reason = $"Nothing was learned: no offer of the catalogue was given {FewestOfEither} times in rounds that are over.",
            };
        }

        UpliftSlice[] slices = [.. rounds.Select(round => Slice(round, treatments, learned.ByLot)).OfType<UpliftSlice>()];
        if (WhyTooFew(slices, treatments.Length) is { } few) return learned with { Reason = few };
        UpliftData data = new($"order within {options.HorizonDays} days of an offer", Known(slices), treatments, slices);
        BayesianUpliftOptions beliefs = options.Beliefs with
        {
            Threads = options.Beliefs.Threads ?? context.Options.Threads,
            Means = Means(treatments, slices),
        };
        BayesianUpliftModel model = new BayesianUpliftTrainer(beliefs).Fit(data, cancellationToken: context.CancellationToken);
        CustomerTable now = context.CustomersAt(context.Customers.AsOf, _features);
        return learned with { Model = model, Responses = BayesianResponses.From(model, now, context.CancellationToken) };
    }

    /// <summary>The columns of which something is known in every round.</summary>
    private FeatureColumn[] Known(UpliftSlice[] slices) =>
    [
        .. options.Columns.Where(column => Array.TrueForAll(slices, slice =>
        {
            CustomerColumn cells = slice.Customers.Column<CustomerColumn>(column.Name);
            return Enumerable.Range(0, cells.Count).Any(row => !cells.IsMissing(row));
        })),
    ];

    private static string? WhyTooFew(UpliftSlice[] slices, int treatments)
    {
        int[] arms = new int[treatments + 1];
        int bought = 0, not = 0;
        foreach (UpliftSlice slice in slices)
        {
            for (int row = 0; row < slice.Customers.Count; row++)
            {
                arms[slice.Treatments[row] + 1]++;
                if (slice.Outcomes[row] > 0) bought++;
                else not++;
            }
        }

        if (Math.Min(bought, not) < FewestOfEither)
        {
            return $"Nothing was learned: of {bought + not} customers in earlier rounds {bought} bought, and fewer than {FewestOfEither} "
                + "of either tell too little.";
        }

        return arms.Any(count => count == 0)
            ? "Nothing was learned: nobody known at the time was left to compare with, or an offer went to nobody known."
            : null;
    }

    /// <summary>Decisions of customers who got one offer at most: of several nobody knows which worked.</summary>
    private static IEnumerable<PastDecision> Alone(OfferRound round) =>
        round.Decisions.GroupBy(decision => decision.Customer).Where(own => own.Count() == 1).Select(own => own.First());

    /// <summary>
    /// The customers of a round as they were known then. By lot: who got an offer, and from whom one was withheld; else also who wasn't
    /// chosen.
    /// </summary>
    private UpliftSlice? Slice(OfferRound round, string[] treatments, bool byLot)
    {
        Dictionary<CustomerId, PastDecision> decisions = Alone(round)
            .Where(decision => decision.Action is { } given
                ? Array.BinarySearch(treatments, given, StringComparer.Ordinal) >= 0
                : byLot ? decision is { IsControl: true, Withheld: not null } : true)
            .ToDictionary(decision => decision.Customer);
        CustomerTable then = context.CustomersAt(round.Issued.UtcDateTime, _features).ForCustomers(decisions.Keys);
        if (then.Count == 0) return null;
        int[] given = new int[then.Count];
        double[] bought = new double[then.Count];
        for (int row = 0; row < given.Length; row++)
        {
            PastDecision decision = decisions[then.Customers[row]];
            given[row] = decision.Action is { } id ? Array.BinarySearch(treatments, id, StringComparer.Ordinal) : -1;
            bought[row] = Buys(decision) ? 1 : 0;
        }

        return new UpliftSlice(then, given, bought);
    }

    /// <summary>What the catalogue assumes of those who got an offer, as a change of log-odds.</summary>
    private Dictionary<string, double> Means(string[] treatments, UpliftSlice[] slices)
    {
        double count = 0, happened = 0;
        double[] sums = new double[treatments.Length];
        int[] given = new int[treatments.Length];
        foreach (UpliftSlice slice in slices)
        {
            for (int row = 0; row < slice.Customers.Count; row++)
            {
                int treatment = slice.Treatments[row];
                if (treatment < 0)
                {
                    (count, happened) = (count + 1, happened + slice.Outcomes[row]);
                    continue;
                }

                // Who they were is told by today's segments: those of the moment aren't made again.
                CustomerProfile customer = context.Customers.Find(slice.Customers.Customers[row]) ?? slice.Customers[row];
                sums[treatment] += AssumedResponses.Instance.Of(catalogue.Find(treatments[treatment])!, customer).Uplift;
                given[treatment]++;
            }
        }

        double without = Math.Clamp(happened / count, Certain, 1 - Certain);
        Dictionary<string, double> means = options.Beliefs.Means.ToDictionary(StringComparer.Ordinal);
        for (int i = 0; i < treatments.Length; i++)
        {
            double with = Math.Clamp(without + (sums[i] / given[i]), Certain, 1 - Certain);
            means.TryAdd(treatments[i], Math.Clamp(LogOdds(with) - LogOdds(without), -5, 5));
        }

        return means;
    }

    private static double LogOdds(double probability) => StableMath.Log(probability / (1 - probability));

    private bool Buys(PastDecision decision)
    {
        if (!_orders.Customers.TryGetRow(decision.Customer, out int row)) return false;
        CustomerOrders own = _orders.OrdersOf(row);
        long from = decision.Issued.UtcTicks, until = from + _horizon.Ticks;
        for (int i = own.Count - 1; i >= 0 && own.TimeAt(i) >= from; i--)
        {
            if (own.TimeAt(i) < until) return true;
        }

        return false;
    }
}
