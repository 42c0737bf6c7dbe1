using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// A causal transformer over events, with explicit gradients. An event is the sum of what its codes embed to; what the last layer says of it
/// is the customer's embedding at that moment, from which the next item (by the items' own embeddings, as SASRec), the next event type and
/// the time until then are told.
/// </summary>
internal sealed class BehaviorNetwork
{
    private const double EmbeddingDeviation = .02;

    private readonly TransformerBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly Parameter _types, _categories, _prices, _gaps;
    private readonly Parameter? _positions;

    public BehaviorNetwork(BehaviorShape shape, Beha2VecOptions options)
    {
        (Shape, Options) = (shape, options);
        int dimensions = options.Dimensions;
        Items = Table("item_embedding.weight", shape.Items);
        _types = Table("type_embedding.weight", shape.Types);
        _categories = Table("category_embedding.weight", shape.Categories);
        _prices = Table("price_embedding.weight", shape.Prices);
        _gaps = Table("gap_embedding.weight", BehaviorVocabulary.GapCodes);
        if (options.Positions == BehaviorPositions.Learned) _positions = Table("position_embedding.weight", options.MaxLength);
        TransformerBlockOptions block = new()
        {
            Attention = new()
            {
                Heads = options.Heads,
                Window = options.MaxLength,
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
        ItemBias = new Parameter("item_bias", 1, shape.Items) { IsDecayed = false };
        Parameters =
        [
            Items, ItemBias, _types, _categories, _prices, _gaps, .. _positions is null ? Array.Empty<Parameter>() : [_positions],
            .. _blocks.SelectMany(b => b.Parameters), _norm.Gain, _norm.Bias, TypeHead.Weight, TypeHead.Bias, GapHead.Weight, GapHead.Bias,
        ];

        Parameter Table(string name, int codes)
        {
            Parameter table = new(name, codes, dimensions);
            table.FillNormal(options.Seed, EmbeddingDeviation);
            return table;
        }
    }

    public BehaviorShape Shape { get; }

    public Beha2VecOptions Options { get; }

    /// <summary>All weights, in the order of files.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>An embedding for each code of an item; also what tells the next one.</summary>
    public Parameter Items { get; }

    /// <summary>How likely each item is to come next whoever asks, 1 × codes.</summary>
    public Parameter ItemBias { get; }

    /// <summary>Tells the next event type of an embedding.</summary>
    public Linear TypeHead { get; }

    /// <summary>Tells the code of the time until the next event of an embedding.</summary>
    public Linear GapHead { get; }

    public BehaviorWorkspace CreateWorkspace() => new(Options.Dimensions, [.. _blocks.Select(block => block.CreateWorkspace())]);

    /// <summary>Writes what the last layer says of each event of the workspace's sequences to its <c>Output</c>.</summary>
    /// <param name="workspace">Holds the sequences.</param>
    /// <param name="step">The optimizer's step in training; null elsewhere: nothing is dropped.</param>
    /// <param name="firstRow">Number of the first row within the batch.</param>
    public void Forward(BehaviorWorkspace workspace, long? step = null, int firstRow = 0)
    {
        ReadOnlySpan<BehaviorToken> tokens = workspace.Tokens;
        MutableMatrixView input = workspace.Layer(0);
        for (int row = 0; row < tokens.Length; row++)
        {
            Span<float> sum = input.Row(row);
            BehaviorToken token = tokens[row];
            TensorPrimitives.Add(Items.Values.Row(token.Item), _types.Values.Row(token.Type), sum);
            TensorPrimitives.Add(sum, _categories.Values.Row(token.Category), sum);
            TensorPrimitives.Add(sum, _prices.Values.Row(token.Price), sum);
            TensorPrimitives.Add(sum, _gaps.Values.Row(token.Gap), sum);
        }

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
            AddTo(gradients.Of(_positions), position, workspace.OutputSlope.Row(row)));
        Matrix items = gradients.Of(Items), types = gradients.Of(_types), categories = gradients.Of(_categories);
        Matrix prices = gradients.Of(_prices), gaps = gradients.Of(_gaps);
        ReadOnlySpan<BehaviorToken> tokens = workspace.Tokens;
        for (int row = 0; row < tokens.Length; row++)
        {
            ReadOnlySpan<float> own = slope.Row(row);
            AddTo(items, tokens[row].Item, own);
            AddTo(types, tokens[row].Type, own);
            AddTo(categories, tokens[row].Category, own);
            AddTo(prices, tokens[row].Price, own);
            AddTo(gaps, tokens[row].Gap, own);
        }
    }

    private static void AddTo(Matrix table, int row, ReadOnlySpan<float> own) => TensorPrimitives.Add(table.Row(row), own, table.Row(row));

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
