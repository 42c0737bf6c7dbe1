using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers, each sample belonging to the nearest. Clusters are numbered by their centers: ascending in the first feature, then in the
/// next, so that the same solution has the same numbers whatever start found it. Immutable and thread-safe.
/// </summary>
public sealed class KMeansModel : CenterClusterModel, IModel<KMeansModel>
{
    /// <inheritdoc/>
    public static ModelKind<KMeansModel> Kind { get; } = new("kmeans", 2, KMeansModelFile.Read);

    private const double SmallestShareOfSpread = 1e-4;

    private readonly NearestCenters _nearest;

    internal KMeansModel(CenterClusterParts parts, KMeansOptions options, NearestCenters nearest, double inertia)
        : base(parts, new NearestAssignment(nearest), options.Threads)
    {
        _nearest = nearest;
        Options = options;
        Inertia = inertia;
        RawCenters = Unscale();
    }

    /// <summary>How it was fitted.</summary>
    public KMeansOptions Options { get; }

    /// <summary>
    /// The centers in the units of the raw features, k × d: after a logarithm these are geometric, not arithmetic, means.
    /// </summary>
    public MatrixView RawCenters { get; }

    /// <summary>Sum of weight · squared distance of the training rows to their centers, in the scale of the training data.</summary>
    public double Inertia { get; }

    /// <summary>What is subtracted from samples and centers before they are compared: the mean of the training rows, or nothing.</summary>
    internal ReadOnlySpan<float> Origin => _nearest.Origin;

    internal static KMeansModel Create(
        KMeansData data, KMeansOptions options, ClusterFitInput input, LloydRun run, long began, CancellationToken cancellationToken)
    {
        FitReport report = new(run.Objectives.Count, run.StopReason, [.. run.Objectives], Stopwatch.GetElapsedTime(began));
        double inertia = InertiaOf(data, run, cancellationToken);
        NearestCenters nearest = new(run.Centers, data.Origin);
        return new KMeansModel(CenterClusterParts.Of(input, run.Centers, run.Labels, report), options, nearest, inertia);
    }

    private protected override ModelFileWriter Write() => KMeansModelFile.Write(this);

    /// <summary>
    /// The objective comes from sums of squares about the mean of all, so where it is next to nothing beside these, it has lost its digits:
    /// then distances are measured.
    /// </summary>
    private static double InertiaOf(KMeansData data, LloydRun run, CancellationToken cancellationToken) =>
        run.Objective > SmallestShareOfSpread * data.SquaredSpread
            ? run.Objective
            : CenterInertia.Of(data.Samples, data.Weights, run.Centers, run.Labels, data.Threads, cancellationToken);
}
