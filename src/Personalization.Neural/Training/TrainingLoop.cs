using Personalization.Core;

namespace Personalization.Neural;

/// <summary>
/// Trains a <see cref="TrainingTask{TWorkspace}"/>: batches in chunks on several threads, an optimizer's step for each, validation after
/// each epoch, the best weights kept, checkpoints on the way. The same seed gives the same bytes for any number of threads, any vector
/// width, and any number of interruptions.
/// </summary>
public static class TrainingLoop
{
    /// <summary>Trains.</summary>
    /// <typeparam name="TWorkspace">Buffers of one chunk at work.</typeparam>
    /// <param name="task">What is trained; its parameters hold the weights of the best epoch afterwards.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="progress">Told of loss, validation figure, samples a second and time left, on the caller's thread.</param>
    /// <param name="clock">Measures speed and checkpoint intervals, nothing else. Default: the system's.</param>
    /// <param name="cancellationToken">Stops between batches; where the options name a checkpoint, it is written.</param>
    /// <returns>
    /// Epochs, stop reason, the mean loss of each epoch as the objective, and the validation figures, where there are any, under
    /// <see cref="TrainingTask{TWorkspace}.MetricName"/>.
    /// </returns>
    /// <exception cref="TrainingDivergedException">
    /// A loss or weight isn't finite any more. The checkpoint is deleted: going on from it would end there again.
    /// </exception>
    /// <exception cref="ModelFileException">The checkpoint is damaged, or of another run; it stays.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FitReport Run<TWorkspace>(
        TrainingTask<TWorkspace> task, TrainingOptions? options = null, IProgress<FitProgress>? progress = null, TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
        where TWorkspace : class
    {
        ArgumentNullException.ThrowIfNull(task);
        options ??= new TrainingOptions();
        return new TrainingRun<TWorkspace>(task, options, progress, clock ?? TimeProvider.System, cancellationToken).Run();
    }
}
