using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Evaluation;

/// <summary>A way to cluster, for cases that go through all of them.</summary>
/// <param name="Name">Name of the algorithm.</param>
/// <param name="LargestRows">Rows up to which a fit is a matter of seconds.</param>
/// <param name="Fit">Fits samples with at most so many threads and gives what writes the model.</param>
internal sealed record ClusterTrainer(string Name, int LargestRows, Func<MatrixView, int?, Action<Stream>> Fit)
{
    private const int Clusters = 8;

    /// <summary>Every trainer of clusters there is.</summary>
    public static IReadOnlyList<ClusterTrainer> All { get; } =
    [
        new("k-means", 1_000_000, (samples, threads) => new KMeansTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxIterations = 20, Tolerance = 0, Threads = threads }).Fit(samples).Save),
    ];

    /// <summary>Clouds of deviation 1 whose centers are normal with deviation 4; the same for the same arguments, whatever the number of threads.</summary>
    public static Matrix Clouds(int rows, int columns, ulong seed)
    {
        Matrix centers = new(Clusters, columns), samples = new(rows, columns);
        RandomStream random = new(seed, "cloud centers");
        foreach (ref float value in centers.Values) value = (float)random.NextGaussian(0, 4);
        ParallelChunks.Run(rows, 4_096, (chunk, start, end) =>
        {
            RandomStream own = new(seed, "cloud rows", (ulong)chunk);
            for (int row = start; row < end; row++)
            {
                ReadOnlySpan<float> center = centers.Row(own.NextInt32(Clusters));
                for (int column = 0; column < columns; column++) samples[row, column] = (float)own.NextGaussian(center[column]);
            }
        });
        return samples;
    }
}
