using Personalization.Beha2Vec;
using Personalization.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// <see cref="BehaviorNetwork"/> in tensor operations, by the same names, over padded sequences. Belongs to one run.
/// </summary>
internal sealed class TorchBehaviorNetwork : IDisposable
{
    private readonly Beha2VecOptions _options;
    private readonly TorchParameters _parameters;
    private readonly TorchAttention _attention;
    private readonly TorchParameter?[] _tables;
    private readonly Device _device;

    public TorchBehaviorNetwork(Beha2VecOptions options, TorchParameters parameters, Device device)
    {
        (_options, _parameters, _device) = (options, parameters, device);
        _attention = new TorchAttention(options, device);

        // A kind of which only the unknown code is known has no table.
        HashSet<string> names = [.. parameters.Names];
        _tables =
        [
            .. TorchPadding.Kinds.Select(kind => kind + "_embedding.weight")
                .Select(name => names.Contains(name) ? parameters.Of(name) : null),
        ];
        Items = parameters.Of("item_embedding.weight");
    }

    /// <summary>An embedding for each code of an item.</summary>
    public TorchParameter Items { get; }

    /// <summary>Rows of sparse tables that the batch takes.</summary>
    public TorchRows Rows { get; } = new();

    /// <summary>What the last layer says of each event, in the caller's dispose scope: sequences × length × d.</summary>
    /// <param name="sequences">The batch.</param>
    /// <param name="training">Whether values are dropped.</param>
    public Tensor Forward(TorchPadding sequences, bool training)
    {
        Rows.Clear();
        Tensor codes = sequences.Codes(_device), hidden = Rows.Take(Items, codes[1]);
        for (int kind = 0; kind < _tables.Length; kind++)
        {
            if (_tables[kind] is { } table && table != Items) hidden = hidden.Plus(Rows.Take(table, codes[kind]));
        }

        if (_options.Positions == BehaviorPositions.Learned)
            hidden = hidden.Plus(Rows.Take(_parameters.Of("position_embedding.weight"), sequences.Positions(_device)));
        hidden = Drop(hidden, training);
        Tensor? mask = _attention.Mask(sequences.Length);
        for (int block = 0; block < _options.Blocks; block++)
            hidden = Block(FormattableString.Invariant($"layers.{block}."), hidden, mask, training);
        return Norm("norm", hidden);
    }

    /// <summary>Logits of a head for some states.</summary>
    public Tensor Head(string name, Tensor states) => Linear(name + ".weight", name + ".bias", states);

    public void Dispose() => _attention.Dispose();

    private Tensor Block(string name, Tensor input, Tensor? mask, bool training)
    {
        string attention = name + "attention.";
        Tensor projections = Linear(attention + "in_proj_weight", attention + "in_proj_bias", Norm(name + "norm1", input));
        Tensor attended = Head(attention + "out_proj", _attention.Forward(projections, mask, training));
        Tensor middle = input.Plus(Drop(attended, training));
        Tensor inner = nn.functional.gelu(Head(name + "linear1", Norm(name + "norm2", middle)), TorchSharp.Modules.GELU.Approximate.tanh);
        return middle.Plus(Drop(Head(name + "linear2", inner), training));
    }

    private Tensor Linear(string weight, string bias, Tensor input) =>
        nn.functional.linear(input, _parameters.Of(weight).Values, _parameters.Of(bias).Values.view(-1));

    private Tensor Norm(string name, Tensor input) => nn.functional.layer_norm(
        input, [_options.Dimensions], _parameters.Of(name + ".weight").Values.view(-1), _parameters.Of(name + ".bias").Values.view(-1));

    private Tensor Drop(Tensor values, bool training) =>
        training && _options.Dropout > 0 ? nn.functional.dropout(values, _options.Dropout) : values;
}
