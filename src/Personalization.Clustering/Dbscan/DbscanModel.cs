using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Clusters of any shape, and noise (−1). A sample belongs to the lowest-numbered cluster that has a core within the radius; clusters are
/// numbered by their first core in training. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Predicting the training rows gives <see cref="TrainingLabels"/>, always: cores lie within reach of cores of their own cluster alone, and
/// the border and the noise of training were found by the rule that predicts.
/// </remarks>
public sealed class DbscanModel : IClusterModel, IModel<DbscanModel>
{
    /// <inheritdoc/>
    public static ModelKind<DbscanModel> Kind { get; } = new("dbscan", 1, DbscanModelFile.Read);

    /// <summary>Of the cores; built when the first sample asks.</summary>
    private readonly Lazy<KdTree> _tree;

    internal DbscanModel(
        DbscanOptions options,
        Matrix coreSamples,
        int[] coreLabels,
        IReadOnlyList<string> featureNames,
        FeatureScaling scaling,
        IReadOnlyList<int> sizes,
        int noiseCount,
        ReadOnlyMemory<int> trainingLabels,
        ReadOnlyMemory<bool> trainingCores,
        FitReport report)
    {
        _tree = new Lazy<KdTree>(() => new KdTree(coreSamples, options.Threads));
        Options = options;
        CoreSamples = coreSamples;
        CoreLabels = coreLabels;
        FeatureNames = featureNames;
        Scaling = scaling;
        Sizes = sizes;
        NoiseCount = noiseCount;
        TrainingLabels = trainingLabels;
        TrainingCores = trainingCores;
        Report = report;
    }

    /// <summary>How it was fitted.</summary>
    public DbscanOptions Options { get; }

    /// <summary>What the fit did: one pass, nothing to iterate.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int ClusterCount => Sizes.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>
    /// The cores of training in their order, m × d, in the scale of the training data; they are what a sample is held against.
    /// </summary>
    public MatrixView CoreSamples { get; }

    /// <summary>Clusters of <see cref="CoreSamples"/>, m of them.</summary>
    public ReadOnlyMemory<int> CoreLabels { get; }

    /// <summary>Training rows in each cluster, border included.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Training rows in no cluster.</summary>
    public int NoiseCount { get; }

    /// <summary>Clusters of the training rows, in their order, −1 for noise; empty for a loaded model.</summary>
    public ReadOnlyMemory<int> TrainingLabels { get; }

    /// <summary>Whether each training row is a core; empty for a loaded model.</summary>
    public ReadOnlyMemory<bool> TrainingCores { get; }

    /// <summary>The cluster of one sample, −1 for noise.</summary>
    /// <param name="scaledSample">d values in the scale of the training data.</param>
    /// <exception cref="ArgumentException">Another number of values, or one isn't finite.</exception>
    public int Predict(ReadOnlySpan<float> scaledSample)
    {
        Span<int> label = [-1];
        Predict(new MatrixView(scaledSample.ToArray(), 1, scaledSample.Length), label);
        return label[0];
    }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels) => Predict(scaledSamples, labels, 1);

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        int[] labels = new int[samples.Rows];
        Predict(samples, labels, Options.Threads);
        return labels;
    }

    /// <summary>
    /// Writes the model, without training labels and times: the same fit writes the same bytes. It holds the features of the cores, so
    /// treat it as customers' data.
    /// </summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => DbscanModelFile.Write(this).WriteTo(destination);

    internal static DbscanModel Create(
        DbscanOptions options, ClusterFitInput input, int[] labels, bool[] cores, int clusters, FitReport report)
    {
        int count = cores.AsSpan().Count(true);
        Matrix coreSamples = new(count, input.Samples.Columns);
        int[] coreLabels = new int[count];
        int next = 0;
        for (int row = 0; row < cores.Length; row++)
        {
            if (!cores[row])
                continue;

            input.Samples.Row(row).CopyTo(coreSamples.Row(next));
            coreLabels[next++] = labels[row];
        }

        int[] sizes = LabelSizes.Of(labels, clusters);
        return new DbscanModel(
            options, coreSamples, coreLabels, input.FeatureNames, input.Scaling, sizes, labels.AsSpan().Count(-1), labels, cores, report);
    }

    private void Predict(MatrixView samples, Span<int> labels, int? threads)
    {
        ClusterInput.RequireShape(samples, FeatureNames.Count, labels.Length);
        ClusterInput.RequireFinite(samples);
        labels.Fill(-1);
        _tree.Value.LowestLabelWithin(new KdTree(samples, threads), Options.Radius, CoreLabels.Span, labels, threads);
    }
}
