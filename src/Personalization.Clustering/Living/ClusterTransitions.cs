using System.Globalization;
using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// Yesterday's clusters against those of a retrain: which go on, which were born, died, merged or split, and how many customers moved.
/// Immutable and thread-safe.
/// <para>Clusters are matched one to one such that the most customers keep their cluster (optimal assignment); a matched pair is the same
/// segment where the customers it shares are at least <see cref="MinimumShare"/> of the old or of the new cluster.</para>
/// </summary>
public sealed record ClusterTransitions
{
    /// <summary>Share of members, by default, that make a counterpart.</summary>
    public const double DefaultMinimumShare = .5;

    private readonly int[,] _overlaps;

    private ClusterTransitions(int[,] overlaps, double minimumShare)
    {
        _overlaps = overlaps;
        MinimumShare = minimumShare;
        (Before, After) = ClusterMatching.Match(overlaps, minimumShare);
    }

    /// <summary>What became of each old cluster: survived, merged or died.</summary>
    public IReadOnlyList<ClusterTransition> Before { get; }

    /// <summary>Where each new cluster comes from: survived, split or born.</summary>
    public IReadOnlyList<ClusterTransition> After { get; }

    /// <summary>Share of a cluster's members, 0 to 1, that make another its counterpart.</summary>
    public double MinimumShare { get; }

    /// <summary>Customers on both sides, noise included.</summary>
    public int Shared { get; private init; }

    /// <summary>
    /// Of the customers on both sides, those whose segment is another one now; going to noise or coming from it is a move.
    /// </summary>
    public int Moved { get; private init; }

    /// <summary>
    /// Customers as they are now whom the two models put into different segments: who moved because of the retrain, not by what they did.
    /// </summary>
    public int MovedByRetrain { get; private init; }

    /// <summary>Share of the customers on both sides who moved, 0 to 1; 0 without any.</summary>
    public double MovedShare => Shared == 0 ? 0 : (double)Moved / Shared;

    /// <summary>Customers of the retrain who weren't there before.</summary>
    public int Joined { get; private init; }

    /// <summary>Customers who were there before and aren't any more.</summary>
    public int Left { get; private init; }

    /// <summary>
    /// Adjusted Rand index of the two clusterings of the customers as they are now; 1 for the same partition. NaN without any.
    /// </summary>
    public double AdjustedRand { get; private init; }

