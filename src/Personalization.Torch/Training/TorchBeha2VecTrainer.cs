using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Torch;

/// <summary>
/// <see cref="Beha2VecTrainer"/> on libtorch: the same options, the same batches from the same weights, and the same type of model, which
/// serves without TorchSharp. Sequences are padded to the longest one of a batch. What dropout drops is drawn otherwise, and the rounding
/// of sums differs, so the model does too. Stateless; fits may run side by side, on the same number of threads, and then share libtorch's
/// one source of draws.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <param name="device">Where to calculate. Default <see cref="TorchDevice.Cpu"/>.</param>
/// <remarks>
/// The application brings the native library, as for <see cref="TorchNeuralCfTrainer"/>. A batch takes customers · blocks · heads ·
/// length² values for attention, and events · items for a softmax over all of them.
/// </remarks>
public sealed class TorchBeha2VecTrainer(Beha2VecOptions? options = null, TorchDevice device = TorchDevice.Cpu)
{
    private readonly Beha2VecTrainer _trainer = new(options, (task, training, progress, token) =>
    {
        using TorchTrainingRun<BehaviorChunk> run = new(task, training, Batches(task), device, progress, TimeProvider.System, token);
        return run.Run();
    });

    /// <summary>
    /// Fits on sequences of events, as <see cref="Beha2VecTrainer.Fit(EventSequences, IProgress{FitProgress}, CancellationToken)"/> does.
    /// </summary>
    /// <param name="sequences">The events; where there is nothing to learn from, no libtorch is needed.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing or can't be loaded; the message says which package to add.</exception>
    /// <exception cref="NotSupportedException">There is no such device.</exception>
    public Beha2VecModel Fit(
        EventSequences sequences, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _trainer.Fit(sequences, progress, cancellationToken);

    internal static TorchBatches Batches(BehaviorTask task) =>
        (parameters, device, batchSize) => new TorchBehaviorBatch(task, parameters, device, batchSize);
}
