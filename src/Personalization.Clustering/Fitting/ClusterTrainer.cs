using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// The ways in which every trainer of clusterings takes its samples: as a table or as a matrix. Stateless and thread-safe.
/// </summary>
/// <typeparam name="TModel">Kind of model.</typeparam>
public abstract class ClusterTrainer<TModel>
    where TModel : IClusterModel
{
    private protected ClusterTrainer()
    {
    }

    /// <summary>Clusters the rows of a table as they are scaled.</summary>
    /// <param name="table">n customers × d features.</param>
    /// <param name="progress">Told of each iteration or step; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within an iteration or step.</param>
    /// <exception cref="ArgumentException">
    /// The samples can't be clustered so: too few (distinct) rows, no features, or what the options give doesn't fit them; the message says
    /// why.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TModel Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FitInput(ClusterFitInput.Of(table), progress, cancellationToken);

    /// <summary>Clusters samples; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite.</param>
    /// <param name="progress">Told of each iteration or step; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within an iteration or step.</param>
    public TModel Fit(MatrixView samples, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FitInput(ClusterFitInput.Of(samples), progress, cancellationToken);

    /// <summary>Fits, with progress that rises and ends at 1.</summary>
    private protected TModel FitInput(ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        RisingProgress? rising = RisingProgress.For(progress);
        TModel model = Fit(input, rising, cancellationToken);
        rising?.Finish();
        return model;
    }

    private protected abstract TModel Fit(ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken);
}
