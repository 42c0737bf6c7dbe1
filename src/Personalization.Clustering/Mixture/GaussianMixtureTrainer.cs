using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// A mixture of k Gaussian distributions under which the samples are likely, found by expectation-maximization from a k-means clustering,
/// as in scikit-learn. Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of
/// threads and any vector width. O(starts · iterations · n · k · d²) time, O(k · d) a sample for diagonal and spherical covariances; O(k ·
/// d²) memory for each of up to 64 chunks.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class GaussianMixtureTrainer(GaussianMixtureOptions? options = null) : WeightedClusterTrainer<GaussianMixtureModel>
{
    /// <summary>Rows below which starts run side by side, each on one thread.</summary>
    private const int FewRows = 8192;

    /// <summary>How it clusters.</summary>
    public GaussianMixtureOptions Options { get; } = options ?? new GaussianMixtureOptions();

    private protected override GaussianMixtureModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialMeans, Options.ClusterCount, "means", "components");
        MixtureData data = new(input, Options, cancellationToken);
        MixtureRun best = Starts.Best(
            $"Gaussian mixture, {Options.ClusterCount} components",
            Options.InitialMeans is null ? Options.Starts : 1,
            Options.MaxIterations,
            input.Samples.Rows < FewRows ? Options.Threads : 1,
            (start, report) =>
            {
                (MatrixView means, int[] labels) = Begin(data, start);
                MixtureRun run = new(data, Options);
                run.Run(means, labels, report);
                return run;
            },
            progress,
            cancellationToken);
        return GaussianMixtureModel.Create(data, Options, input, best, began);
    }

    private (MatrixView Means, int[] Labels) Begin(MixtureData data, int start)
    {
        if (Options.InitialMeans is { } means)
            return (means, new NearestAssignment(means).Assign(data.Samples, data.Threads, data.CancellationToken));

        KMeansOptions kmeans = new()
        {
            ClusterCount = Options.ClusterCount,
            Starts = 1,
            Threads = Options.Threads,
            Seed = new RandomStream(Options.Seed, "Gaussian mixture start", (ulong)start).NextUInt64(),
        };
        KMeansModel model = new KMeansTrainer(kmeans).Fit(data.Samples, data.Weights, null, data.CancellationToken);
        return (model.Centers, model.TrainingLabels.ToArray());
    }
}
