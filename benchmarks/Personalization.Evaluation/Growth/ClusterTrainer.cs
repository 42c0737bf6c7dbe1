using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Evaluation;

/// <summary>A way to cluster, for cases that go through all of them.</summary>
/// <param name="Family">What it is shown together with.</param>
/// <param name="Name">Name of the algorithm.</param>
/// <param name="LargestRows">Rows up to which a fit is a matter of seconds.</param>
/// <param name="Fit">Fits samples with at most so many threads and gives what writes the model.</param>
internal sealed record ClusterTrainer(string Family, string Name, int LargestRows, Func<MatrixView, int?, Action<Stream>> Fit)
{
    private const int Clusters = 8;

    /// <summary>Every trainer of clusters there is.</summary>
    public static IReadOnlyList<ClusterTrainer> All { get; } =
    [
        new("centers", "k-means", 1_000_000, (samples, threads) => new KMeansTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxIterations = 20, Tolerance = 0, Threads = threads }).Fit(samples).Save),
        new("centers", "spherical", 1_000_000, (samples, threads) => new SphericalKMeansTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxIterations = 20, Tolerance = 0, Threads = threads }).Fit(samples).Save),
        new("centers", "k-medians", 1_000_000, (samples, threads) => new KMediansTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxIterations = 20, Tolerance = 0, Threads = threads }).Fit(samples).Save),
        new("centers", "k-prototypes", 100_000, (samples, threads) => new KPrototypesTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxIterations = 20, Categories = ["x1"], Threads = threads }).Fit(samples).Save),
        new("centers", "mini-batch", 1_000_000, (samples, threads) => new MiniBatchKMeansTrainer(
            new() { ClusterCount = Clusters, Starts = 1, MaxEpochs = 3, MaxNoImprovement = null, Threads = threads }).Fit(samples).Save),
        new("centers", "size-constrained", 100_000, (samples, threads) => new SizeConstrainedKMeansTrainer(new()
        {
            ClusterCount = Clusters,
            MinSize = samples.Rows / 10,
            MaxSize = samples.Rows / 7,
            Starts = 1,
            MaxIterations = 20,
            Tolerance = 0,
            Threads = threads,
        }).Fit(samples).Save),
        .. Enum.GetValues<CovarianceKind>().Select(
            kind => new ClusterTrainer("mixtures", $"{kind}", 1_000_000, (samples, threads) => new GaussianMixtureTrainer(
            new() { ClusterCount = Clusters, Covariance = kind, MaxIterations = 20, Tolerance = 0, Threads = threads }).Fit(samples).Save)),
        new(
            "density",
            "DBSCAN",
            1_000_000,
            (samples, threads) => new DbscanTrainer(new() { Radius = .25, MinSamples = 10, Threads = threads }).Fit(samples).Save),
        new(
            "density",
            "HDBSCAN",
            100_000,
            (samples, threads) => new HdbscanTrainer(new() { MinClusterSize = 20, Threads = threads }).Fit(samples).Save),
        Hierarchical("Ward", 1_000_000, Linkage.Ward),
        Hierarchical("average", 10_000, Linkage.Average),
        Hierarchical("complete", 10_000, Linkage.Complete),
        Hierarchical("single", 1_000_000, Linkage.Single),
        new("hierarchies", "Gower, average", 10_000, (samples, threads) => new AgglomerativeTrainer(new()
        {
            ClusterCount = Clusters, Linkage = Linkage.Average, Distance = SampleDistance.Gower, Categories = ["x1"], Threads = threads,
        }).Fit(samples).Save),
    ];

    /// <summary>
    /// Clouds of deviation 1 whose centers are normal with deviation 4; the same for the same arguments, whatever the number of threads.
    /// </summary>
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

    private static ClusterTrainer Hierarchical(string name, int largestRows, Linkage linkage) =>
        new("hierarchies", name, largestRows, (samples, threads) =>
        new AgglomerativeTrainer(new() { Linkage = linkage, ClusterCount = Clusters, Threads = threads }).Fit(samples).Save);
}
