using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The ways in which trainers of clusterings by centers take their samples: as a table or a matrix, with weights or without.</summary>
/// <typeparam name="TModel">Kind of model.</typeparam>
public abstract class CenterClusterTrainer<TModel>
    where TModel : CenterClusterModel
{
    private protected CenterClusterTrainer()
    {
    }

    /// <summary>Clusters the rows of a table as they are scaled.</summary>
    /// <param name="table">n customers × d features; at least as many distinct rows as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    /// <exception cref="ArgumentException">The samples can't be clustered so, or initial centers have another shape; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TModel Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(table, default, progress, cancellationToken);

    /// <summary>Clusters the rows of a table as they are scaled, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="table">n customers × d features.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public TModel Fit(
        FeatureTable table, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Fit(new CenterFitInput(table.Values, weights, table.Names, table.Scaling), progress, cancellationToken);
    }

    /// <summary>Clusters samples; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite; at least as many distinct rows as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public TModel Fit(MatrixView samples, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(samples, default, progress, cancellationToken);

    /// <summary>Clusters samples, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public TModel Fit(
        MatrixView samples, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(new CenterFitInput(samples, weights, ClusterInput.DefaultNames(samples.Columns), FeatureScaling.None), progress, cancellationToken);

    private protected abstract TModel Fit(CenterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>What a fit is given.</summary>
internal sealed record CenterFitInput(MatrixView Samples, ReadOnlyMemory<float> Weights, IReadOnlyList<string> FeatureNames, FeatureScaling Scaling)
{
    /// <exception cref="ArgumentException">The centers have another shape than the samples and the number of clusters ask for, or a value isn't finite.</exception>
    public void CheckInitialCenters(MatrixView? initialCenters, int clusterCount)
    {
        if (initialCenters is { } centers)
            CheckCenters(centers, clusterCount, Samples.Columns);
    }

    /// <inheritdoc cref="CheckInitialCenters"/>
    public static void CheckCenters(MatrixView centers, int clusterCount, int columns)
    {
        if (centers.Rows != clusterCount || centers.Columns != columns)
        {
            throw new ArgumentException(
                $"The initial centers are {centers.Rows} × {centers.Columns}; {clusterCount} clusters of {columns} features need {clusterCount} × {columns}.", nameof(centers));
        }

        ClusterInput.RequireFinite(centers);
    }

    /// <exception cref="ArgumentException">There is another number of weights than of samples, or one is negative or not finite; the message names the row.</exception>
    public static void CheckWeights(ReadOnlySpan<float> weights, int rows)
    {
        if (weights.IsEmpty)
            return;

        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} samples.", nameof(weights));

        for (int row = 0; row < weights.Length; row++)
        {
            if (!float.IsFinite(weights[row]) || weights[row] < 0)
                throw new ArgumentException($"The weight of row {row} is {weights[row]}; it must be finite and at least 0.", nameof(weights));
        }
    }
}
