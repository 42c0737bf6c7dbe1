using Personalization.Bandits;
using Personalization.Core;

namespace Personalization;

/// <summary>Has a policy decide on visits as they came, beside simple rules that see the same.</summary>
internal sealed class PolicyTrialRun
{
    private const int Parts = 20, CheckEvery = 512;

    /// <summary>How many looks the shares of all weigh beside a customer's own.</summary>
    private const double Strength = 3;

    private readonly IReadOnlyList<string> _categories;
    private readonly long[] _looks;
    private readonly Dictionary<int, int[]> _own = [];
    private readonly Dictionary<int, ulong> _last = [];

    private PolicyTrialRun(IReadOnlyList<string> categories) => (_categories, _looks) = (categories, new long[categories.Count]);

    /// <summary>Tries a policy; null where there are too few visits or categories.</summary>
    public static PolicyTrial? Of(PipelineContext context, PolicyTrialOptions options)
    {
        (IReadOnlyList<string> categories, CategoryVisit[] visits) = CategoryVisits.Of(context.Log, options);
        if (context.Consent is { } consent)
        {
            bool[] agreed =
                [.. context.Log.Customers.Values.Select(id => consent.Allows(new CustomerId(id), ConsentPurpose.Personalization))];
            visits = [.. visits.Where(visit => agreed[visit.Customer])];
        }

        return categories.Count < 2 || visits.Length < options.LeastVisits
            ? null
            : new PolicyTrialRun(categories).Try(visits, options, context);
    }

    private PolicyTrial Try(CategoryVisit[] visits, PolicyTrialOptions options, PipelineContext context)
    {
        int before = Math.Max(0, visits.Length - options.MaximumVisits), count = visits.Length - before;
        // What came earlier is known when the trial begins, as it would be to a shop that begins today.
        foreach (CategoryVisit visit in visits.AsSpan(0, before)) Remember(visit);
        VisitClock clock = new();
        IBanditPolicy policy = options.Policy();
        using Ranker ranker = new(policy, new() { Seed = context.Options.Seed }, clock);
        int[] taken = new int[count], favorites = new int[count];
        double[] hits = new double[count], propensities = new double[count];
        PartCounter parts = new(count, Math.Min(Parts, count));
        for (int i = 0; i < count; i++)
        {
            if (i % CheckEvery == 0)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.Progress?.Report(new FitProgress("policy_trial", i / (double)count) { Count = i, Unit = "visits" });
            }

            CategoryVisit visit = visits[before + i];
            clock.Now = new DateTimeOffset(visit.Begin, TimeSpan.Zero);
            LoggedDecision decision = ranker.Rank(new RankRequest(FeatureSet.Empty, Known(visit)));
            DecidedSlot slot = decision.Slots[0];
            (taken[i], favorites[i], propensities[i]) = (slot.Place, Favorite(visit.Customer), slot.Propensity);
            hits[i] = visit.Saw(slot.Place) ? 1 : 0;
            ranker.Reward(decision.EventId, hits[i]);
            parts.Add(
                i, visit.Saw(slot.Place), visit.Saw(MostLookedAt()), visit.Saw(favorites[i]), visit.Count / (double)_categories.Count);
            Remember(visit);
        }

        LoggedRounds rounds = new(
            _categories.Count, taken, hits, propensities, clusters: [.. visits.Skip(before).Select(visit => visit.Customer)]);
        TargetPolicy own = TargetPolicy.Of("the customer's own favourite", (round, row) =>
        {
            row.Clear();
            row[favorites[round]] = 1;
        });
        IReadOnlyList<PolicyTrialPart> shares = parts.Shares();
        return new PolicyTrial
        {
            Policy = policy.Name,
            Categories = _categories,
            Visits = count,
            Period = (visits[before].Begin, visits[^1].Begin),
            Parts = shares,
            OffPolicy = new OffPolicyEvaluator(new() { Threads = context.Options.Threads, RewardBounds = (0, 1) })
                .Evaluate(rounds, own, cancellationToken: context.CancellationToken),
            OffPolicyTruth = shares.Sum(part => part.OwnFavorite * part.Visits) / count,
        };
    }

    /// <summary>The categories as they are known when a visit begins: how much this customer, and all, looked at them before.</summary>
    private RankAction[] Known(CategoryVisit visit)
    {
        int[]? own = _own.GetValueOrDefault(visit.Customer);
        ulong last = _last.GetValueOrDefault(visit.Customer);
        double all = _looks.Sum(), ownAll = own?.Sum() ?? 0;
        return [.. _categories.Select((name, i) => new RankAction(name, new FeatureSet(Features(name, i))))];

        IEnumerable<Feature> Features(string name, int i)
        {
            double common = all == 0 ? 1.0 / _looks.Length : _looks[i] / all;
            yield return new(name, 1);
            yield return new("share of all looks", common);
            // Of whom little is known, little is claimed: shares are drawn towards those of all.
            yield return new("share of the customer's looks", ((own?[i] ?? 0) + (Strength * common)) / (ownAll + Strength));
            if ((last >> i & 1) != 0) yield return new("looked at last time", 1);
        }
    }

    private int Favorite(int customer)
    {
        if (!_own.TryGetValue(customer, out int[]? own)) return MostLookedAt();
        int best = 0;
        for (int i = 1; i < own.Length; i++)
        {
            if (own[i] > own[best]) best = i;
        }

        return best;
    }

    private int MostLookedAt() => Array.IndexOf(_looks, _looks.Max());

    private void Remember(CategoryVisit visit)
    {
        _last[visit.Customer] = visit.Seen;
        if (!_own.TryGetValue(visit.Customer, out int[]? own)) _own[visit.Customer] = own = new int[_looks.Length];
        for (int i = 0; i < own.Length; i++)
        {
            if (!visit.Saw(i)) continue;
            own[i]++;
            _looks[i]++;
        }
    }

    /// <summary>Counts hits in equal parts of the visits.</summary>
    private sealed class PartCounter(int visits, int parts)
    {
        private readonly (int Visits, int Policy, int Most, int Own, double Even)[] _counts = new (int, int, int, int, double)[parts];

        public void Add(int visit, bool policy, bool most, bool own, double even)
        {
            ref (int Visits, int Policy, int Most, int Own, double Even) part = ref _counts[(int)((long)visit * parts / visits)];
            part.Visits++;
            if (policy) part.Policy++;
            if (most) part.Most++;
            if (own) part.Own++;
            part.Even += even;
        }

        public IReadOnlyList<PolicyTrialPart> Shares() =>
        [
            .. _counts.Select(part => new PolicyTrialPart(
                part.Visits, part.Policy / (double)part.Visits, part.Most / (double)part.Visits, part.Own / (double)part.Visits,
                part.Even / part.Visits)),
        ];
    }

    /// <summary>A clock that shows when the visit began.</summary>
    private sealed class VisitClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
