using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// A transformer block, causal where its attention is, with norms before its parts (Vaswani et al. 2017; Xiong et al. 2020, figure
/// 1b): m = x + dropout(Wₒ ·
/// attention(norm(x))), then y = m + dropout(feed-forward(norm(m))), over sequences that lie under each other.
/// <para>Parameters have the names and shapes of PyTorch's <c>nn.TransformerEncoderLayer(norm_first=True)</c>, but for <c>attention</c>,
/// which is <c>self_attn</c> there: with a prefix, <c>norm1.weight</c>, <c>attention.in_proj_weight</c> (3d × d),
/// <c>attention.in_proj_bias</c>, <c>attention.out_proj.weight</c>, <c>norm2.weight</c>, <c>linear1.weight</c> (inner × d),
/// <c>linear2.weight</c> and their biases.</para>
/// <para>Works on the caller's thread; the same bits at any vector width. Holds no state of a batch: many threads may use it, each with its
/// own workspace, while nobody changes the weights.</para>
/// </summary>
public sealed class TransformerBlock
{
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _innerNorm;
    private readonly Linear _projection;
    private readonly Linear _attentionOutput;
    private readonly Linear _inner;
    private readonly Linear _innerOutput;
    private readonly Dropout _attentionDropout;
    private readonly Dropout _innerDropout;
    private readonly CausalAttention _bothWays;

    /// <summary>Makes a block with Glorot-uniform weights, biases of zeros and gains of 1.</summary>
    /// <param name="name">Prefix of the parameters' names: <c>layers.0</c>.</param>
    /// <param name="dimensions">d, as <see cref="CausalAttention"/> takes it.</param>
    /// <param name="seed">Seed of the weights and of dropout.</param>
    /// <param name="options">Heads, width, dropout; null for the defaults.</param>
    /// <exception cref="ArgumentException">The dimensions can't be divided among the heads.</exception>
    public TransformerBlock(string name, int dimensions, ulong seed, TransformerBlockOptions? options = null)
    {
        Options = options ?? new();
        string attention = name + ".attention";
        Attention = new CausalAttention(attention, dimensions, seed, Options.Attention);
        _bothWays = new CausalAttention(attention, dimensions, seed, Options.Attention with { BothWays = true });
        Inner = Options.Inner ?? checked(4 * dimensions);
        _attentionNorm = new LayerNorm(name + ".norm1", dimensions);
        _projection = new Linear(attention + ".in_proj_weight", attention + ".in_proj_bias", dimensions, checked(3 * dimensions), seed);
        _attentionOutput = new Linear(attention + ".out_proj", dimensions, dimensions, seed);
        _attentionDropout = new Dropout(name + ".dropout1", Options.Dropout, seed);
        _innerNorm = new LayerNorm(name + ".norm2", dimensions);
        _inner = new Linear(name + ".linear1", dimensions, Inner, seed);
        _innerOutput = new Linear(name + ".linear2", Inner, dimensions, seed);
        _innerDropout = new Dropout(name + ".dropout2", Options.Dropout, seed);
        Parameters =
        [
            _projection.Weight, _projection.Bias, _attentionOutput.Weight, _attentionOutput.Bias, _inner.Weight, _inner.Bias,
            _innerOutput.Weight, _innerOutput.Bias, _attentionNorm.Gain, _attentionNorm.Bias, _innerNorm.Gain, _innerNorm.Bias,
        ];
    }

    /// <summary>What the block is made of.</summary>
    public TransformerBlockOptions Options { get; }

    /// <summary>The attention within.</summary>
    public CausalAttention Attention { get; }

    /// <summary>Weights, biases and gains, in PyTorch's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Columns of a row.</summary>
    public int Dimensions => Attention.Dimensions;

    internal int Inner { get; }

    /// <summary>Makes buffers, which grow with use.</summary>
    public TransformerBlockWorkspace CreateWorkspace() => new(this, Attention);

    /// <summary>
    /// Makes buffers with which the same weights attend both ways. Draws of dropout aren't others for it: bring other numbers of rows.
    /// </summary>
    internal TransformerBlockWorkspace CreateBothWaysWorkspace() => new(this, _bothWays);

    /// <summary>Makes the memory of one sequence that goes on row by row.</summary>
    /// <param name="rows">As <see cref="CausalAttention.CreateCache"/> takes it.</param>
    public TransformerBlockCache CreateCache(int? rows = null) => new(this, Attention.CreateCache(rows));

