using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers, each sample belonging to the nearest. Clusters are numbered by their centers: ascending in the first feature, then in the next, so that
/// the same solution has the same numbers whatever start found it. Immutable and thread-safe.
/// </summary>
/// <remarks>Predicting the training rows gives <see cref="TrainingLabels"/>, always: both come from the final centers by the same kernel.</remarks>
public sealed class KMeansModel : IClusterModel
{
    /// <summary>Kind of this model in a model file.</summary>
    public const string FileKind = "kmeans";

    private const int RowsAtOnce = 4096;
    private const double SmallestShareOfSpread = 1e-4;

    private readonly NearestCenters _nearest;

    internal KMeansModel(
        KMeansOptions options,
        Matrix centers,
        ReadOnlySpan<float> origin,
        IReadOnlyList<string> featureNames,
        FeatureScaling scaling,
        IReadOnlyList<int> sizes,
        double inertia,
        ReadOnlyMemory<int> trainingLabels,
        FitReport report)
    {
        _nearest = new NearestCenters(centers, origin);
        Options = options;
        Centers = centers;
        FeatureNames = featureNames;
        Scaling = scaling;
        Sizes = sizes;
        Inertia = inertia;
        TrainingLabels = trainingLabels;
        Report = report;
        RawCenters = Unscale(centers, scaling);
    }

    /// <summary>How it was fitted.</summary>
    public KMeansOptions Options { get; }

    /// <summary>What the fit did: the kept start's iterations, inertia after each, and why it stopped.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int ClusterCount => Centers.Rows;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>The centers in the scale of the training data, k × d.</summary>
    public MatrixView Centers { get; }

    /// <summary>The centers in the units of the raw features, k × d: after a logarithm these are geometric, not arithmetic, means.</summary>
    public MatrixView RawCenters { get; }

    /// <summary>Sum of weight · squared distance of the training rows to their centers, in the scale of the training data.</summary>
    public double Inertia { get; }

    /// <summary>What is subtracted from samples and centers before they are compared: the mean of the training rows, or nothing.</summary>
    internal ReadOnlySpan<float> Origin => _nearest.Origin;

    /// <summary>Training rows in each cluster, weights aside.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Clusters of the training rows, in their order; empty for a loaded model, because files hold no customers.</summary>
    public ReadOnlyMemory<int> TrainingLabels { get; }

    /// <summary>Reads a model that <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="source">Read from its position to its end; stays open.</param>
    /// <exception cref="ModelFileException">The stream is cut short, altered, or holds another kind of model.</exception>
    public static KMeansModel Load(Stream source)
    {
        using ModelFile file = ModelFile.Read(source, FileKind, KMeansModelFile.Version);
        return KMeansModelFile.Read(file);
    }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is cut short, altered, or holds another kind of model.</exception>
    public static KMeansModel Load(string path)
    {
        using ModelFile file = ModelFile.Open(path, FileKind, KMeansModelFile.Version);
        return KMeansModelFile.Read(file);
    }

    /// <summary>The cluster of one sample.</summary>
    /// <param name="scaledSample">d values in the scale of the training data.</param>
    /// <exception cref="ArgumentException">Another number of values, or one isn't finite.</exception>
    public int Predict(ReadOnlySpan<float> scaledSample)
    {
        ClusterInput.RequireFinite(scaledSample);
        return _nearest.Nearest(scaledSample);
    }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels)
    {
        ClusterInput.RequireFinite(scaledSamples);
        _nearest.Assign(scaledSamples, labels);
    }

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        return Assign(_nearest, samples, Options.Threads, CancellationToken.None);
    }

    /// <summary>Writes the model, without training labels and times: the same fit writes the same bytes.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => KMeansModelFile.Write(this).WriteTo(destination);

    /// <summary>Writes the model to a file.</summary>
    /// <param name="path">The file; replaced as a whole or not at all.</param>
    public void Save(string path) => KMeansModelFile.Write(this).Save(path);

    internal static KMeansModel Create(
        KMeansData data, KMeansOptions options, IReadOnlyList<string> names, FeatureScaling scaling, LloydRun run, long began, CancellationToken cancellationToken)
    {
        var sizes = new int[run.Centers.Rows];
        foreach (int label in run.Labels)
            sizes[label]++;

        var report = new FitReport(run.Objectives.Count, run.StopReason, [.. run.Objectives], Stopwatch.GetElapsedTime(began));
        double inertia = InertiaOf(data, run, cancellationToken);
        return new KMeansModel(options, run.Centers, data.Origin, [.. names], scaling, sizes, inertia, run.Labels, report);
    }

    /// <summary>
    /// The objective comes from sums of squares about the mean of all, so where it is next to nothing beside these, it has lost its digits: then distances
    /// are measured.
    /// </summary>
    private static double InertiaOf(KMeansData data, LloydRun run, CancellationToken cancellationToken) =>
        run.Objective > SmallestShareOfSpread * data.SquaredSpread
            ? run.Objective
            : ParallelChunks.Reduce(
                data.Rows,
                RowsAtOnce,
                (start, end) => InertiaOf(data, run.Centers, run.Labels, start, end),
                static (a, b) => a + b,
                data.Threads,
                cancellationToken);

    private static double InertiaOf(KMeansData data, Matrix centers, int[] labels, int start, int end)
    {
        double inertia = 0;
        for (int row = start; row < end; row++)
            inertia += data.Weights[row] * SquaredDistances.Between(data.Row(row), centers.Row(labels[row]));

        return inertia;
    }

    private static int[] Assign(NearestCenters nearest, MatrixView samples, int? threads, CancellationToken cancellationToken)
    {
        var labels = new int[samples.Rows];
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) => nearest.Assign(samples.Slice(start, end - start), labels.AsSpan(start, end - start)),
            threads,
            cancellationToken);
        return labels;
    }

    private static MatrixView Unscale(Matrix centers, FeatureScaling scaling)
    {
        var raw = new Matrix(centers.Rows, centers.Columns);
        for (int cluster = 0; cluster < raw.Rows; cluster++)
        {
            for (int feature = 0; feature < raw.Columns; feature++)
                raw[cluster, feature] = (float)scaling.Invert(centers[cluster, feature], feature);
        }

        return raw;
    }
}
