using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-means‖ (Bahmani, Moseley, Vattani, Kumar and Vassilvitskii 2012): a few rounds, each of which draws many rows side by side, in place
/// of k that each wait for the one before.
/// </summary>
internal sealed class KMeansParallelSeeding(KMeansData data, RandomStream random, CancellationToken cancellationToken)
{
    /// <summary>With 2 · k rows a round, five leave nothing to win (section 5 of the paper).</summary>
    private const int Rounds = 5;

    private const int RowsAtOnce = 1024;

    private readonly List<int> _candidates = [];
    private readonly float[] _closest = new float[data.Rows];
    private readonly int[] _nearest = new int[data.Rows];

    /// <summary>k centers; null where the rounds drew fewer different rows than that.</summary>
    public Matrix? Choose(int clusterCount)
    {
        Array.Fill(_closest, float.PositiveInfinity);
        _candidates.Add(First());
        double potential = Update(0);
        for (int round = 0; round < Rounds && potential > 0; round++)
        {
            int before = _candidates.Count;
            Draw(2.0 * clusterCount / potential);
            potential = _candidates.Count > before ? Update(before) : potential;
        }

        Matrix chosen = new(_candidates.Count, data.Columns);
        for (int i = 0; i < _candidates.Count; i++)
            data.Row(_candidates[i]).CopyTo(chosen.Row(i));

        // Two drawn rows may be equal: then all rows are nearest to the first, and the second weighs nothing.
        float[] weights = Array.ConvertAll(Weights(), static weight => (float)weight);
        if (Array.FindAll(weights, static weight => weight > 0).Length < clusterCount)
            return null;

        using KMeansData reduced = new(chosen, weights, clusterCount, data.Threads, cancellationToken);
        return new KMeansSeeding(reduced, random, cancellationToken).Choose(KMeansInitialization.KMeansPlusPlus, clusterCount);
    }

    private double[] Weights()
    {
        double[] weights = new double[_candidates.Count];
        for (int row = 0; row < _nearest.Length; row++)
            weights[_nearest[row]] += data.Weights[row];

        return weights;
    }

    /// <summary>A row drawn by weight.</summary>
    private int First()
    {
        double target = random.NextDouble() * data.TotalWeight;
        int last = 0;
        for (int row = 0; row < data.Rows && target >= 0; row++)
        {
            if (data.Weights[row] <= 0)
                continue;

            target -= data.Weights[row];
            last = row;
        }

        return last;
    }

    /// <summary>Each row on its own, with probability factor · weight · squared distance, or 1 where that is more.</summary>
    private void Draw(double factor)
    {
        for (int row = 0; row < data.Rows; row++)
        {
            double probability = factor * data.Weights[row] * _closest[row];
            if (probability > 0 && random.NextDouble() < probability)
                _candidates.Add(row);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Holds every row against the candidates from one on; returns Σ weight · squared distance to the nearest.</summary>
    private double Update(int from)
    {
        Matrix added = new(_candidates.Count - from, data.Columns);
        for (int i = 0; i < added.Rows; i++)
            data.Row(_candidates[from + i]).CopyTo(added.Row(i));

        NearestCenters nearest = new(added);
        return ParallelChunks.Reduce(
            data.Rows,
            RowsAtOnce,
            (start, end) => Update(nearest, from, start, end),
            static (a, b) => a + b,
            data.Threads,
            cancellationToken);
    }

    private double Update(NearestCenters nearest, int from, int start, int end)
    {
        Span<int> labels = stackalloc int[end - start];
        Span<float> distances = stackalloc float[end - start];
        nearest.Assign(data.Samples.Slice(start, end - start), labels, distances);
        double potential = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int row = start + i;
            if (distances[i] < _closest[row])
                (_closest[row], _nearest[row]) = (distances[i], from + labels[i]);

            potential += (double)data.Weights[row] * _closest[row];
        }

        return potential;
    }
}
