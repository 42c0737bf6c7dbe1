using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Scores one customer against all items. The part of the first layer that depends on the item alone is worked out once; the rest runs over
/// blocks of items. Immutable as long as its weights are.
/// </summary>
internal sealed class NeuralCfScorer
{
    private readonly NetworkShape _shape;
    private readonly Matrix? _customerFactors;
    private readonly Matrix? _customerBias;
    private readonly Matrix? _itemBias;
    private readonly Matrix? _customerTower;
    private readonly ItemBlocks? _itemFactors;
    private readonly ItemBlocks? _itemTower;
    private readonly ItemBlocks? _itemHidden;
    private readonly Matrix[] _layers = [];
    private readonly Matrix[] _layerBiases = [];
    private readonly Matrix? _output;
    private readonly float _bias;
    private readonly double[] _inverseLengths;
    private readonly ConcurrentBag<ScoreBuffers> _free = [];

    /// <param name="shape">Which weights there are.</param>
    /// <param name="weightsOf">Gives each by its name.</param>
    public NeuralCfScorer(NetworkShape shape, Func<string, Matrix> weightsOf)
    {
        _shape = shape;
        _bias = weightsOf(NetworkShape.OutputBias)[0, 0];
        if (!shape.HasBiases) _output = weightsOf(NetworkShape.OutputWeight);
        else (_customerBias, _itemBias) = (weightsOf(NetworkShape.CustomerBias), weightsOf(NetworkShape.ItemBias));
        if (shape.HasProduct)
        {
            _customerFactors = weightsOf(NetworkShape.CustomerFactors);
            _itemFactors = new ItemBlocks(weightsOf(NetworkShape.ItemFactors));
        }

        if (shape.HasTower)
        {
            _customerTower = weightsOf(NetworkShape.CustomerTower);
            Matrix itemTower = weightsOf(NetworkShape.ItemTower);
            _itemTower = new ItemBlocks(itemTower);
            _layers = new Matrix[shape.HiddenLayers.Count];
            _layerBiases = new Matrix[_layers.Length];
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                _layers[layer] = weightsOf(NetworkShape.Layer(layer) + ".weight");
                _layerBiases[layer] = weightsOf(NetworkShape.Layer(layer) + ".bias");
            }

            _itemHidden = new ItemBlocks(ItemHidden(itemTower, _layers[0], _layerBiases[0]));
        }

