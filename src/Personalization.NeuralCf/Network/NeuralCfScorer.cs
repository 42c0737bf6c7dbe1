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
    private const int ItemsAtOnce = 256;

    private readonly NetworkShape _shape;
    private readonly Matrix? _customerFactors;
    private readonly Matrix? _itemFactors;
    private readonly Matrix? _customerBias;
    private readonly Matrix? _itemBias;
    private readonly Matrix? _customerTower;
    private readonly Matrix? _itemTower;
    private readonly Matrix? _itemHidden;
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
            (_customerFactors, _itemFactors) = (weightsOf(NetworkShape.CustomerFactors), weightsOf(NetworkShape.ItemFactors));
        if (shape.HasTower)
        {
            (_customerTower, _itemTower) = (weightsOf(NetworkShape.CustomerTower), weightsOf(NetworkShape.ItemTower));
            _layers = new Matrix[shape.HiddenLayers.Count];
            _layerBiases = new Matrix[_layers.Length];
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                _layers[layer] = weightsOf(NetworkShape.Layer(layer) + ".weight");
                _layerBiases[layer] = weightsOf(NetworkShape.Layer(layer) + ".bias");
            }

            _itemHidden = ItemHidden(_itemTower, _layers[0], _layerBiases[0]);
        }

        _inverseLengths = new double[shape.Items];
        for (int item = 0; item < shape.Items; item++)
        {
            double square = Dot(item, item);
            _inverseLengths[item] = square > 0 && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
        }
    }

    /// <summary>What <see cref="Score"/> needs beside the weights, for one caller at a time, who gives it back.</summary>
    public ScoreBuffers Rent() => _free.TryTake(out ScoreBuffers? buffers) ? buffers : new ScoreBuffers(_shape, ItemsAtOnce);

    public void Return(ScoreBuffers buffers) => _free.Add(buffers);

    /// <summary>Writes a customer's score of each item, finite whatever the weights are.</summary>
    public void Score(int customer, ScoreBuffers buffers)
    {
        Span<float> scores = buffers.Scores;
        scores.Fill(_bias + (_customerBias?[customer, 0] ?? 0));
        if (_shape.HasProduct) AddProducts(customer, buffers);
        if (_shape.HasTower) AddTower(customer, buffers);
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

    private double Dot(int item, int other)
    {
        double dot = 0;
        if (_itemFactors is not null) dot += StableSum.Dot(_itemFactors.Row(item), _itemFactors.Row(other));
        if (_itemTower is not null) dot += StableSum.Dot(_itemTower.Row(item), _itemTower.Row(other));
        return dot;
    }

    private void AddProducts(int customer, ScoreBuffers buffers)
    {
        Span<float> weighted = buffers.Customer, scores = buffers.Scores;
        if (_output is null) _customerFactors!.Row(customer).CopyTo(weighted);
        else TensorPrimitives.Multiply(_customerFactors!.Row(customer), _output.Row(0)[..weighted.Length], weighted);
        for (int item = 0; item < scores.Length; item++)
            scores[item] += (float)StableSum.Dot(weighted, _itemFactors!.Row(item)) + (_itemBias?[item, 0] ?? 0);
    }

    private void AddTower(int customer, ScoreBuffers buffers)
    {
        Span<float> scores = buffers.Scores, ofCustomer = buffers.Hidden;
        ReadOnlySpan<float> own = _customerTower!.Row(customer), top = _output!.Row(0)[^_shape.HiddenLayers[^1]..];
        for (int i = 0; i < ofCustomer.Length; i++) ofCustomer[i] = (float)StableSum.Dot(own, _layers[0].Row(i)[..own.Length]);
        for (int start = 0; start < scores.Length; start += ItemsAtOnce)
        {
            int count = Math.Min(ItemsAtOnce, scores.Length - start);
            MutableMatrixView hidden = buffers.Layer(0, count);
            for (int i = 0; i < count; i++)
            {
                TensorPrimitives.Add(_itemHidden!.Row(start + i), ofCustomer, hidden.Row(i));
                Activation.Forward(ActivationKind.Relu, hidden.Row(i), hidden.Row(i));
            }

            for (int layer = 1; layer < _layers.Length; layer++)
            {
                MutableMatrixView next = buffers.Layer(layer, count);
                for (int i = 0; i < count; i++) _layerBiases[layer].Row(0).CopyTo(next.Row(i));
                MatrixProduct.Multiply(hidden, MatrixOperand.Transpose(_layers[layer]), next, accumulate: true, threads: 1);
                for (int i = 0; i < count; i++) Activation.Forward(ActivationKind.Relu, next.Row(i), next.Row(i));
                hidden = next;
            }

            for (int i = 0; i < count; i++) scores[start + i] += (float)StableSum.Dot(top, hidden.Row(i));
        }
    }
}

/// <summary>What scoring one customer writes to.</summary>
internal sealed class ScoreBuffers
{
    private readonly float[] _scores;
    private readonly float[] _customer;
    private readonly float[] _hidden;
    private readonly Matrix[] _layers;

    public ScoreBuffers(NetworkShape shape, int itemsAtOnce)
    {
        _scores = new float[shape.Items];
        _customer = new float[shape.HasProduct ? shape.Factors : 0];
        _hidden = new float[shape.HasTower ? shape.HiddenLayers[0] : 0];
        _layers = new Matrix[shape.HasTower ? shape.HiddenLayers.Count : 0];
        for (int layer = 0; layer < _layers.Length; layer++) _layers[layer] = new Matrix(itemsAtOnce, shape.HiddenLayers[layer]);
    }

    /// <summary>A score an item.</summary>
    public Span<float> Scores => _scores;

    /// <summary>The customer's factors, weighted.</summary>
    public Span<float> Customer => _customer;

    /// <summary>The customer's part of the first layer.</summary>
    public Span<float> Hidden => _hidden;

    /// <summary>Outputs of a layer for some items.</summary>
    public MutableMatrixView Layer(int layer, int count) => _layers[layer].MutableView.Slice(0, count, 0, _layers[layer].Columns);
}
