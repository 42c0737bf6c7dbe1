using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What a fit is given.</summary>
/// <param name="Samples">n × d.</param>
/// <param name="Weights">n weights; empty: all 1.</param>
/// <param name="FeatureNames">d names.</param>
/// <param name="Scaling">How the samples were scaled.</param>
internal sealed record ClusterFitInput(
    MatrixView Samples, ReadOnlyMemory<float> Weights, IReadOnlyList<string> FeatureNames, FeatureScaling Scaling)
{
    public static ClusterFitInput Of(FeatureTable table, ReadOnlyMemory<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ClusterFitInput(table.Values, weights, [.. table.Names], table.Scaling);
    }

    public static ClusterFitInput Of(MatrixView samples, ReadOnlyMemory<float> weights = default) =>
        new(samples, weights, ClusterInput.DefaultNames(samples.Columns), FeatureScaling.None);

    /// <exception cref="ArgumentException">
    /// The centers have another shape than the samples and the number of clusters ask for, or a value isn't finite.
    /// </exception>
    public void CheckInitialCenters(
        MatrixView? initialCenters, int clusterCount, string centersName = "centers", string clustersName = "clusters")
    {
        if (initialCenters is { } centers)
            CheckCenters(centers, clusterCount, Samples.Columns, centersName, clustersName);
    }

    /// <inheritdoc cref="CheckInitialCenters"/>
    public static void CheckCenters(
        MatrixView centers, int clusterCount, int columns, string centersName = "centers", string clustersName = "clusters")
    {
        if (centers.Rows != clusterCount || centers.Columns != columns)
        {
            throw new ArgumentException(
                $"The initial {centersName} are {centers.Rows} × {centers.Columns}; {clusterCount} {clustersName} of {columns} features "
                    + $"need {clusterCount} × {columns}.",
                nameof(centers));
        }

        ClusterInput.RequireFinite(centers);
    }

    /// <exception cref="ArgumentException">
    /// There is another number of weights than of samples, or one is negative or not finite; the message names the row.
    /// </exception>
    public static void CheckWeights(ReadOnlySpan<float> weights, int rows)
    {
        if (weights.IsEmpty)
            return;

        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} samples.", nameof(weights));

        for (int row = 0; row < weights.Length; row++)
        {
            if (!float.IsFinite(weights[row]) || weights[row] < 0)
                throw new ArgumentException(
                    $"The weight of row {row} is {weights[row]}; it must be finite and at least 0.", nameof(weights));
        }
    }
}
