using Personalization.Core;
using Personalization.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Epochs with steps on a device: the same batches from the same weights as <see cref="TrainingLoop"/> makes. Weights come back to the
/// managed network at the end of each epoch.
/// </summary>
internal sealed class TorchTrainingRun<TWorkspace> : TrainingEpochs<TWorkspace>, IDisposable
    where TWorkspace : class
{
    /// <summary>Steps between looks at the loss, each of which waits for the device.</summary>
    private const int StepsUnseenOnCuda = 32;

    private readonly TorchParameters _parameters;
    private readonly ITorchBatch _batch;
    private readonly Tensor _unseenLoss;

    public TorchTrainingRun(
        TrainingTask<TWorkspace> task, TrainingOptions options, TorchBatches batches, TorchDevice device,
        IProgress<FitProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
        : base(task, options, new AdamW(task.Parameters, AdamOf(options)), progress, clock, cancellationToken)
    {
        Device where = TorchLibrary.Open(device);
        TorchLibrary.UseThreads(options.Threads);
        _parameters = new TorchParameters((AdamW)Optimizer, AdamOf(options), where);
        _batch = batches(_parameters, where, BatchSize);
        using DisposeScope scope = NewDisposeScope();
        _unseenLoss = zeros(1, ScalarType.Float64, where).DetachFromDisposeScope();
        MostUnseenSteps = device == TorchDevice.Cuda ? StepsUnseenOnCuda : 1;
    }

    protected override int MostUnseenSteps { get; }

    public void Dispose()
    {
        _unseenLoss.Dispose();
        _batch.Dispose();
        _parameters.Dispose();
    }

    protected override void BeginRun() => _parameters.Load();

    protected override void Step(int first, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        _unseenLoss.Increase(_batch.Accumulate(first, size, Optimizer.Steps + 1));
        _parameters.Step(LearningRate, Options.ClipNorm);
    }

    protected override double TakeLoss()
    {
        double loss = _unseenLoss.item<double>();
        _unseenLoss.zero_();
        return loss;
    }

    protected override void BringWeights() => _parameters.StoreWeights();

    protected override void BringState() => _parameters.Store();

    private static AdamWOptions AdamOf(TrainingOptions options) =>
        options.AdamW ?? throw new NotSupportedException("Torch steps by AdamW; the options name none.");
}
