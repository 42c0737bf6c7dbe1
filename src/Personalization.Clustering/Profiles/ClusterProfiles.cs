using System.Collections;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// What the clusters of a table are like, by number of the cluster. Rows that a model calls noise count in the averages of all, and in no
/// cluster. Works for every <see cref="IClusterModel"/>. Immutable and thread-safe.
/// </summary>
public sealed class ClusterProfiles : IReadOnlyList<ClusterProfile>
{
    private readonly ClusterProfile[] _profiles;

    private ClusterProfiles(ClusterProfile[] profiles) => _profiles = profiles;

    /// <summary>Number of clusters.</summary>
    public int Count => _profiles.Length;

    /// <summary>The profile of a cluster, from 0 to Count − 1.</summary>
    public ClusterProfile this[int index] => _profiles[index];

    /// <summary>Profiles of the clusters that a model finds in a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="raw">Unscaled features of n customers.</param>
    /// <param name="revenue">Revenue of each customer; null where unknown.</param>
    /// <exception cref="ArgumentException">The table is scaled or not of the model's features, or lengths disagree.</exception>
    public static ClusterProfiles From(IClusterModel model, FeatureTable raw, IReadOnlyList<decimal>? revenue = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return From(raw, model.Predict(raw), model.ClusterCount, model.Scaling, revenue);
    }

    /// <summary>Profiles of clusters by their labels.</summary>
    /// <param name="raw">Unscaled features of n customers.</param>
    /// <param name="labels">n labels from 0 to clusterCount − 1; negative for noise.</param>
    /// <param name="clusterCount">Number of clusters, at least 1.</param>
    /// <param name="scaling">Scale in which clusters are set apart from the average; the z-scores of log amounts, say.</param>
    /// <param name="revenue">Revenue of each customer; null where unknown.</param>
    /// <exception cref="ArgumentException">
    /// The table is scaled, lengths disagree, or a label is too large; the message names the row.
    /// </exception>
    public static ClusterProfiles From(
        FeatureTable raw, IReadOnlyList<int> labels, int clusterCount, FeatureScaling scaling, IReadOnlyList<decimal>? revenue = null)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(scaling);
        Guard.AtLeast(clusterCount, 1, nameof(clusterCount));
        if (raw.Scaling.Steps.Count > 0)
            throw new ArgumentException("The table is scaled; profiles are told in the units of the raw one.", nameof(raw));

        if (labels.Count != raw.RowCount)
            throw new ArgumentException($"There are {labels.Count} labels for {raw.RowCount} customers.", nameof(labels));

        if (revenue is not null && revenue.Count != raw.RowCount)
            throw new ArgumentException($"There are {revenue.Count} revenues for {raw.RowCount} customers.", nameof(revenue));

        int[][] members = Members(labels, clusterCount);
        FeatureTable scaled = scaling.Steps.Count == 0 ? raw : raw.Scale(scaling);
        decimal total = revenue?.Sum() ?? 0;
        ClusterProfile[] profiles = new ClusterProfile[clusterCount];
        for (int cluster = 0; cluster < clusterCount; cluster++)
        {
            int[] rows = members[cluster];
            decimal? own = revenue is null ? null : rows.Sum(row => revenue[row]);
            profiles[cluster] = new ClusterProfile
            {
                Cluster = cluster,
                Size = rows.Length,
                Share = raw.RowCount == 0 ? 0 : (double)rows.Length / raw.RowCount,
                Revenue = own,
                RevenueShare = own is { } sum && total != 0 ? (double)(sum / total) : null,
                Features = [.. raw.Names.Select((name, column) => FeatureOf(name, column, raw, scaled, rows))],
            };
        }

        return new ClusterProfiles(profiles);
    }

    /// <summary>The profiles, cluster by cluster.</summary>
    public IEnumerator<ClusterProfile> GetEnumerator() => ((IEnumerable<ClusterProfile>)_profiles).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[][] Members(IReadOnlyList<int> labels, int clusterCount)
    {
        List<int>[] members = new List<int>[clusterCount];
        for (int cluster = 0; cluster < clusterCount; cluster++)
            members[cluster] = [];

        for (int row = 0; row < labels.Count; row++)
        {
            if (labels[row] >= clusterCount)
                throw new ArgumentException($"Row {row} has label {labels[row]}; there are {clusterCount} clusters.", nameof(labels));

            if (labels[row] >= 0)
                members[labels[row]].Add(row);
        }

        return Array.ConvertAll(members, rows => rows.ToArray());
    }

    private static ClusterFeatureProfile FeatureOf(string name, int column, FeatureTable raw, FeatureTable scaled, int[] rows)
    {
        float[] own = Gather(raw.Values, column, rows);
        double[] quartiles = own.Length == 0 ? [double.NaN, double.NaN, double.NaN] : Quantiles.Of(own, [.25, .5, .75]);
        float[] all = scaled.Column(name);
        double spread = Math.Sqrt(StableSum.Variance(all));
        double deviation = own.Length == 0 || !(spread > 0)
            ? 0
            : (StableSum.Mean(Gather(scaled.Values, column, rows)) - StableSum.Mean(all)) / spread;
        return new ClusterFeatureProfile(name, StableSum.Mean(own), quartiles[0], quartiles[1], quartiles[2], deviation);
    }

    private static float[] Gather(MatrixView values, int column, int[] rows) => Array.ConvertAll(rows, row => values[row, column]);
}