        _inverseLengths = new double[shape.Items];
        for (int item = 0; item < shape.Items; item++)
        {
            double square = Dot(item, item);
            _inverseLengths[item] = square > 0 && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
        }
    }

    /// <summary>What <see cref="Score"/> needs beside the weights, for one caller at a time, who gives it back.</summary>
    public ScoreBuffers Rent() => _free.TryTake(out ScoreBuffers? buffers) ? buffers : new ScoreBuffers(_shape);

    public void Return(ScoreBuffers buffers) => _free.Add(buffers);

    /// <summary>Writes a customer's score of each item, finite whatever the weights are.</summary>
    public void Score(int customer, ScoreBuffers buffers)
    {
        Span<float> scores = buffers.Scores;
        scores.Fill(_bias + (_customerBias?[customer, 0] ?? 0));
        if (_itemBias is not null) TensorPrimitives.Add(scores[.._shape.Items], _itemBias.Values, scores);
        if (_shape.HasProduct) AddProducts(customer, buffers);
        if (_shape.HasTower) AddTower(customer, buffers);
        scores = buffers.OfItems;
        if (TensorPrimitives.IsFiniteAll<float>(scores)) return;
        foreach (ref float score in scores)
            score = float.IsNaN(score) ? float.MinValue : Math.Clamp(score, float.MinValue, float.MaxValue);
    }

    /// <summary>Cosine of two items' vectors; 0 where one has no length.</summary>
    public double Similarity(int item, int other) => Dot(item, other) * _inverseLengths[item] * _inverseLengths[other];

    private static Matrix ItemHidden(Matrix itemTower, Matrix firstLayer, Matrix bias)
    {
        Matrix hidden = new(itemTower.Rows, firstLayer.Rows);
        for (int item = 0; item < hidden.Rows; item++) bias.Row(0).CopyTo(hidden.Row(item));
        int dimensions = itemTower.Columns;
        MatrixView ofItem = new(firstLayer.View.Memory[dimensions..], firstLayer.Rows, dimensions, firstLayer.Columns);
        MatrixProduct.Multiply(itemTower, MatrixOperand.Transpose(ofItem), hidden, accumulate: true);
        return hidden;
    }

    private double Dot(int item, int other) => (_itemFactors?.Dot(item, other) ?? 0) + (_itemTower?.Dot(item, other) ?? 0);

    private void AddProducts(int customer, ScoreBuffers buffers)
    {
        Span<float> weighted = buffers.Customer, scores = buffers.Scores;
        if (_output is null) _customerFactors!.Row(customer).CopyTo(weighted);
        else TensorPrimitives.Multiply(_customerFactors!.Row(customer), _output.Row(0)[..weighted.Length], weighted);
        for (int start = 0, block = 0; start < scores.Length; start += ItemBlocks.Size, block++)
            AddWeighted(weighted, _itemFactors!.Block(block), scores.Slice(start, ItemBlocks.Size));
    }

    private void AddTower(int customer, ScoreBuffers buffers)
    {
        const int Size = ItemBlocks.Size;
        Span<float> scores = buffers.Scores, ofCustomer = buffers.Hidden;
        ReadOnlySpan<float> own = _customerTower!.Row(customer), top = _output!.Row(0)[^_shape.HiddenLayers[^1]..];
        for (int i = 0; i < ofCustomer.Length; i++) ofCustomer[i] = (float)StableSum.Dot(own, _layers[0].Row(i)[..own.Length]);
        for (int start = 0, block = 0; start < scores.Length; start += Size, block++)
        {
            Span<float> hidden = buffers.Layer(0);
            ReadOnlySpan<float> ofItems = _itemHidden!.Block(block);
            for (int unit = 0; unit < ofCustomer.Length; unit++)
                TensorPrimitives.Add(ofItems.Slice(unit * Size, Size), ofCustomer[unit], hidden.Slice(unit * Size, Size));
            Activation.Forward(ActivationKind.Relu, hidden, hidden);
            for (int layer = 1; layer < _layers.Length; layer++)
            {
                Matrix weight = _layers[layer];
                Span<float> next = buffers.Layer(layer);
                ReadOnlySpan<float> biases = _layerBiases[layer].Values;
                for (int unit = 0; unit < biases.Length; unit++) next.Slice(unit * Size, Size).Fill(biases[unit]);
                NarrowProduct.AddTo(weight.Values, weight.Columns, 1, hidden, Size, next, Size, weight.Rows, Size, weight.Columns);
                Activation.Forward(ActivationKind.Relu, next, next);
                hidden = next;
            }

            AddWeighted(top, hidden, scores.Slice(start, Size));
        }
    }

    /// <summary>Adds the sum of rows, each times its weight.</summary>
    private static void AddWeighted(ReadOnlySpan<float> weights, ReadOnlySpan<float> rows, Span<float> sum) =>
        NarrowProduct.AddTo(weights, 0, 1, rows, sum.Length, sum, sum.Length, 1, sum.Length, weights.Length);
}

/// <summary>What scoring one customer writes to.</summary>
internal sealed class ScoreBuffers
{
    private readonly int _items;
    private readonly float[] _scores;
    private readonly float[] _customer;
    private readonly float[] _hidden;
    private readonly float[][] _layers;

    public ScoreBuffers(NetworkShape shape)
    {
        _items = shape.Items;
        _scores = new float[ParallelChunks.ChunkCount(shape.Items, ItemBlocks.Size) * ItemBlocks.Size];
        _customer = new float[shape.HasProduct ? shape.Factors : 0];
        _hidden = new float[shape.HasTower ? shape.HiddenLayers[0] : 0];
        _layers = shape.HasTower ? [.. shape.HiddenLayers.Select(width => new float[width * ItemBlocks.Size])] : [];
    }

    /// <summary>A score an item.</summary>
    public Span<float> OfItems => _scores.AsSpan(0, _items);

    /// <summary>A score an item, and what fills up the last block.</summary>
    public Span<float> Scores => _scores;

    /// <summary>The customer's factors, weighted.</summary>
    public Span<float> Customer => _customer;

    /// <summary>The customer's part of the first layer.</summary>
    public Span<float> Hidden => _hidden;

    /// <summary>Outputs of a layer for a block of items, width × items.</summary>
    public Span<float> Layer(int layer) => _layers[layer];
}
