using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// SASRec (Kang and McAuley 2018) as anybody would write it with TorchSharp; benchmarks/peers/sasrec.py is the same in Python.
/// </summary>
internal sealed class SasRec : nn.Module<Tensor, Tensor>
{
    private readonly int _dimensions;
    private readonly Embedding _items;
    private readonly Embedding _positions;
    private readonly Dropout _dropout;
    private readonly ModuleList<Block> _blocks;
    private readonly LayerNorm _norm;
    private readonly Tensor _mask;

    public SasRec(int items, int dimensions, int length, int blocks, int heads, double dropout)
        : base(nameof(SasRec))
    {
        _dimensions = dimensions;
        (_items, _positions) = (nn.Embedding(items + 1, dimensions, padding_idx: 0), nn.Embedding(length, dimensions));
        _dropout = nn.Dropout(dropout);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, blocks).Select(_ => new Block(dimensions, heads, dropout))]);
        _norm = nn.LayerNorm(dimensions);
        nn.init.normal_(_items.weight!, std: .02);
        nn.init.normal_(_positions.weight!, std: .02);
        _mask = full([length, length], -1e9f).triu(1);
        RegisterComponents();
        register_buffer("mask", _mask);
    }

    /// <summary>Rows of items, the unknown one first.</summary>
    public Tensor ItemWeights => _items.weight!;

    public Tensor Take(Tensor items) => _items.forward(items);

    /// <summary>A state for each place; 0 is nothing, and stands before the first item.</summary>
    public override Tensor forward(Tensor items)
    {
        long length = items.shape[1];
        Tensor isItem = items.ne(0).unsqueeze(-1);
        Tensor places = _positions.weight!.narrow(0, _positions.weight!.shape[0] - length, length);
        Tensor hidden = _dropout.forward((_items.forward(items) * Math.Sqrt(_dimensions)) + places) * isItem;
        Tensor mask = get_buffer("mask")!.narrow(0, 0, length).narrow(1, 0, length);
        foreach (Block block in _blocks) hidden = block.forward(hidden, mask) * isItem;
        return _norm.forward(hidden);
    }

    private sealed class Block : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly int _heads;
        private readonly LayerNorm _first, _second;
        private readonly Linear _query, _keyValue, _output, _inner, _outer;
        private readonly Dropout _dropout;

        public Block(int dimensions, int heads, double dropout)
            : base(nameof(Block))
        {
            _heads = heads;
            (_first, _second) = (nn.LayerNorm(dimensions), nn.LayerNorm(dimensions));
            (_query, _keyValue, _output) =
                (nn.Linear(dimensions, dimensions), nn.Linear(dimensions, 2 * dimensions), nn.Linear(dimensions, dimensions));
            (_inner, _outer) = (nn.Linear(dimensions, dimensions), nn.Linear(dimensions, dimensions));
            _dropout = nn.Dropout(dropout);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, Tensor mask)
        {
            (long rows, long length, long dimensions) = (input.shape[0], input.shape[1], input.shape[2]);
            Tensor normed = _first.forward(input);
            Tensor[] keyValue = _keyValue.forward(normed).chunk(2, -1);
            Tensor query = Split(_query.forward(normed)), key = Split(keyValue[0]), value = Split(keyValue[1]);
            Tensor scores = (query.matmul(key.transpose(-1, -2)) * (1 / Math.Sqrt(dimensions / (double)_heads))) + mask;
            Tensor attended = _dropout.forward(nn.functional.softmax(scores, -1)).matmul(value);
            Tensor middle = input + _output.forward(attended.transpose(1, 2).reshape(rows, length, dimensions));
            Tensor inner = _dropout.forward(nn.functional.relu(_inner.forward(_second.forward(middle))));
            return middle + _dropout.forward(_outer.forward(inner));

            Tensor Split(Tensor values) => values.view(rows, length, _heads, dimensions / _heads).transpose(1, 2);
        }
    }
}
