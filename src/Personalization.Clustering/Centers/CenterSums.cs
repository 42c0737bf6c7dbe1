using System.Buffers;
using System.Numerics;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Weights and weighted sums of the members of each cluster, in double precision.
/// </summary>
internal sealed class CenterSums(int clusterCount, int columns)
{
    private double[] _values = Rent(clusterCount * columns);

    public int ClusterCount => clusterCount;

    public double[] Weights { get; } = new double[clusterCount];

    /// <summary>k × d, row-major.</summary>
    public Span<double> Values => _values.AsSpan(0, clusterCount * columns);

    /// <summary>Gives the memory back; nothing may be added any more.</summary>
    public void Release()
    {
        ArrayPool<double>.Shared.Return(_values);
        _values = [];
    }

    public void Clear()
    {
        Array.Clear(Weights);
        Values.Clear();
    }

    /// <summary>Brings the sums up to date with rows' new clusters, and the former ones as well; returns how many changed.</summary>
    public int Move(KMeansData data, int rowStart, Span<int> clusters, ReadOnlySpan<int> now, Span<bool> touched) => data.Origin.IsEmpty
        ? GroupedSums.Move(
            data.Tiles, rowStart / PointTiles.TileSize, data.WeightsOf(rowStart, now.Length), clusters, now, Values, Weights, touched)
        : GroupedSums.Move(
            data.Samples.Slice(rowStart, now.Length), data.WeightsOf(rowStart, now.Length), clusters, now, Values, Weights, touched);

    /// <summary>Adds one cluster's sums to another's, and sets its own to zero.</summary>
    public void MoveTo(CenterSums other, int cluster)
    {
        Span<double> values = Values.Slice(cluster * columns, columns);
        Add(values, other.Values.Slice(cluster * columns, columns));
        values.Clear();
        other.Weights[cluster] += Weights[cluster];
        Weights[cluster] = 0;
    }

    /// <summary>Adds rows to the sums of their clusters.</summary>
    public void Add(KMeansData data, int rowStart, ReadOnlySpan<int> labels) =>
        GroupedSums.Add(data.Samples.Slice(rowStart, labels.Length), data.WeightsOf(rowStart, labels.Length), labels, Values, Weights);

    /// <summary>Adds the sums of the next chunk.</summary>
    public void Add(CenterSums next)
    {
        Add(next.Weights, Weights);
        Add(next.Values, Values);
    }

    /// <summary>Numbers clusters anew: cluster c becomes rank[c].</summary>
    public void Renumber(ReadOnlySpan<int> rank)
    {
        double[] weights = [.. Weights], former = _values;
        _values = ArrayPool<double>.Shared.Rent(clusterCount * columns);
        for (int cluster = 0; cluster < rank.Length; cluster++)
        {
            Weights[rank[cluster]] = weights[cluster];
            former.AsSpan(cluster * columns, columns).CopyTo(Values[(rank[cluster] * columns)..]);
        }

        ArrayPool<double>.Shared.Return(former);
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
        int i = 0;
        for (; i + Vector<double>.Count <= sums.Length; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + new Vector<double>(terms[i..])).CopyTo(sums[i..]);

        for (; i < sums.Length; i++)
            sums[i] += terms[i];
    }

    private static double[] Rent(int length)
    {
        double[] values = ArrayPool<double>.Shared.Rent(length);
        values.AsSpan(0, length).Clear();
        return values;
    }
}
