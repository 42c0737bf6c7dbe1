using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Training rows whose cluster no prices can tell, because they tie exactly: equal rows that the bounds split between clusters, above all.
/// Kept by their values, with the number of rows of that value in each cluster.
/// </summary>
/// <param name="Values">u × d distinct rows.</param>
/// <param name="Counts">u × k, row-major.</param>
internal sealed record TiedRows(MatrixView Values, int[] Counts)
{
    /// <summary>
    /// Compares the labels of the training with those by prices and keeps what differs. Among equal rows, the first ones are given to the
    /// first of their clusters, in <paramref name="labels"/> too: which of them is where is arbitrary, and so it can be repeated.
    /// </summary>
    public static TiedRows Settle(MatrixView samples, int[] labels, int[] byPrices, int clusterCount)
    {
        RowSet differing = new(samples);
        List<int> values = new();
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] != byPrices[row] && differing.Add(row))
                values.Add(row);
        }

        Matrix tied = new(values.Count, samples.Columns);
        for (int i = 0; i < values.Count; i++)
            samples.Row(values[i]).CopyTo(tied.Row(i));

        int[] counts = new int[values.Count * clusterCount];
        if (values.Count > 0)
        {
            RowLookup lookup = new(tied);
            for (int row = 0; row < labels.Length; row++)
            {
                if (lookup.Find(samples.Row(row)) is int value and >= 0)
                    counts[(value * clusterCount) + labels[row]]++;
            }
        }

        TiedRows settled = new(tied, counts);
        new TiedRowLabels(settled, clusterCount).Amend(samples, labels);
        return settled;
    }
}

/// <summary>
/// Labels of tied rows: of equal rows in one call, the first get the first of their clusters, as many as it had in training, and so on.
/// </summary>
internal sealed class TiedRowLabels(TiedRows tied, int clusterCount)
{
    private readonly RowLookup _lookup = new(tied.Values);

    public void Amend(MatrixView samples, Span<int> labels)
    {
        if (tied.Values.Rows == 0)
            return;

        int[] seen = new int[tied.Values.Rows];
        for (int row = 0; row < labels.Length; row++)
        {
            if (_lookup.Find(samples.Row(row)) is int value and >= 0)
                labels[row] = Label(value, seen[value]++);
        }
    }

    /// <summary>Beyond as many rows as training had, it begins anew.</summary>
    private int Label(int value, int occurrence)
    {
        ReadOnlySpan<int> counts = tied.Counts.AsSpan(value * clusterCount, clusterCount);
        long total = 0;
        foreach (int count in counts)
            total += count;

        long rest = occurrence % total;
        int cluster = 0;
        while (rest >= counts[cluster])
            rest -= counts[cluster++];

        return cluster;
    }
}