    /// <summary>
    /// Makes buffers for steps of any number of sequences, one after the other, each of which brings its own memory; the block has a
    /// window.
    /// </summary>
    internal TransformerBlockCache CreateShared() => new(this, new AttentionCache(Attention, Attention.Window, isShared: true));

    /// <summary>Promises that the weights don't change any more, which makes steps faster, to the same bits.</summary>
    internal void Freeze()
    {
        _projection.Freeze();
        _attentionOutput.Freeze();
        _inner.Freeze();
        _innerOutput.Freeze();
    }

    /// <summary>Writes y of x.</summary>
    /// <param name="input">x, n × d.</param>
    /// <param name="starts">The first row of each sequence, and n at the end.</param>
    /// <param name="output">Receives y, n × d; may be <paramref name="input"/> outside training.</param>
    /// <param name="workspace">Of this block; in training it keeps what backward needs.</param>
    /// <param name="step">The optimizer's step in training; null elsewhere: nothing is dropped.</param>
    /// <param name="firstRow">Number of the first row within the batch, so that a batch in chunks draws as one that is whole.</param>
    /// <exception cref="ArgumentException">Shapes disagree.</exception>
    public void Forward(
        MatrixView input, ReadOnlySpan<int> starts, MutableMatrixView output, TransformerBlockWorkspace workspace, long? step = null,
        int firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Check(input, input.Rows, nameof(input));
        Check(output, input.Rows, nameof(output));
        workspace.Fit(input.Rows);
        _attentionNorm.Forward(input, workspace.AttentionNormed);
        _projection.Forward(workspace.AttentionNormed, workspace.Projections);
        AttentionOf(workspace).Forward(workspace.Projections, starts, workspace.Attended, workspace.Attention, step, firstRow);
        _attentionOutput.Forward(workspace.Attended, workspace.Middle);
        if (step is { } first) _attentionDropout.Apply(workspace.Middle, first, firstRow);
        Add(input, workspace.Middle, workspace.Middle);

        _innerNorm.Forward(workspace.Middle, workspace.InnerNormed);
        _inner.Forward(workspace.InnerNormed, workspace.Inner);
        Activation.Forward(Options.Activation, workspace.Inner.Memory.Span, workspace.Activated.Memory.Span);
        _innerOutput.Forward(workspace.Activated, workspace.Added);
        if (step is { } second) _innerDropout.Apply(workspace.Added, second, firstRow);
        Add(workspace.Middle, workspace.Added, output);
    }

    /// <summary>
    /// Adds the gradients of the parameters, and writes that of x, after a forward pass in training with the same workspace.
    /// </summary>
    /// <param name="input">x as forward had it.</param>
    /// <param name="starts">As forward had them.</param>
    /// <param name="outputGradient">∂loss/∂y.</param>
    /// <param name="inputGradient">Receives ∂loss/∂x; may be <paramref name="outputGradient"/>'s memory.</param>
    /// <param name="workspace">As forward left it.</param>
    /// <param name="gradients">Where the gradients of <see cref="Parameters"/> are added.</param>
    /// <param name="step">As forward had it.</param>
    /// <param name="firstRow">As forward had it.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the workspace had a forward pass over another number of rows.</exception>
    public void Backward(
        MatrixView input, ReadOnlySpan<int> starts, MatrixView outputGradient, MutableMatrixView inputGradient,
        TransformerBlockWorkspace workspace, Gradients gradients, long step, int firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Check(input, workspace.Middle.Rows, nameof(input));
        Check(outputGradient, input.Rows, nameof(outputGradient));
        Check(inputGradient, input.Rows, nameof(inputGradient));
        MutableMatrixView slope = workspace.Added, innerSlope = workspace.InnerSlope, middleSlope = workspace.MiddleSlope;
        Copy(outputGradient, slope);
        _innerDropout.Apply(slope, step, firstRow);
        _innerOutput.Backward(workspace.Activated, slope, innerSlope, gradients);
        Activation.Backward(Options.Activation, workspace.Inner.Memory.Span, workspace.Activated.Memory.Span, innerSlope.Memory.Span);
        _inner.Backward(workspace.InnerNormed, innerSlope, slope, gradients);
        _innerNorm.Backward(workspace.Middle, slope, slope, gradients);
        Add(outputGradient, slope, middleSlope);

        Copy(middleSlope, slope);
        _attentionDropout.Apply(slope, step, firstRow);
        _attentionOutput.Backward(workspace.Attended, slope, workspace.AttendedSlope, gradients);
        AttentionOf(workspace).Backward(
            workspace.Projections, starts, workspace.Attended, workspace.AttendedSlope, workspace.ProjectionSlope, workspace.Attention,
            step, firstRow);
        _projection.Backward(workspace.AttentionNormed, workspace.ProjectionSlope, slope, gradients);
        _attentionNorm.Backward(input, slope, slope, gradients);
        Add(middleSlope, slope, inputGradient);
    }

