using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Weights and weighted sums of the members of each cluster, in double precision. Kept for a chunk of rows from iteration to iteration: rows that change
/// their cluster are moved, so an iteration in which few do costs little. All chunks together are merged in their order.
/// </summary>
internal sealed class CenterSums(int clusterCount, int columns)
{
    public double[] Weights { get; } = new double[clusterCount];

    /// <summary>k × d, row-major.</summary>
    public double[] Values { get; } = new double[clusterCount * columns];

    public void Clear()
    {
        Array.Clear(Weights);
        Array.Clear(Values);
    }

    /// <summary>Brings the sums up to date with rows' new labels; returns how many changed.</summary>
    public int Move(KMeansData data, int rowStart, ReadOnlySpan<int> before, ReadOnlySpan<int> labels) =>
        GroupedSums.Move(data.Samples.Slice(rowStart, labels.Length), data.Weights.AsSpan(rowStart, labels.Length), before, labels, Values, Weights);

    /// <summary>Adds rows to the sums of their clusters.</summary>
    public void Add(KMeansData data, int rowStart, ReadOnlySpan<int> labels) =>
        GroupedSums.Add(data.Samples.Slice(rowStart, labels.Length), data.Weights.AsSpan(rowStart, labels.Length), labels, Values, Weights);

    /// <summary>Adds the sums of the next chunk.</summary>
    public void Add(CenterSums next)
    {
        Add(next.Weights, Weights);
        Add(next.Values, Values);
    }

    /// <summary>Sets some clusters' sums to those of all chunks, in chunk order.</summary>
    public void Merge(CenterSums[] chunks, int clusterStart, int clusterEnd)
    {
        Span<double> weights = Weights.AsSpan(clusterStart..clusterEnd), values = Values.AsSpan((clusterStart * columns)..(clusterEnd * columns));
        weights.Clear();
        values.Clear();
        foreach (CenterSums chunk in chunks)
        {
            Add(chunk.Weights.AsSpan(clusterStart..clusterEnd), weights);
            Add(chunk.Values.AsSpan((clusterStart * columns)..(clusterEnd * columns)), values);
        }
    }

    /// <summary>Numbers clusters anew: cluster c becomes rank[c].</summary>
    public void Renumber(ReadOnlySpan<int> rank)
    {
        double[] weights = [.. Weights], values = [.. Values];
        for (int cluster = 0; cluster < rank.Length; cluster++)
        {
            Weights[rank[cluster]] = weights[cluster];
            values.AsSpan(cluster * columns, columns).CopyTo(Values.AsSpan(rank[cluster] * columns));
        }
    }

    /// <summary>Moves one member from one cluster to another.</summary>
    public void Move(ReadOnlySpan<float> sample, double weight, int from, int to)
    {
        Weights[from] -= weight;
        Weights[to] += weight;
        for (int column = 0; column < sample.Length; column++)
        {
            double value = weight * sample[column];
            Values[(from * columns) + column] -= value;
            Values[(to * columns) + column] += value;
        }
    }

    private static void Add(ReadOnlySpan<double> terms, Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += terms[i];
    }
}
