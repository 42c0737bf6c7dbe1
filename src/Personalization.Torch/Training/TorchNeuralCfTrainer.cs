using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;

namespace Personalization.Torch;

/// <summary>
/// <see cref="NeuralCfTrainer"/> on libtorch: the same options, the same batches from the same weights, and the same type of model, which
/// serves without TorchSharp. Where the rounding of sums differs so do the last bits, and with them, over many epochs, the model.
/// Stateless; fits may run side by side, on the same number of threads.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <param name="device">Where to calculate. Default <see cref="TorchDevice.Cpu"/>.</param>
/// <remarks>
/// The application brings the native library: <c>libtorch-cpu-linux-x64</c>, <c>libtorch-cpu-win-x64</c>, <c>libtorch-cpu-osx-arm64</c> or,
/// for CUDA, a <c>libtorch-cuda</c> package. A step moves every weight, where the managed trainer moves those that a batch touches: on
/// processors the managed trainer is the faster one as a rule; a GPU pays with large batches.
/// </remarks>
public sealed class TorchNeuralCfTrainer(NeuralCfOptions? options = null, TorchDevice device = TorchDevice.Cpu)
{
    private readonly NeuralCfTrainer _trainer = new(options, (task, training, progress, token) =>
    {
        using TorchTrainingRun<TaskWorkspace> run = new(task, training, Batches(task), device, progress, TimeProvider.System, token);
        return run.Run();
    });

    /// <summary>
    /// Fits on the purchases of a log, as <see cref="NeuralCfTrainer.Fit(EventLog, IProgress{FitProgress}, CancellationToken)"/> does.
    /// </summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing, and needs no libtorch.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing or can't be loaded; the message says which package to add.</exception>
    /// <exception cref="NotSupportedException">There is no such device.</exception>
    public NeuralCfModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _trainer.Fit(log, progress, cancellationToken);

    /// <summary>Fits on any interactions, for all epochs: nothing says what came last, so nothing is held out.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of the loss and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <inheritdoc cref="Fit(EventLog, IProgress{FitProgress}, CancellationToken)" path="/exception"/>
    public NeuralCfModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) => _trainer.Fit(interactions, catalog, progress, cancellationToken);

    internal static TorchBatches Batches(NeuralCfTask task) =>
        (parameters, device, batchSize) => new TorchBatch(task, parameters, device, batchSize);
}
