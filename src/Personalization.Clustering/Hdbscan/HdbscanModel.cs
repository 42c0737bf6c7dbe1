using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Clusters of any shape and density, and noise (−1), with how strongly each row belongs and how far out it lies. Clusters are numbered by
/// their first row. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A sample is held against the training row of least mutual reachability: it joins the hierarchy at that distance, no deeper than that row
/// did, and belongs to the cluster found there. A training row's own counterpart is itself, so predicting the training rows gives
/// <see cref="TrainingLabels"/> and <see cref="Probabilities"/>, always.
/// </remarks>
public sealed class HdbscanModel : IClusterModel, IModel<HdbscanModel>
{
    /// <inheritdoc/>
    public static ModelKind<HdbscanModel> Kind { get; } = new("hdbscan", 1, HdbscanModelFile.Read);

    private readonly KdTree _tree;
    private readonly Matrix _samples;
    private readonly float[] _squaredCores;
    private readonly int[] _selected;
    private readonly int[] _labels;
    private readonly double[] _probabilities;
    private readonly double[] _outlierScores;

    internal HdbscanModel(
        HdbscanOptions options,
        Matrix samples,
        KdTree tree,
        float[] squaredCores,
        CondensedTree condensed,
        IReadOnlyList<string> featureNames,
        FeatureScaling scaling,
        FitReport report)
    {
        _tree = tree;
        _samples = samples;
        _squaredCores = squaredCores;
        _selected = FlatClusters.SelectedAncestors(condensed.Clusters);
        _labels = new int[samples.Rows];
        _probabilities = new double[samples.Rows];
        _outlierScores = FlatClusters.OutlierScores(condensed);
        Options = options;
        Tree = condensed;
        FeatureNames = featureNames;
        Scaling = scaling;
        Report = report;
        for (int row = 0; row < _labels.Length; row++)
            (_labels[row], _probabilities[row]) = At(condensed.RowClusters.Span[row], condensed.RowLambdas.Span[row]);

        Sizes = LabelSizes.Of(_labels, condensed.Clusters.Count(cluster => cluster.Label >= 0));
        NoiseCount = _labels.AsSpan().Count(-1);
    }

    /// <summary>How it was fitted.</summary>
    public HdbscanOptions Options { get; }

    /// <summary>What the fit did: one pass, nothing to iterate.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int ClusterCount => Sizes.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>The hierarchy that the clusters were selected from.</summary>
    public CondensedTree Tree { get; }

    /// <summary>The training rows, n × d, in the scale of the training data; they are what a sample is held against.</summary>
    public MatrixView Samples => _samples;

    /// <summary>Training rows in each cluster.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Training rows in no cluster.</summary>
    public int NoiseCount { get; }

    /// <summary>Clusters of the training rows, in their order, −1 for noise; a loaded model has them too.</summary>
    public ReadOnlyMemory<int> TrainingLabels => _labels;

    /// <summary>
    /// How strongly each training row belongs to its cluster, 0 to 1: λ at which it leaves ÷ λ at which the cluster ends, at most 1; 0 for
    /// noise.
    /// </summary>
    public ReadOnlyMemory<double> Probabilities => _probabilities;

    /// <summary>
    /// How far out each training row lies from what is densest around it, from 0 (inside) to below 1: GLOSH, the same rows whichever
    /// clusters are selected.
    /// </summary>
    public ReadOnlyMemory<double> OutlierScores => _outlierScores;

    /// <summary>Squared core distances of the training rows.</summary>
    internal ReadOnlySpan<float> SquaredCores => _squaredCores;

    /// <summary>The cluster of one sample, −1 for noise, and how strongly it belongs to it.</summary>
    /// <param name="scaledSample">d values in the scale of the training data.</param>
    /// <exception cref="ArgumentException">Another number of values, or one isn't finite.</exception>
    public (int Label, double Probability) Predict(ReadOnlySpan<float> scaledSample)
    {
        Span<int> label = [-1];
        Span<double> probability = [0];
        Predict(new MatrixView(scaledSample.ToArray(), 1, scaledSample.Length), label, probability);
        return (label[0], probability[0]);
    }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels) => Predict(scaledSamples, labels, default, 1);

    /// <summary>Clusters of scaled samples, −1 for noise, and how strongly each belongs to its cluster.</summary>
    /// <param name="scaledSamples">n × d, in the scale of the training data.</param>
    /// <param name="labels">Receives n labels.</param>
    /// <param name="probabilities">Receives n probabilities, 0 for noise.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or a value isn't finite.</exception>
    public void Predict(MatrixView scaledSamples, Span<int> labels, Span<double> probabilities)
    {
        if (probabilities.Length != labels.Length)
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities for {labels.Length} labels.", nameof(probabilities));

        Predict(scaledSamples, labels, probabilities, 1);
    }

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        int[] labels = new int[samples.Rows];
        Predict(samples, labels, default, Options.Threads);
        return labels;
    }

    /// <summary>
    /// Writes the model, without times: the same fit writes the same bytes. It holds the features of all training rows, so treat it as
    /// customers' data.
    /// </summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => HdbscanModelFile.Write(this).WriteTo(destination);

    private void Predict(MatrixView samples, Span<int> labels, Span<double> probabilities, int? threads)
    {
        ClusterInput.RequireShape(samples, FeatureNames.Count, labels.Length);
        ClusterInput.RequireFinite(samples);
        KdTree queries = new(samples, threads);
        float[] cores = _tree.SquaredDistancesToNth(queries, Options.Neighbors, threads);
        ReachablePoint[] nearest = _tree.MostReachable(queries, _squaredCores, cores, threads);
        for (int row = 0; row < labels.Length; row++)
        {
            (labels[row], double probability) = Join(nearest[row]);
            if (!probabilities.IsEmpty)
                probabilities[row] = probability;
        }
    }

    /// <summary>Where a sample comes into the hierarchy that has this training row as its most reachable one.</summary>
    private (int Label, double Probability) Join(ReachablePoint nearest)
    {
        if (nearest.Row < 0)
            return (-1, 0);

        double lambda = Math.Min(Tree.LambdaOf(Math.Sqrt(nearest.Square)), Tree.RowLambdas.Span[nearest.Row]);
        int cluster = Tree.RowClusters.Span[nearest.Row];
        while (Tree.Clusters[cluster].BirthLambda > lambda)
            cluster = Tree.Clusters[cluster].Parent;

        return At(cluster, lambda);
    }

    private (int Label, double Probability) At(int cluster, double lambda)
    {
        int selected = FlatClusters.ClusterAt(Tree, _selected, cluster, lambda, Options);
        return selected < 0 ? (-1, 0) : (Tree.Clusters[selected].Label, FlatClusters.Probability(Tree.Clusters[selected], lambda));
    }
}
