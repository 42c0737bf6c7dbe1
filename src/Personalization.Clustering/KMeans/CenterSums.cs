using System.Runtime.CompilerServices;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(KMeansData data, int rowStart, ReadOnlySpan<int> labels)
    {
        ReadOnlySpan<float> samples = data.Samples.Memory.Span[(rowStart * data.Samples.Stride)..];
        ReadOnlySpan<float> weights = data.Weights.AsSpan(rowStart, labels.Length);
        Span<double> values = Values, totals = Weights;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> sample = samples.Slice(row * data.Samples.Stride, columns);
            Span<double> sum = values.Slice(labels[row] * columns, columns);
            double weight = weights[row];
            totals[labels[row]] += weight;
            for (int column = 0; column < sample.Length; column++)
                sum[column] += weight * sample[column];
        }
    }

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
