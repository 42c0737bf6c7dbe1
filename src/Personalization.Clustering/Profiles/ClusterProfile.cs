using System.Globalization;

namespace Personalization.Clustering;

/// <summary>One feature in one cluster.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Mean">Mean of the raw values.</param>
/// <param name="LowerQuartile">25 % quantile of the raw values.</param>
/// <param name="Median">Median of the raw values.</param>
/// <param name="UpperQuartile">75 % quantile of the raw values.</param>
/// <param name="Deviation">
/// (mean of the cluster − mean of all) / standard deviation of all, on the scaled values; 0 for a constant feature. How many standard
/// deviations the cluster lies above or below the average.
/// </param>
public sealed record ClusterFeatureProfile(
    string Feature, double Mean, double LowerQuartile, double Median, double UpperQuartile, double Deviation);

/// <summary>What one cluster is like. Immutable and thread-safe.</summary>
public sealed record ClusterProfile
{
    /// <summary>Deviations smaller than this aren't worth a word.</summary>
    private const double Noticeable = .25;

    /// <summary>Number of the cluster.</summary>
    public required int Cluster { get; init; }

    /// <summary>Rows in it.</summary>
    public required int Size { get; init; }

    /// <summary>Share of all rows, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Sum of the revenue of its rows, in the currency of the input; null where no revenue was given.</summary>
    public decimal? Revenue { get; init; }

    /// <summary>Share of all revenue; null where none was given or it sums to 0.</summary>
    public double? RevenueShare { get; init; }

    /// <summary>Its features, in the order of the table.</summary>
    public required IReadOnlyList<ClusterFeatureProfile> Features { get; init; }

    /// <summary>Its features, the one that sets it apart most first; of equals in the order of the table.</summary>
    public IReadOnlyList<ClusterFeatureProfile> Distinctions => [.. Features.OrderByDescending(feature => Math.Abs(feature.Deviation))];

    /// <summary>What sets it apart, in words: "frequency 1.4 sd above average, recency 0.9 sd below average".</summary>
    public string Summary
    {
        get
        {
            string[] parts =
            [
                .. Distinctions.Where(feature => Math.Abs(feature.Deviation) >= Noticeable)
                    .Select(feature => string.Create(
                        CultureInfo.InvariantCulture,
                        $"{feature.Feature} {Math.Abs(feature.Deviation):0.0} sd {(feature.Deviation > 0 ? "above" : "below")} average")),
            ];
            return parts.Length == 0 ? "close to the average in everything" : string.Join(", ", parts);
        }
    }

    /// <summary>Deviation of a feature, found without regard to case; null where there is no such feature.</summary>
    /// <param name="feature">Name of the feature.</param>
    public double? DeviationOf(string feature) =>
        Features.FirstOrDefault(candidate => string.Equals(candidate.Feature, feature, StringComparison.OrdinalIgnoreCase))?.Deviation;
}
