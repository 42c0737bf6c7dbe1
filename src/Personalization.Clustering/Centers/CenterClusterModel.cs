using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// What clusterings by centers have in common: k centers, and a rule that gives each sample to one of them. Clusters are numbered by their
/// centers, ascending in the first feature, then in the next. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Predicting the training rows gives <see cref="TrainingLabels"/>, always: both come from the final centers by the same rule.
/// </remarks>
public abstract class CenterClusterModel : IClusterModel
{
    private readonly CenterAssignment _assignment;
    private readonly int? _threads;

    private protected CenterClusterModel(CenterClusterParts parts, CenterAssignment assignment, int? threads)
    {
        _assignment = assignment;
        _threads = threads;
        Report = parts.Report;
        FeatureNames = parts.FeatureNames;
        Scaling = parts.Scaling;
        Centers = parts.Centers;
        Sizes = parts.Sizes;
        TrainingLabels = parts.TrainingLabels;
    }

    /// <summary>What the fit did: iterations of the kept start, the objective after each, and why it stopped.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int ClusterCount => Centers.Rows;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>The centers in the scale of the training data, k × d.</summary>
    public MatrixView Centers { get; }

    /// <summary>Training rows in each cluster, weights aside.</summary>
    public IReadOnlyList<long> Sizes { get; }

    /// <summary>
    /// Clusters of the training rows, in their order; empty for a loaded model, because files hold no customers, and for one fitted to a
    /// stream, whose rows weren't kept.
    /// </summary>
    public ReadOnlyMemory<int> TrainingLabels { get; }

    /// <summary>The cluster of one sample.</summary>
    /// <param name="scaledSample">d values in the scale of the training data.</param>
    /// <exception cref="ArgumentException">Another number of values, or one isn't finite.</exception>
    public int Predict(ReadOnlySpan<float> scaledSample)
    {
        RequireFeatures(scaledSample.Length, nameof(scaledSample));
        ClusterInput.RequireFinite(scaledSample);
        return _assignment.Assign(scaledSample);
    }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels)
    {
        RequireFeatures(scaledSamples.Columns, nameof(scaledSamples));
        if (labels.Length != scaledSamples.Rows)
            throw new ArgumentException($"There is room for {labels.Length} labels; the samples are {scaledSamples.Rows}.", nameof(labels));

        ClusterInput.RequireFinite(scaledSamples);
        _assignment.Assign(scaledSamples, labels);
    }

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table) =>
        _assignment.Assign(ClusterInput.Scaled(table, FeatureNames, Scaling), _threads, CancellationToken.None);

    /// <summary>Writes the model, without training labels and times: the same fit writes the same bytes.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => Write().WriteTo(destination);

    private protected abstract ModelFileWriter Write();

    private void RequireFeatures(int count, string parameter)
    {
        if (count != Centers.Columns)
            throw new ArgumentException($"The samples have {count} features; the centers have {Centers.Columns}.", parameter);
    }

    /// <summary>The centers in the units of the raw features.</summary>
    private protected MatrixView Unscale()
    {
        Matrix raw = new(Centers.Rows, Centers.Columns);
        for (int cluster = 0; cluster < raw.Rows; cluster++)
        {
            for (int feature = 0; feature < raw.Columns; feature++)
                raw[cluster, feature] = (float)Scaling.Invert(Centers[cluster, feature], feature);
        }

        return raw;
    }
}

/// <summary>What a <see cref="CenterClusterModel"/> holds, from a fit or a file.</summary>
internal sealed record CenterClusterParts(
    Matrix Centers,
    IReadOnlyList<string> FeatureNames,
    FeatureScaling Scaling,
    IReadOnlyList<long> Sizes,
    ReadOnlyMemory<int> TrainingLabels,
    FitReport Report)
{
    /// <summary>What a fit found.</summary>
    public static CenterClusterParts Of(ClusterFitInput input, Matrix centers, int[] labels, FitReport report) =>
        new(
            centers,
            input.FeatureNames,
            input.Scaling,
            Array.ConvertAll(LabelSizes.Of(labels, centers.Rows), size => (long)size),
            labels,
            report);
}
