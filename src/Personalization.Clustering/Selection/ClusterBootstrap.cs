using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Stability under resampling (Hennig 2007, clusterboot): as many rows as there are, drawn with replacement, are clustered again, and the
/// clusters of the rows that were drawn are held against the new ones. Resample b draws from the stream (seed, "cluster bootstrap", b).
/// </summary>
internal static class ClusterBootstrap
{
    public static ClusterStability Measure(
        MatrixView samples,
        ReadOnlySpan<int> labels,
        Func<MatrixView, IClusterModel> fit,
        int resamples,
        ulong seed,
        CancellationToken cancellationToken)
    {
        double[] sums = [];
        int[] counts = new int[samples.Rows];
        double rand = 0;
        int[] times = [];
        for (int resample = 0; resample < resamples; resample++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomStream random = new(seed, "cluster bootstrap", (ulong)resample);
            Matrix drawn = new(samples.Rows, samples.Columns);
            Array.Clear(counts);
            for (int row = 0; row < samples.Rows; row++)
            {
                int source = random.NextInt32(samples.Rows);
                counts[source]++;
                samples.Row(source).CopyTo(drawn.Row(row));
            }

            (Matrix once, int[] old) = Distinct(samples, labels, counts);
            int[] found = new int[old.Length];
            fit(drawn).Predict(once, found);
            ClusterAgreement agreement = ClusterAgreement.Between(old, found);
            rand += agreement.AdjustedRand;
            double[] jaccard = agreement.Jaccard();
            Array.Resize(ref sums, Math.Max(sums.Length, jaccard.Length));
            Array.Resize(ref times, sums.Length);
            for (int cluster = 0; cluster < jaccard.Length; cluster++)
            {
                // A cluster of which no row was drawn can't be judged by this resample.
                if (double.IsNaN(jaccard[cluster]))
                    continue;

                sums[cluster] += jaccard[cluster];
                times[cluster]++;
            }
        }

        for (int cluster = 0; cluster < sums.Length; cluster++)
            sums[cluster] = times[cluster] == 0 ? 0 : sums[cluster] / times[cluster];

        return new ClusterStability(sums, rand / resamples);
    }

    /// <summary>The rows that were drawn, each once, and their labels.</summary>
    private static (Matrix Rows, int[] Labels) Distinct(MatrixView samples, ReadOnlySpan<int> labels, int[] counts)
    {
        int distinct = counts.Count(count => count > 0);
        Matrix rows = new(distinct, samples.Columns);
        int[] own = new int[distinct];
        int at = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] == 0)
                continue;

            samples.Row(row).CopyTo(rows.Row(at));
            own[at++] = labels[row];
        }

        return (rows, own);
    }
}
