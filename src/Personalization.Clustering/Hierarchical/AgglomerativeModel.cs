using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// A tree of merges, cut into clusters: numbered in the order of their first rows, so that row 0 is in cluster 0. A new sample belongs to
/// the cluster of the nearest training row (of equally near ones the lowest row), which the model keeps. Immutable and thread-safe.
/// </summary>
/// <remarks>Predicting the training rows gives <see cref="TrainingLabels"/>, always: equal rows are in one cluster, and nothing is nearer
/// than an equal row. The centroid of a cluster would promise neither that nor sense for linkages whose clusters aren't round.</remarks>
public sealed class AgglomerativeModel : IClusterModel, IModel<AgglomerativeModel>
{
    /// <inheritdoc/>
    public static ModelKind<AgglomerativeModel> Kind { get; } = new("agglomerative", 1, AgglomerativeModelFile.Read);

    private const int RowsAtOnce = 256;

    private readonly Matrix _samples;
    private readonly Lazy<CentroidTree> _tree;
    private readonly int[] _labels;

    internal AgglomerativeModel(
        AgglomerativeOptions options,
        Dendrogram dendrogram,
        int clusterCount,
        Matrix samples,
        IReadOnlyList<string> featureNames,
        FeatureScaling scaling,
        FitReport report,
        GowerDistance? gower)
    {
        Gower = gower;
        Options = options;
        Dendrogram = dendrogram;
        ClusterCount = clusterCount;
        _samples = samples;
        FeatureNames = featureNames;
        Scaling = scaling;
        Report = report;
        _labels = dendrogram.CutByCount(clusterCount);
        Sizes = LabelSizes.Of(_labels, clusterCount);
        _tree = new Lazy<CentroidTree>(() => CentroidTree.Of(samples));
    }

    /// <summary>How it was fitted.</summary>
    public AgglomerativeOptions Options { get; }

    /// <summary>
    /// What the fit did: merges until one cluster is left, so there is nothing to iterate (<see cref="StopReason.ClosedForm"/>).
    /// </summary>
    public FitReport Report { get; }

    /// <summary>The whole tree, to be drawn or cut elsewhere.</summary>
    public Dendrogram Dendrogram { get; }

    /// <inheritdoc/>
    public int ClusterCount { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>The training rows in the scale of training, n × d.</summary>
    public MatrixView Samples => _samples;

    /// <summary>Training rows in each cluster.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Clusters of the training rows, in their order; of a loaded model too.</summary>
    public ReadOnlyMemory<int> TrainingLabels => _labels;

    /// <summary>The same tree, cut for another number of clusters. O(n).</summary>
    /// <param name="clusterCount">From 1 to the number of distinct training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">There can't be so many clusters.</exception>
    public AgglomerativeModel WithClusterCount(int clusterCount)
    {
        Guard.InRange(clusterCount, 1, Dendrogram.CountAt(0), nameof(clusterCount));
        return new AgglomerativeModel(
            Options with { ClusterCount = clusterCount, CutHeight = null },
            Dendrogram,
            clusterCount,
            _samples,
            FeatureNames,
            Scaling,
            Report,
            Gower);
    }

    /// <summary>The cluster of one sample.</summary>
    /// <param name="scaledSample">d values in the scale of the training data.</param>
    /// <exception cref="ArgumentException">Another number of values, or one isn't finite.</exception>
    public int Predict(ReadOnlySpan<float> scaledSample)
    {
        RequireWidth(scaledSample.Length);
        ClusterInput.RequireFinite(scaledSample);
        return Nearest(scaledSample, new double[scaledSample.Length]);
    }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels)
    {
        RequireWidth(scaledSamples.Columns);
        if (labels.Length != scaledSamples.Rows)
            throw new ArgumentException($"There are {labels.Length} labels for {scaledSamples.Rows} samples.", nameof(labels));

        ClusterInput.RequireFinite(scaledSamples);
        Assign(scaledSamples).CopyTo(labels);
    }

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table) => Assign(ClusterInput.Scaled(table, FeatureNames, Scaling));

    /// <summary>Writes the model with its training rows (numbers, no ids) and without times: the same fit writes the same bytes.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => AgglomerativeModelFile.Write(this).WriteTo(destination);

    /// <summary>Gower's distance; null: rows are compared by Euclidean distance.</summary>
    internal GowerDistance? Gower { get; }

    private int[] Assign(MatrixView samples)
    {
        int[] labels = new int[samples.Rows];
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                double[] query = new double[samples.Columns];
                for (int row = start; row < end; row++)
                    labels[row] = Nearest(samples.Row(row), query);
            },
            Options.Threads);
        return labels;
    }

    private int Nearest(ReadOnlySpan<float> sample, Span<double> query)
    {
        if (Gower is { } gower)
            return _labels[gower.Nearest(sample, _samples)];

        for (int column = 0; column < query.Length; column++)
            query[column] = sample[column];

        return _labels[_tree.Value.Nearest(query, 0).Id];
    }

    private void RequireWidth(int width)
    {
        if (width != Samples.Columns)
            throw new ArgumentException($"The samples have {width} features; the model was fitted to {Samples.Columns}.", nameof(width));
    }
}
