using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Remembers how the training data was distributed, each feature in bins cut at its quantiles and the customers over the clusters, and says
/// by the population stability index how far customers have moved since. Immutable and thread-safe; <see cref="Start"/> counts a stream.
/// </summary>
public sealed class DriftMonitor : IModel<DriftMonitor>
{
    /// <inheritdoc/>
    public static ModelKind<DriftMonitor> Kind { get; } = new("drift-monitor", 1, DriftMonitorFile.Read);

    private const string SegmentsName = "segments";

    private readonly float[][] _edges;
    private readonly long[][] _counts;

    internal DriftMonitor(DriftOptions options, IReadOnlyList<string> featureNames, int clusterCount, float[][] edges, long[][] counts)
    {
        Options = options;
        FeatureNames = featureNames;
        ClusterCount = clusterCount;
        _edges = edges;
        _counts = counts;
    }

    /// <summary>Counts follow from the data in one pass.</summary>
    FitReport IModel.Report => FitReport.ClosedForm();

    /// <summary>When it raises an alarm.</summary>
    public DriftOptions Options { get; }

    /// <summary>The features, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Number of clusters of the model.</summary>
    public int ClusterCount { get; }

    /// <summary>Upper edges of each feature's bins but the last, ascending and different.</summary>
    internal IReadOnlyList<float[]> Edges => _edges;

    /// <summary>Counts at training: each feature's bins, then noise and the clusters.</summary>
    internal IReadOnlyList<long[]> Counts => _counts;

    /// <summary>Remembers a model's training data.</summary>
    /// <param name="model">The model.</param>
    /// <param name="raw">Unscaled features of the customers it was trained on, at least one.</param>
    /// <param name="options">When to raise an alarm; null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The table is empty, scaled or not of the model's features, or the options contradict each other.
    /// </exception>
    public static DriftMonitor From(IClusterModel model, FeatureTable raw, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(raw);
        DriftOptions valid = DriftOptions.Validated(options ?? new DriftOptions());
        if (raw.RowCount == 0)
            throw new ArgumentException("The table has no customers; drift is measured from at least one.", nameof(raw));

        int[] labels = model.Predict(RequireRaw(raw));
        float[][] edges = [.. raw.Names.Select(name => EdgesOf(raw.Column(name), valid.BinCount))];
        DriftMonitor monitor = new(valid, [.. raw.Names], model.ClusterCount, edges, EmptyCounts(edges, model.ClusterCount));
        monitor.Count(raw.Values, labels, monitor._counts);
        return monitor;
    }

    /// <summary>How far customers have moved.</summary>
    /// <param name="model">The model that was monitored.</param>
    /// <param name="raw">Unscaled features of the customers as they are now, at least one.</param>
    /// <exception cref="ArgumentException">
    /// The table is empty, scaled or of other features, or the model has another number of clusters.
    /// </exception>
    public DriftReport Check(IClusterModel model, FeatureTable raw)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(raw);
        if (raw.RowCount == 0)
            throw new ArgumentException("The table has no customers; drift is measured on at least one.", nameof(raw));

        RequireModel(model);
        int[] labels = model.Predict(RequireRaw(raw));
        long[][] now = EmptyCounts(_edges, ClusterCount);
        Count(raw.Values, labels, now);
        return Report(now);
    }

    /// <summary>Begins to count a stream of customers.</summary>
    public DriftWindow Start() => new(this);

    /// <summary>Writes the monitor: bins and counts, no customers.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => DriftMonitorFile.Write(this).WriteTo(destination);

    internal static long[][] EmptyCounts(float[][] edges, int clusterCount) =>
        [.. edges.Select(feature => new long[feature.Length + 1]), new long[clusterCount + 1]];

    internal long[][] EmptyCounts() => EmptyCounts(_edges, ClusterCount);

    internal void RequireModel(IClusterModel model)
    {
        if (model.ClusterCount != ClusterCount || !model.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The model has {model.ClusterCount} clusters of {string.Join(", ", model.FeatureNames)}; "
                + $"{ClusterCount} of {string.Join(", ", FeatureNames)} are monitored.",
                nameof(model));
        }
    }

    internal void Count(ReadOnlySpan<float> sample, int label, long[][] counts)
    {
        for (int feature = 0; feature < _edges.Length; feature++)
            counts[feature][BinOf(_edges[feature], sample[feature])]++;

        counts[^1][label < 0 ? 0 : label + 1]++;
    }

    internal DriftReport Report(long[][] now)
    {
        long rows = now[^1].Sum();
        DriftMeasure[] features = [.. FeatureNames.Select((name, feature) => Measure(name, _counts[feature], now[feature]))];
        return new DriftReport(features, Measure(SegmentsName, _counts[^1], now[^1]), rows);
    }

    private void Count(MatrixView samples, int[] labels, long[][] counts)
    {
        for (int row = 0; row < labels.Length; row++)
            Count(samples.Row(row), labels[row], counts);
    }

    private DriftMeasure Measure(string name, long[] then, long[] now)
    {
        long thenRows = then.Sum(), nowRows = now.Sum();
        if (nowRows == 0)
            return new DriftMeasure(name, 0, double.PositiveInfinity, DriftLevel.Stable);

        double index = PopulationStability.Index(then, now), noise = PopulationStability.Noise(then.Length, thenRows, nowRows);
        DriftLevel level = index <= noise || index < Options.ModerateIndex ? DriftLevel.Stable
            : index < Options.MajorIndex ? DriftLevel.Moderate
            : DriftLevel.Major;
        return new DriftMeasure(name, index, noise, level);
    }

    /// <summary>Quantiles, each once: a value that fills several bins alone keeps one.</summary>
    private static float[] EdgesOf(float[] values, int bins)
    {
        double[] probabilities = [.. Enumerable.Range(1, bins - 1).Select(bin => (double)bin / bins)];
        return [.. Quantiles.Of(values, probabilities).Select(quantile => (float)quantile).Distinct()];
    }

    /// <summary>Bin i holds the values above edge i − 1, up to and including edge i.</summary>
    private static int BinOf(float[] edges, float value)
    {
        int found = Array.BinarySearch(edges, value);
        return found >= 0 ? found : ~found;
    }

    private static FeatureTable RequireRaw(FeatureTable table) => table.Scaling.Steps.Count == 0
        ? table
        : throw new ArgumentException("The table is scaled; drift is measured in the units of the raw one.", nameof(table));
}
