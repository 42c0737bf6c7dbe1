using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// A causal transformer over events, with explicit gradients. An event is the sum of what its codes embed to; what the last layer says of
/// it is the customer's embedding at that moment, from which the next item (by the items' own embeddings, as SASRec), the next event type
/// and the time until then are told.
/// </summary>
internal sealed class BehaviorNetwork
{
    private readonly TransformerBlock[] _blocks;
    private readonly EventEmbedding _embedding;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly Parameter? _positions;

    /// <param name="shape">How many codes there are.</param>
    /// <param name="options">Layers, and the seed of the weights.</param>
    /// <param name="isSparse">Whether a step touches some items only.</param>
    public BehaviorNetwork(BehaviorShape shape, Beha2VecOptions options, bool isSparse = false)
    {
        (Shape, Options) = (shape, options);
        int dimensions = options.Dimensions;
        _embedding = new EventEmbedding(shape, dimensions, isSparse, options.MaskedWeight > 0, options.Seed);
        if (options.Positions == BehaviorPositions.Learned)
        {
            _positions = new Parameter("position_embedding.weight", options.MaxLength, dimensions);
            _positions.FillNormal(options.Seed, EventEmbedding.Deviation);
        }

        TransformerBlockOptions block = new()
        {
            Attention = new()
            {
                Heads = options.Heads,
                Window = options.AttentionWindow,
                Dropout = options.Dropout,
                Positions = options.Positions switch
                {
                    BehaviorPositions.Rotary => RelativePositions.Rotary,
                    BehaviorPositions.Alibi => RelativePositions.Alibi,
                    _ => RelativePositions.None,
                },
            },
            Inner = options.InnerWidth,
            Dropout = options.Dropout,
        };
        _blocks =
        [
            .. Enumerable.Range(0, options.Blocks).Select(
                i => new TransformerBlock(FormattableString.Invariant($"layers.{i}"), dimensions, options.Seed, block)),
        ];
        _norm = new LayerNorm("norm", dimensions);
        _dropout = new Dropout("dropout", options.Dropout, options.Seed);
        TypeHead = new Linear("next_type", dimensions, shape.Types, options.Seed);
        GapHead = new Linear("next_gap", dimensions, BehaviorVocabulary.GapCodes, options.Seed);
        Parameters =
        [
            .. _embedding.Parameters, .. _positions is null ? Array.Empty<Parameter>() : [_positions],
            .. _blocks.SelectMany(block => block.Parameters), _norm.Gain, _norm.Bias,
            TypeHead.Weight, TypeHead.Bias, GapHead.Weight, GapHead.Bias,
        ];
    }

    public BehaviorShape Shape { get; }

    public Beha2VecOptions Options { get; }

    /// <summary>All weights, in the order of files.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>An embedding for each code of an item, which also tells how likely it is to come next.</summary>
    public Parameter Items => _embedding.Items;

    /// <summary>Tells the next event type of an embedding.</summary>
    public Linear TypeHead { get; }

    /// <summary>Tells the code of the time until the next event of an embedding.</summary>
    public Linear GapHead { get; }

    /// <param name="bothWays">Whether events attend to later ones too, which only masked events are told by.</param>
    public BehaviorWorkspace CreateWorkspace(bool bothWays = false) => new(
        Options.Dimensions,
        [.. _blocks.Select(block => bothWays ? block.CreateBothWaysWorkspace() : block.CreateWorkspace())]);

    /// <summary>Writes what the last layer says of each event of the workspace's sequences to its <c>Output</c>.</summary>
    /// <param name="workspace">Holds the sequences.</param>
    /// <param name="step">The optimizer's step in training; null elsewhere: nothing is dropped.</param>
    /// <param name="firstRow">Number of the first row within the batch.</param>
    public void Forward(BehaviorWorkspace workspace, long? step = null, int firstRow = 0)
    {
        ReadOnlySpan<BehaviorToken> tokens = workspace.Tokens;
        MutableMatrixView input = workspace.Layer(0);
        for (int row = 0; row < tokens.Length; row++) _embedding.Forward(tokens[row], input.Row(row));
        if (_positions is not null) EachPosition(workspace, (row, position) => TensorPrimitives.Add(
            workspace.Layer(0).Row(row), _positions.Values.Row(position), workspace.Layer(0).Row(row)));
        if (step is { } number) _dropout.Apply(input, number, firstRow);
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block].Forward(
                workspace.Layer(block), workspace.Starts, workspace.Layer(block + 1), workspace.Blocks[block], step, firstRow);
        }

        _norm.Forward(workspace.Layer(_blocks.Length), workspace.Output);
    }

    /// <summary>Promises that the weights don't change any more, which makes steps faster, to the same bits.</summary>
    public void Freeze()
    {
        foreach (TransformerBlock block in _blocks) block.Freeze();
        TypeHead.Freeze();
        GapHead.Freeze();
    }

    /// <summary>Buffers of a step, for any number of sequences one after the other.</summary>
    public TransformerBlockCache[] CreateStepBuffers() => [.. _blocks.Select(block => block.CreateShared())];

    /// <summary>
    /// Writes what the last layer says of one more event, without allocating: what <see cref="Forward"/> over all events would, but for
    /// rounding. Places aren't learned.
    /// </summary>
    /// <param name="token">The event.</param>
    /// <param name="buffers">From <see cref="CreateStepBuffers"/>.</param>
    /// <param name="memory">The sequence's, 2 · window · d values for each block, zeros before the first event; takes the event up.</param>
    /// <param name="count">Events that the sequence has had.</param>
    /// <param name="output">Receives d values.</param>
    public void Step(BehaviorToken token, TransformerBlockCache[] buffers, Span<float> memory, int count, Span<float> output)
    {
        int size = memory.Length / _blocks.Length;
        _embedding.Forward(token, output);
        for (int block = 0; block < _blocks.Length; block++)
            _blocks[block].StepWith(output, buffers[block], memory.Slice(block * size, size), count, output);
        _norm.Step(output, output);
    }

    /// <summary>Adds the gradients that follow from those of the output, which are used up.</summary>
    public void Backward(BehaviorWorkspace workspace, Gradients gradients, long step, int firstRow)
    {
        MutableMatrixView slope = workspace.OutputSlope;
        _norm.Backward(workspace.Layer(_blocks.Length), slope, slope, gradients);
        for (int block = _blocks.Length - 1; block >= 0; block--)
        {
            _blocks[block].Backward(
                workspace.Layer(block), workspace.Starts, slope, slope, workspace.Blocks[block], gradients, step, firstRow);
        }

        _dropout.Apply(slope, step, firstRow);
        if (_positions is not null) EachPosition(workspace, (row, position) =>
            RowGradient.Add(gradients, _positions, position, workspace.OutputSlope.Row(row)));
        _embedding.Backward(workspace.Tokens, slope, gradients);
    }

    /// <summary>Places count back from the latest event, so that it is always the same one.</summary>
    private void EachPosition(BehaviorWorkspace workspace, Action<int, int> act)
    {
        ReadOnlySpan<int> starts = workspace.Starts;
        for (int sequence = 0; sequence + 1 < starts.Length; sequence++)
        {
            for (int row = starts[sequence]; row < starts[sequence + 1]; row++)
                act(row, Options.MaxLength - (starts[sequence + 1] - row));
        }
    }
}