    /// <summary>What happened, in a sentence: "5 clusters go on, 1 was born, 1 merged; 120 of 4,000 customers moved (3 %)."</summary>
    public string Summary
    {
        get
        {
            List<string> parts = [$"{Count(After, ClusterChange.Survived, "cluster goes on", "clusters go on")}"];
            Add(After, ClusterChange.Split, "split off", "split off");
            Add(After, ClusterChange.Born, "was born", "were born");
            Add(Before, ClusterChange.Merged, "merged into another", "merged into others");
            Add(Before, ClusterChange.Died, "died", "died");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", parts)}; {Moved:N0} of {Shared:N0} customers moved ({100 * MovedShare:0.#} %).");

            void Add(IReadOnlyList<ClusterTransition> side, ClusterChange change, string one, string many)
            {
                if (side.Any(transition => transition.Change == change))
                    parts.Add(Count(side, change, one, many));
            }
        }
    }

    /// <summary>Compares two clusterings of the same rows.</summary>
    /// <param name="before">n labels from 0 to beforeCount − 1; negative for noise.</param>
    /// <param name="beforeCount">Number of old clusters, at least 0.</param>
    /// <param name="after">n labels of the same rows from 0 to afterCount − 1; negative for noise.</param>
    /// <param name="afterCount">Number of new clusters, at least 0.</param>
    /// <param name="minimumShare">See <see cref="MinimumShare"/>; above 0, at most 1.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a label is too large; the message names the row.</exception>
    public static ClusterTransitions Between(
        ReadOnlySpan<int> before, int beforeCount, ReadOnlySpan<int> after, int afterCount, double minimumShare = DefaultMinimumShare)
    {
        Guard.AtLeast(beforeCount, 0, nameof(beforeCount));
        Guard.AtLeast(afterCount, 0, nameof(afterCount));
        Guard.InRange(Guard.Positive(minimumShare, nameof(minimumShare)), 0, 1, nameof(minimumShare));
        if (before.Length != after.Length)
            throw new ArgumentException(
                $"There are {before.Length} labels before and {after.Length} after; they must be of the same rows.", nameof(after));

        RequireLabels(before, beforeCount, nameof(before));
        RequireLabels(after, afterCount, nameof(after));
        int[,] overlaps = new int[beforeCount, afterCount];
        for (int row = 0; row < before.Length; row++)
        {
            if (before[row] >= 0 && after[row] >= 0)
                overlaps[before[row], after[row]]++;
        }

        ClusterTransitions transitions =
            new(overlaps, minimumShare) { AdjustedRand = before.IsEmpty ? double.NaN : ClusterMetrics.AdjustedRand(before, after) };
        int moved = transitions.CountMoves(before, after);
        return transitions with { Shared = before.Length, Moved = moved, MovedByRetrain = moved };
    }

    /// <summary>
    /// Compares an old and a retrained model. Clusters are matched by what both say of the customers as they are <em>now</em>, so that a
    /// segment goes on where it means the same although its members have changed: who bought this month are other people every month.
    /// </summary>
    /// <param name="before">Yesterday's model.</param>
    /// <param name="tableBefore">The customers as they were then: raw, or scaled as that model was trained.</param>
    /// <param name="after">The retrained model, of the same features.</param>
    /// <param name="tableAfter">The customers as they are now, unscaled; they need not be the same.</param>
    /// <param name="minimumShare">See <see cref="MinimumShare"/>; above 0, at most 1.</param>
    /// <exception cref="ArgumentException">A table doesn't fit its model, or the new one doesn't fit the old model.</exception>
    public static ClusterTransitions Between(
        IClusterModel before,
        FeatureTable tableBefore,
        IClusterModel after,
        FeatureTable tableAfter,
        double minimumShare = DefaultMinimumShare)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(tableBefore);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(tableAfter);
        int[] then = before.Predict(tableBefore), now = after.Predict(tableAfter);
        ClusterTransitions retrain = Between(before.Predict(tableAfter), before.ClusterCount, now, after.ClusterCount, minimumShare);
        List<int> sharedThen = [], sharedNow = [];
        for (int row = 0; row < now.Length; row++)
        {
            if (!tableBefore.Customers.TryGetRow(tableAfter.Customers[row], out int rowBefore))
                continue;

            sharedThen.Add(then[rowBefore]);
            sharedNow.Add(now[row]);
        }

        return retrain with
        {
            Shared = sharedNow.Count,
            Moved = retrain.CountMoves([.. sharedThen], [.. sharedNow]),
            Joined = now.Length - sharedNow.Count,
            Left = then.Length - sharedNow.Count,
        };
    }

    /// <summary>Customers who are in an old and in a new cluster.</summary>
    /// <param name="before">Number of the old cluster.</param>
    /// <param name="after">Number of the new cluster.</param>
    public int Overlap(int before, int after) => _overlaps[
        Guard.InRange(before, 0, Before.Count - 1, nameof(before)), Guard.InRange(after, 0, After.Count - 1, nameof(after))];

    /// <summary>Whether an old and a new cluster are the same segment; noise is noise.</summary>
    /// <param name="before">Number of the old cluster; negative for noise.</param>
    /// <param name="after">Number of the new cluster; negative for noise.</param>
    public bool IsSameSegment(int before, int after) => before < 0 || after < 0
        ? before < 0 && after < 0
        : After[after] is { Change: ClusterChange.Survived } transition && transition.Counterpart == before;

    private int CountMoves(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        int moved = 0;
        for (int row = 0; row < before.Length; row++)
            moved += IsSameSegment(before[row], after[row]) ? 0 : 1;

        return moved;
    }

    private static void RequireLabels(ReadOnlySpan<int> labels, int count, string name)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= count)
                throw new ArgumentException($"Row {row} has label {labels[row]}; there are {count} clusters.", name);
        }
    }

    private static string Count(IReadOnlyList<ClusterTransition> side, ClusterChange change, string one, string many)
    {
        int count = side.Count(transition => transition.Change == change);
        return $"{count} {(count == 1 ? one : many)}";
    }
}
