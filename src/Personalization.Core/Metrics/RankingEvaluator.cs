using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Measures a recommender over customers, by full ranking: every item may be recommended, none are sampled, so figures compare only with
/// other full rankings.
/// </summary>
/// <remarks>
/// For each cut-off k: the means of <c>HR@k</c>, <c>Precision@k</c>, <c>Recall@k</c>, <c>F1@k</c>, <c>CappedRecall@k</c>, <c>NDCG@k</c>,
/// <c>MRR@k</c> and <c>MAP@k</c> as <see cref="RankingMetrics"/> defines them; <c>Coverage@k</c>, the share of the recommender's items
/// that stand in at least one list; and <c>Novelty@k</c>, the mean of log₂(customers / customers who have the item) over all recommended
/// items that someone has (Zhou et al. 2010), where the past is given.
/// </remarks>
public static class RankingEvaluator
{
    private const int CustomersAtOnce = 64;
    private static readonly string[] PerCustomer = ["HR", "Precision", "Recall", "F1", "CappedRecall", "NDCG", "MRR", "MAP"];

    /// <summary>Asks the recommender for each customer's list and measures it against what the customer took later.</summary>
    /// <param name="recommender">The recommender, fitted on the past alone.</param>
    /// <param name="held">What was held out: each customer with an element here is measured.</param>
    /// <param name="past">
    /// What the recommender learned from, or null. Items a customer has there aren't relevant, unless <paramref name="filter"/> includes
    /// what was bought; a customer left without relevant items isn't measured.
    /// </param>
    /// <param name="cutoffs">The values of k, each at least 1; default 10 and 20.</param>
    /// <param name="filter">What may be recommended; the default leaves out what was bought.</param>
    /// <param name="threads">Threads at most, at least 1; the figures don't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    public static RankingScores Evaluate(
        IRecommender recommender,
        InteractionMatrix held,
        InteractionMatrix? past = null,
        IReadOnlyList<int>? cutoffs = null,
        RecommendationFilter? filter = null,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(held);
        int[] levels = [.. Guard.NotEmpty(cutoffs ?? [10, 20], nameof(cutoffs))];
        foreach (int level in levels) Guard.AtLeast(level, 1, nameof(cutoffs));
        InteractionMatrix? known = filter?.IncludeBought == true ? null : past;
        double[] novelties = past is null ? [] : Novelties(recommender.Items, past);

        Tally total = ParallelChunks.Reduce(
            held.Customers.Count,
            CustomersAtOnce,
            (start, end) =>
            {
                Tally tally = new(levels, recommender.Items.Count);
                for (int row = start; row < end; row++)
                {
                    HashSet<ItemId> relevant = Relevant(held, row, known);
                    if (relevant.Count == 0) continue;
                    IReadOnlyList<Recommendation> list = recommender.Recommend(held.Customers[row], levels.Max(), filter);
                    tally.Add([.. list.Select(r => r.Item)], relevant, recommender.Items, novelties);
                }

                return tally;
            },
            (a, b) => a.Merge(b),
            threads,
            cancellationToken);
        return total.ToScores(past is not null);
    }

    private static HashSet<ItemId> Relevant(InteractionMatrix held, int row, InteractionMatrix? known)
    {
        HashSet<ItemId> relevant = [];
        foreach (int item in held.ItemsOf(row)) relevant.Add(held.Items[item]);
        if (known is null || !known.Customers.TryGetRow(held.Customers[row], out int knownRow)) return relevant;
        foreach (int item in known.ItemsOf(knownRow)) relevant.Remove(known.Items[item]);
        return relevant;
    }

    /// <summary>Self-information in bits of each of the recommender's items; NaN for one that no customer has.</summary>
    private static double[] Novelties(IdIndex<ItemId> items, InteractionMatrix past)
    {
        int[] holders = new int[past.Items.Count];
        int customers = 0;
        for (int row = 0; row < past.Customers.Count; row++)
        {
            ReadOnlySpan<int> own = past.ItemsOf(row);
            if (own.Length > 0) customers++;
            foreach (int item in own) holders[item]++;
        }

        double[] novelties = new double[items.Count];
        for (int row = 0; row < novelties.Length; row++)
        {
            novelties[row] = past.Items.TryGetRow(items[row], out int item) && holders[item] > 0
                ? Math.Log2(customers / (double)holders[item])
                : double.NaN;
        }

        return novelties;
    }

    /// <summary>Sums over some customers, for each cut-off.</summary>
    private sealed class Tally(int[] levels, int itemCount)
    {
        private readonly double[] _sums = new double[levels.Length * PerCustomer.Length];
        private readonly double[] _novelty = new double[levels.Length];
        private readonly long[] _noveltyCount = new long[levels.Length];
        private readonly int[] _bestPosition = NoPositions(itemCount);
        private int _customers;

        public void Add(ReadOnlySpan<ItemId> list, HashSet<ItemId> relevant, IdIndex<ItemId> items, double[] novelties)
        {
            _customers++;
            for (int level = 0; level < levels.Length; level++)
            {
                int k = levels[level];
                Span<double> sums = _sums.AsSpan(level * PerCustomer.Length, PerCustomer.Length);
                sums[0] += RankingMetrics.HitRate(list, relevant, k);
                sums[1] += RankingMetrics.Precision(list, relevant, k);
                sums[2] += RankingMetrics.Recall(list, relevant, k);
                sums[3] += RankingMetrics.F1(list, relevant, k);
                sums[4] += RankingMetrics.CappedRecall(list, relevant, k);
                sums[5] += RankingMetrics.Ndcg(list, relevant, k);
                sums[6] += RankingMetrics.ReciprocalRank(list, relevant, k);
                sums[7] += RankingMetrics.AveragePrecision(list, relevant, k);
            }

            for (int position = 0; position < list.Length; position++)
            {
                if (!items.TryGetRow(list[position], out int row)) continue;
                _bestPosition[row] = Math.Min(_bestPosition[row], position);
                if (novelties.Length == 0 || double.IsNaN(novelties[row])) continue;
                for (int level = 0; level < levels.Length; level++)
                {
                    if (position >= levels[level]) continue;
                    _novelty[level] += novelties[row];
                    _noveltyCount[level]++;
                }
            }
        }

        public Tally Merge(Tally other)
        {
            for (int i = 0; i < _sums.Length; i++) _sums[i] += other._sums[i];
            for (int i = 0; i < _novelty.Length; i++) _novelty[i] += other._novelty[i];
            for (int i = 0; i < _noveltyCount.Length; i++) _noveltyCount[i] += other._noveltyCount[i];
            for (int i = 0; i < _bestPosition.Length; i++) _bestPosition[i] = Math.Min(_bestPosition[i], other._bestPosition[i]);
            _customers += other._customers;
            return this;
        }

        public RankingScores ToScores(bool withNovelty)
        {
            List<KeyValuePair<string, double>> figures = [];
            for (int level = 0; level < levels.Length; level++)
            {
                int k = levels[level];
                for (int m = 0; m < PerCustomer.Length; m++)
                    figures.Add(new($"{PerCustomer[m]}@{k}", _sums[(level * PerCustomer.Length) + m] / _customers));
                figures.Add(new($"Coverage@{k}", _bestPosition.Count(best => best < k) / (double)_bestPosition.Length));
                if (withNovelty) figures.Add(new($"Novelty@{k}", _novelty[level] / _noveltyCount[level]));
            }

            return new RankingScores(_customers, figures);
        }

        private static int[] NoPositions(int count)
        {
            int[] positions = new int[count];
            Array.Fill(positions, int.MaxValue);
            return positions;
        }
    }
}
