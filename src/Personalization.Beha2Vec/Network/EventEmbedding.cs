using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What an event's codes embed to, added up. A kind of which only the unknown code is known has no table; the unknown code begins with
/// zeros, so that what is never learned of says nothing. A masked event has an embedding of its own, and no codes.
/// </summary>
internal sealed class EventEmbedding
{
    /// <summary>Standard deviation of weights at the start, as SASRec's.</summary>
    public const double Deviation = .02;

    private readonly (Parameter Table, Func<BehaviorToken, int> CodeOf)[] _tables;

    private readonly Parameter? _mask;

    /// <param name="shape">How many codes there are.</param>
    /// <param name="dimensions">Length of an embedding.</param>
    /// <param name="isSparse">Whether a step touches some items only.</param>
    /// <param name="hasMask">Whether there are masked events.</param>
    /// <param name="seed">Seed of the weights.</param>
    public EventEmbedding(BehaviorShape shape, int dimensions, bool isSparse, bool hasMask, ulong seed)
    {
        List<(Parameter, Func<BehaviorToken, int>)> tables = [];
        Items = Add("item", shape.Items, token => token.Item);
        Add("type", shape.Types, token => token.Type);
        Add("category", shape.Categories, token => token.Category);
        Add("price", shape.Prices, token => token.Price);
        Add("quantity", BehaviorVocabulary.QuantityCodes, token => token.Quantity);
        Add("channel", shape.Channels, token => token.Channel);
        Add("gap", BehaviorVocabulary.GapCodes, token => token.Gap);
        _tables = [.. tables];
        if (hasMask)
        {
            _mask = new Parameter("mask_embedding.weight", 1, dimensions);
            _mask.FillNormal(seed, Deviation);
        }

        Parameter Add(string kind, int codes, Func<BehaviorToken, int> codeOf)
        {
            bool isItem = tables.Count == 0;
            Parameter table = new(kind + "_embedding.weight", codes, dimensions, isItem && isSparse);
            table.FillNormal(seed, Deviation);
            table.Values.MutableView.Row(0).Clear();
            if (isItem || codes > 1) tables.Add((table, codeOf));
            return table;
        }
    }

    /// <summary>An embedding for each code of an item.</summary>
    public Parameter Items { get; }

    public IEnumerable<Parameter> Parameters => _tables.Select(table => table.Table).Concat(_mask is null ? [] : [_mask]);

    public void Forward(BehaviorToken token, Span<float> sum)
    {
        if (token.IsMask)
        {
            _mask!.Values.Row(0).CopyTo(sum);
            return;
        }

        sum.Clear();
        foreach ((Parameter table, Func<BehaviorToken, int> codeOf) in _tables)
            TensorPrimitives.Add(sum, table.Values.Row(codeOf(token)), sum);
    }

    /// <summary>Adds the gradient of an event's embedding to those of its codes.</summary>
    public void Backward(ReadOnlySpan<BehaviorToken> tokens, MatrixView slopes, Gradients gradients)
    {
        foreach ((Parameter table, Func<BehaviorToken, int> codeOf) in _tables)
        {
            for (int row = 0; row < tokens.Length; row++)
            {
                if (!tokens[row].IsMask) RowGradient.Add(gradients, table, codeOf(tokens[row]), slopes.Row(row));
            }
        }

        if (_mask is null) return;
        for (int row = 0; row < tokens.Length; row++)
        {
            if (tokens[row].IsMask) RowGradient.Add(gradients, _mask, 0, slopes.Row(row));
        }
    }
}
