using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Weights and weighted sums of the members of each cluster, in double precision. Made for a chunk, then merged in chunk order.</summary>
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

    public void Add(KMeansData data, int rowStart, ReadOnlySpan<int> labels) =>
        GroupedSums.Add(data.Samples.Slice(rowStart, labels.Length), data.Weights.AsSpan(rowStart, labels.Length), labels, Values, Weights);

    public void Add(CenterSums next)
    {
        for (int i = 0; i < Weights.Length; i++)
            Weights[i] += next.Weights[i];

        for (int i = 0; i < Values.Length; i++)
            Values[i] += next.Values[i];
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
}
