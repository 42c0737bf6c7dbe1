namespace Personalization.Clustering;

/// <summary>
/// Counts customers as they come by, for a <see cref="DriftMonitor"/>. May be written to and read from any number of threads at once.
/// </summary>
public sealed class DriftWindow
{
    private readonly DriftMonitor _monitor;
    private readonly Lock _gate = new();
    private readonly long[][] _counts;

    internal DriftWindow(DriftMonitor monitor)
    {
        _monitor = monitor;
        _counts = monitor.EmptyCounts();
    }

    /// <summary>Counts one customer.</summary>
    /// <param name="rawFeatures">The features, unscaled, in the order of <see cref="DriftMonitor.FeatureNames"/>; finite.</param>
    /// <param name="cluster">The customer's cluster; negative for noise.</param>
    /// <exception cref="ArgumentException">Another number of features, or one isn't finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cluster.</exception>
    public void Observe(ReadOnlySpan<float> rawFeatures, int cluster)
    {
        if (rawFeatures.Length != _monitor.FeatureNames.Count)
            throw new ArgumentException(
                $"There are {rawFeatures.Length} features; {_monitor.FeatureNames.Count} are monitored.", nameof(rawFeatures));

        ClusterInput.RequireFinite(rawFeatures);
        Guard.InRange(cluster, int.MinValue, _monitor.ClusterCount - 1, nameof(cluster));
        lock (_gate)
            _monitor.Count(rawFeatures, cluster, _counts);
    }

    /// <summary>How far the customers counted so far have moved.</summary>
    public DriftReport Report()
    {
        lock (_gate)
            return _monitor.Report(_counts);
    }

    /// <summary>Forgets what was counted; begin a new window now and then, so that old customers don't hide new ones.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (long[] counts in _counts)
                Array.Clear(counts);
        }
    }
}
