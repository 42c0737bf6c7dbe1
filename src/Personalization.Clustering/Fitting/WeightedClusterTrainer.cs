using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>A trainer that can count some samples more than others. Stateless and thread-safe.</summary>
/// <typeparam name="TModel">Kind of model.</typeparam>
public abstract class WeightedClusterTrainer<TModel> : ClusterTrainer<TModel>
    where TModel : IClusterModel
{
    private protected WeightedClusterTrainer()
    {
    }

    /// <summary>Clusters the rows of a table as they are scaled, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="ClusterTrainer{TModel}.Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="table">n customers × d features.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public TModel Fit(
        FeatureTable table,
        ReadOnlyMemory<float> weights,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        FitInput(ClusterFitInput.Of(table, weights), progress, cancellationToken);

    /// <summary>Clusters samples, each as if it stood there as often as its weight says; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="ClusterTrainer{TModel}.Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public TModel Fit(
        MatrixView samples,
        ReadOnlyMemory<float> weights,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        FitInput(ClusterFitInput.Of(samples, weights), progress, cancellationToken);
}