    /// <summary>
    /// Writes y of one more row of a sequence, the same bits that a forward pass over all rows so far would give it, without allocating.
    /// </summary>
    /// <param name="input">x, d values.</param>
    /// <param name="cache">The sequence's memory; it takes the row up.</param>
    /// <param name="output">Receives y, d values; may be <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public void Step(ReadOnlySpan<float> input, TransformerBlockCache cache, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(cache);
        if (input.Length != Dimensions || output.Length != Dimensions)
        {
            throw new ArgumentException(
                $"The row has {input.Length} values and room for {output.Length}; it must be {Dimensions} each.", nameof(input));
        }

        Project(input, cache);
        Attention.Step(cache.Projections, cache.Attention, cache.Attended);
        Finish(cache, output);
    }

    /// <summary>The same for a sequence whose memory is the caller's.</summary>
    /// <param name="input">x, d values.</param>
    /// <param name="buffers">From <see cref="CreateShared"/>.</param>
    /// <param name="memory">2 · window · d values, zeros before the first row; takes the row up.</param>
    /// <param name="count">Rows that the sequence has had.</param>
    /// <param name="output">Receives y, d values; may be <paramref name="input"/>.</param>
    internal void StepWith(ReadOnlySpan<float> input, TransformerBlockCache buffers, Span<float> memory, int count, Span<float> output)
    {
        Project(input, buffers);
        buffers.Attention.Step(buffers.Projections, buffers.Attended, memory[..(memory.Length / 2)], memory[(memory.Length / 2)..], count);
        Finish(buffers, output);
    }

    private CausalAttention AttentionOf(TransformerBlockWorkspace workspace) =>
        workspace.Attention.Layer == _bothWays ? _bothWays : Attention; // which finds out where it is another block's

    private void Project(ReadOnlySpan<float> input, TransformerBlockCache cache)
    {
        input.CopyTo(cache.Middle);
        _attentionNorm.Step(input, cache.Normed);
        _projection.Step(cache.Normed, cache.Projections);
    }

    private void Finish(TransformerBlockCache cache, Span<float> output)
    {
        _attentionOutput.Step(cache.Attended, cache.Normed);
        TensorPrimitives.Add(cache.Middle, cache.Normed, cache.Middle);
        _innerNorm.Step(cache.Middle, cache.Normed);
        _inner.Step(cache.Normed, cache.Inner);
        Activation.Forward(Options.Activation, cache.Inner, cache.Activated);
        _innerOutput.Step(cache.Activated, cache.Normed);
        TensorPrimitives.Add(cache.Middle, cache.Normed, output);
    }

    private static void Add(MatrixView left, MatrixView right, MutableMatrixView sum)
    {
        if (left.Stride == left.Columns && right.Stride == right.Columns && sum.Stride == sum.Columns)
        {
            int count = left.Rows * left.Columns;
            TensorPrimitives.Add(left.Memory.Span[..count], right.Memory.Span[..count], sum.Memory.Span[..count]);
            return;
        }

        for (int row = 0; row < left.Rows; row++) TensorPrimitives.Add(left.Row(row), right.Row(row), sum.Row(row));
    }

    private static void Copy(MatrixView from, MutableMatrixView to)
    {
        if (from.Stride == from.Columns && to.Stride == to.Columns)
        {
            from.Memory.Span[..(from.Rows * from.Columns)].CopyTo(to.Memory.Span);
            return;
        }

        for (int row = 0; row < from.Rows; row++) from.Row(row).CopyTo(to.Row(row));
    }

    private void Check(MatrixView view, int rows, string name)
    {
        if (view.Rows != rows || view.Columns != Dimensions)
            throw new ArgumentException($"It is {view.Rows} × {view.Columns}; it must be {rows} × {Dimensions}.", name);
    }
}
