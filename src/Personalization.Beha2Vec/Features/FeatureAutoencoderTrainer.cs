using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Learns to press a customer's features into a few numbers from which they can be told again (Hinton and Salakhutdinov 2006), some of them
/// hidden meanwhile (Vincent et al. 2008): an embedding for shops without sequences, beside which a clustering or an index does what it
/// does with those of <see cref="Beha2VecTrainer"/>. Stateless and thread-safe; the same features and seed give the same bytes for any
/// number of threads and any vector width.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>Time of an epoch: customers · weights of the layers.</remarks>
public sealed class FeatureAutoencoderTrainer(FeatureAutoencoderOptions? options = null)
{
    private readonly FeatureAutoencoderOptions _options = FeatureAutoencoderOptions.Valid(options ?? new FeatureAutoencoderOptions());

    /// <summary>
    /// Fits on features as they are scaled: standardize them, for a feature counts by its squared error. Some customers are held out, and
    /// training stops where their error doesn't fall any more; the weights of the best epoch are kept.
    /// </summary>
    /// <param name="features">n customers × d features, at least one of each.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">There are no customers or no features, or scaling made a value that isn't finite.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FeatureAutoencoderModel Fit(
        FeatureTable features, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        cancellationToken.ThrowIfCancellationRequested();
        MatrixView samples = features.Values;
        if (samples.Rows == 0 || samples.Columns == 0)
        {
            throw new ArgumentException(
                $"The table has {samples.Rows} customers and {samples.Columns} features; an autoencoder needs at least one of each.",
                nameof(features));
        }

        AutoencoderInput.RequireFinite(samples);
        AutoencoderTask task = new(_options, samples);
        TrainingOptions training = new()
        {
            MaxEpochs = _options.MaxEpochs,
            BatchSize = _options.BatchSize,
            LearningRate = new() { Rate = _options.LearningRate, Decay = _options.LearningRateDecay },
            AdamW = new() { WeightDecay = _options.WeightDecay },
            Patience = _options.Patience,
            Threads = _options.Threads,
        };
        FitReport report = TrainingLoop.Run(task, training, progress, cancellationToken: cancellationToken);
        return new FeatureAutoencoderModel(_options, task.Network, [.. features.Names], features.Scaling, report);
    }
}
