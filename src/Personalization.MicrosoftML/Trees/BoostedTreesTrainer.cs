using Microsoft.ML;
using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.MicrosoftML;

/// <summary>
/// Fits boosted trees by a learner that ML.NET brings; the model is served without ML.NET. One thread, so that a seed always gives the same
/// trees. Stateless and thread-safe.
/// </summary>
public abstract class BoostedTreesTrainer : IProbabilityTrainer
{
    private protected BoostedTreesTrainer(string name, BoostedTreesOptions? options) =>
        (Name, Options) = (name, options ?? new BoostedTreesOptions());

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>How it fits.</summary>
    public BoostedTreesOptions Options { get; }

    /// <summary>Fits the model. Columns are encoded as the last slice's customers are.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told of each fit.</param>
    /// <param name="cancellationToken">Stops between fits: ML.NET can't be stopped within one.</param>
    /// <exception cref="ArgumentException">
    /// It happened to nobody or to everybody, a column lacks, or a cell is missing that nothing stands for.
    /// </exception>
    /// <exception cref="DllNotFoundException">LightGBM's native library can't be loaded; on Linux it needs libgomp.</exception>
    public BoostedTreesModel Fit(
        ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TreeLearning(Name, Grow).Fit(data, Options.EarlyStopping, Options.Calibration, Options.Seed, progress, cancellationToken);

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);

    private protected abstract GrownTrees Grow(MLContext context, IDataView view);
}
