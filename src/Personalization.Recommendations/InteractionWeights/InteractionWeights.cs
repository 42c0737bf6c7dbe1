using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Learns what a view, a click or a refund is worth beside a purchase: type by type, other weights are tried, a recommender is fitted on
/// the past, and its lists are judged by what customers bought later and hadn't bought before.
/// </summary>
/// <remarks>
/// A coordinate search: 1 + rounds · (types − 1) · factors fits at most. It finds a better start than a guess, not the best weights there
/// are: differences of a few thousandths are noise where few customers bought later. Deterministic where the recommender is.
/// </remarks>
public static class InteractionWeights
{
    private const int CustomersAtOnce = 64;

    /// <summary>Searches for weights. That of a purchase stays as it is: weights matter relative to each other.</summary>
    /// <param name="log">The events; it should end before what the outcome is to be measured with.</param>
    /// <param name="fit">Fits a recommender on a log with weights.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <param name="progress">Told of each fit.</param>
    /// <param name="cancellationToken">Stops between fits, and between customers.</param>
    /// <exception cref="ArgumentException">
    /// Nobody bought anything new in the latest share of the log, so there is nothing to judge by.
    /// </exception>
    public static LearnedInteractions Learn(
        EventLog log, Func<EventLog, InteractionOptions, IRecommender> fit, InteractionSearchOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(fit);
        options ??= new InteractionSearchOptions();
        EventSplit split = EventSplit.LastShare(log, options.ValidationShare);
        NewPurchases later = new(split);
        if (later.CustomerCount == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Nobody of the past bought anything new in the latest {options.ValidationShare} of the log; ")
                + "give a longer log, or a larger share.",
                nameof(log));
        }

        EventType[] types =
            [.. options.Start.Weights.Keys.Where(type => log.TypeCode(type) >= 0).OrderBy(type => type.Name, StringComparer.Ordinal)];
        InteractionOptions best = options.Start with
        {
            Value = InteractionValue.Count,
            Weights = types.ToDictionary(type => type, type => options.Start.Weights[type]),
        };
        EventType[] tried = Array.FindAll(types, type => type != EventType.Purchase);
        int most = 1 + (options.Rounds * tried.Length * options.Factors.Count);
        List<InteractionTrial> trials = [];
        double highest = double.NegativeInfinity;
        Try("", best);
        for (int round = 0; round < options.Rounds; round++)
        {
            int before = trials.Count(trial => trial.IsKept);
            foreach (EventType type in tried)
            {
                InteractionOptions start = best;
                foreach (double factor in options.Factors)
                {
                    if (Changed(start, type, factor) is { } other)
                        Try(FormattableString.Invariant($"{type.Name} × {factor}"), other);
                }
            }

            if (trials.Count(trial => trial.IsKept) == before) break;
        }

        progress?.Report(new FitProgress("interaction weights", 1) { Metric = highest });
        return new LearnedInteractions(best, highest, later.CustomerCount, trials);

        void Try(string change, InteractionOptions weights)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double ndcg = later.Ndcg(fit(split.Train, weights), options.Cutoff, options.Threads, cancellationToken);
            bool better = ndcg > highest;
            if (better) (best, highest) = (weights, ndcg);
            trials.Add(new InteractionTrial(change, weights, ndcg, better));
            progress?.Report(new FitProgress("interaction weights", trials.Count / (double)(most + 1)) { Metric = ndcg });
        }
    }

    /// <summary>Weights with another one of a type; null where nothing would change, or nothing be left.</summary>
    private static InteractionOptions? Changed(InteractionOptions known, EventType type, double factor)
    {
        Dictionary<EventType, float> weights = new(known.Weights);
        if (!weights.TryGetValue(type, out float weight) || factor == 1) return null;
        float changed = (float)(weight * factor);
        if (changed == 0) weights.Remove(type);
        else weights[type] = changed;
        return weights.Count == 0 ? null : known with { Weights = weights };
    }

    /// <summary>What customers of the past bought later and hadn't bought before.</summary>
    private sealed class NewPurchases
    {
        private readonly List<(CustomerId Customer, HashSet<ItemId> Bought, HashSet<ItemId> Later)> _customers = [];

        public NewPurchases(EventSplit split)
        {
            InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
            for (int row = 0; row < held.Customers.Count; row++)
            {
                if (!past.Customers.TryGetRow(held.Customers[row], out int known) || split.Train.EventsOf(known).Count == 0) continue;
                HashSet<ItemId> bought = [.. past.ItemsOf(known).ToArray().Select(item => past.Items[item])];
                HashSet<ItemId> later = [.. held.ItemsOf(row).ToArray().Select(item => held.Items[item])];
                later.ExceptWith(bought);
                if (later.Count > 0) _customers.Add((held.Customers[row], bought, later));
            }
        }

        public int CustomerCount => _customers.Count;

        /// <summary>
        /// The mean over customers. What was bought is left out by name, and nothing else: to a model that learned from views, what was
        /// viewed is the customer's own, and yet the likeliest to be bought.
        /// </summary>
        public double Ndcg(IRecommender recommender, int cutoff, int? threads, CancellationToken cancellationToken)
        {
            double[] gains = new double[_customers.Count];
            ParallelChunks.Run(
                gains.Length,
                CustomersAtOnce,
                (_, start, end) =>
                {
                    for (int i = start; i < end; i++)
                    {
                        (CustomerId customer, HashSet<ItemId> bought, HashSet<ItemId> later) = _customers[i];
                        RecommendationFilter filter = new() { IncludeBought = true, Excluded = bought };
                        ItemId[] list = [.. recommender.Recommend(customer, cutoff, filter).Select(item => item.Item)];
                        gains[i] = RankingMetrics.Ndcg<ItemId>(list, later, cutoff);
                    }
                },
                threads,
                cancellationToken);
            double sum = 0;
            foreach (double gain in gains) sum += gain;
            return sum / gains.Length;
        }
    }
}
