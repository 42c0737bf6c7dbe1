using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>A customer's change of segment.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="From">The segment before; null for noise, and for a customer who is seen for the first time.</param>
/// <param name="To">The segment now; null for noise.</param>
/// <param name="IsFirst">Whether the customer is seen for the first time.</param>
public sealed record SegmentMove(CustomerId Customer, LivingSegment? From, LivingSegment? To, bool IsFirst);

/// <summary>
/// Knows each customer's segment as it is now: give it a customer's changed features, and it says whether the segment changed. Mutable; any
/// number of threads may use it at once. Of updates of one customer at the same moment, the last to complete stays. O(1) a customer in
/// memory.
/// </summary>
/// <remarks>Belongs to one model: after a retrain make another, from the new model and the segments' next generation.</remarks>
public sealed class SegmentTracker
{
    private readonly IClusterModel _model;
    private readonly DriftWindow? _drift;
    private readonly ConcurrentDictionary<CustomerId, int> _clusters = new();

    /// <summary>Makes a tracker without customers.</summary>
    /// <param name="model">The current model.</param>
    /// <param name="segments">The segments of its clusters.</param>
    /// <param name="drift">Counts what passes through; null: nothing is counted.</param>
    /// <exception cref="ArgumentException">The segments are of another number of clusters.</exception>
    public SegmentTracker(IClusterModel model, LivingSegments segments, DriftWindow? drift = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(segments);
        if (model.ClusterCount != segments.Segments.Count)
            throw new ArgumentException(
                $"The model has {model.ClusterCount} clusters; there are {segments.Segments.Count} segments.", nameof(segments));

        _model = model;
        _drift = drift;
        Segments = segments;
    }

    /// <summary>The segments.</summary>
    public LivingSegments Segments { get; }

    /// <summary>Customers seen so far.</summary>
    public int Count => _clusters.Count;

    /// <summary>Takes in many customers at once, without telling moves.</summary>
    /// <param name="table">The customers: raw, or scaled as the model was trained.</param>
    /// <exception cref="ArgumentException">The table doesn't fit the model.</exception>
    public void Load(FeatureTable table)
    {
        int[] labels = _model.Predict(table);
        for (int row = 0; row < labels.Length; row++)
            _clusters[table.Customers[row]] = labels[row];
    }

    /// <summary>The segment that a customer was last in.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="segment">The segment; null for noise and for an unknown customer.</param>
    /// <returns>Whether the customer is known.</returns>
    public bool TryGetSegment(CustomerId customer, out LivingSegment? segment)
    {
        bool known = _clusters.TryGetValue(customer, out int cluster);
        segment = known ? Segments[cluster] : null;
        return known;
    }

    /// <summary>Puts a customer where the features say; null where that is the same segment as before.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="rawFeatures">The features as they are now, unscaled, in the order of the model's.</param>
    /// <exception cref="ArgumentException">Another number of features, or one isn't finite.</exception>
    public SegmentMove? Update(CustomerId customer, ReadOnlySpan<float> rawFeatures)
    {
        if (rawFeatures.Length != _model.FeatureNames.Count)
            throw new ArgumentException(
                $"Customer '{customer}' has {rawFeatures.Length} features; the model has {_model.FeatureNames.Count}.",
                nameof(rawFeatures));

        ClusterInput.RequireFinite(rawFeatures);
        int cluster = 0;
        MatrixView sample = new(rawFeatures.ToArray(), 1, rawFeatures.Length);
        _model.Predict(_model.Scaling.Apply(sample), new Span<int>(ref cluster));
        _drift?.Observe(rawFeatures, cluster);
        bool isFirst = true;
        int before = -1;
        _clusters.AddOrUpdate(customer, cluster, (_, known) =>
        {
            (isFirst, before) = (false, known);
            return cluster;
        });
        return !isFirst && (before == cluster || (before < 0 && cluster < 0))
            ? null
            : new SegmentMove(customer, isFirst ? null : Segments[before], Segments[cluster], isFirst);
    }
}
