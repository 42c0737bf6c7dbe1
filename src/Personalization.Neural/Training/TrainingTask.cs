namespace Personalization.Neural;

/// <summary>
/// What is trained: a network, its examples and its loss. <see cref="TrainingLoop"/> asks for gradients of chunks of a batch, on several
/// threads at once. All randomness depends on seeds, the epoch and the step, so that a resumed run goes on as if nothing had happened.
/// </summary>
/// <typeparam name="TWorkspace">Buffers of one chunk at work.</typeparam>
public abstract class TrainingTask<TWorkspace>
    where TWorkspace : class
{
    /// <summary>What the optimizer changes.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Examples of an epoch, at least 1.</summary>
    public abstract int ExampleCount { get; }

    /// <summary>Name of the figure that <see cref="Validate"/> gives, higher is better: "ndcg@10", or "−rmse".</summary>
    public virtual string MetricName => "validation";

    /// <summary>
    /// What a checkpoint must agree with to go on, beside the training options: the network's options and the data, in a line of text.
    /// </summary>
    public abstract string Fingerprint { get; }

    /// <summary>Orders the examples of an epoch, and draws what it needs for them.</summary>
    /// <param name="epoch">
    /// From 0. A resumed run begins with the epoch that was under way: the order may not depend on an earlier call.
    /// </param>
    public abstract void BeginEpoch(int epoch);

    /// <summary>
    /// Examples that one thread takes at a time; sums are in the order of chunks, so it may depend on nothing but the task. Default 128.
    /// </summary>
    public virtual int ChunkSize => 128;

    /// <summary>
    /// Fills a chunk's buffers with its examples, before <see cref="Accumulate"/> is called with the same arguments; several threads at
    /// once. Default: does nothing.
    /// </summary>
    /// <param name="workspace">Buffers, this chunk's alone.</param>
    /// <param name="first">Place of the first example in the epoch's order.</param>
    /// <param name="count">Number of examples.</param>
    /// <param name="step">The optimizer's step, from 1, for draws.</param>
    public virtual void Prepare(TWorkspace workspace, int first, int count, long step)
    {
    }

    /// <summary>
    /// Names the rows of sparse parameters that a chunk reads, once it is prepared: an optimizer makes up for steps that they missed.
    /// Default: all rows, which is right and slow.
    /// </summary>
    /// <param name="workspace">The chunk's buffers.</param>
    /// <param name="rows">Where rows are added.</param>
    public virtual void AddRows(TWorkspace workspace, TouchedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.AddAll();
    }

    /// <summary>
    /// Called before the chunks of each step are run, on one thread: the weights stay as they are until the next call. Default: does
    /// nothing.
    /// </summary>
    public virtual void BeginStep()
    {
    }

    /// <summary>Makes the buffers of a chunk.</summary>
    /// <param name="examples">Examples that a chunk holds at most.</param>
    public abstract TWorkspace CreateWorkspace(int examples);

    /// <summary>Runs examples forward and backward.</summary>
    /// <param name="workspace">Buffers, this call's alone.</param>
    /// <param name="first">Place of the first example in the epoch's order.</param>
    /// <param name="count">Number of examples.</param>
    /// <param name="step">The optimizer's step, from 1, for draws.</param>
    /// <param name="scale">Factor of all gradients.</param>
    /// <param name="gradients">Where gradients go.</param>
    /// <returns>Sum of the examples' losses.</returns>
    public abstract double Accumulate(TWorkspace workspace, int first, int count, long step, float scale, Gradients gradients);

    /// <summary>Judges the weights as they are, higher is better; NaN (default) where there is nothing to judge by.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public virtual double Validate(CancellationToken cancellationToken) => double.NaN;
}
