using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// The weights while they are trained, with explicit gradients. It works on groups: a customer with some items, so that what depends on the
/// customer alone is done once a group. Embeddings begin as N(0, .01²), layers as Glorot and Bengio 2010, biases at 0 (He et al. 2017).
/// </summary>
internal sealed class NeuralCfNetwork
{
    private const double EmbeddingDeviation = .01;

    private readonly Parameter? _customerFactors;
    private readonly Parameter? _itemFactors;
    private readonly Parameter? _customerTower;
    private readonly Parameter? _itemTower;
    private readonly Parameter? _customerBias;
    private readonly Parameter? _itemBias;
    private readonly Parameter? _outputWeight;
    private readonly Parameter _outputBias;
    private readonly Linear[] _layers = [];

    public NeuralCfNetwork(NetworkShape shape, ulong seed)
    {
        Shape = shape;
        List<Parameter> parameters = [];
        if (shape.HasProduct)
        {
            parameters.Add(_customerFactors = Embedding(NetworkShape.CustomerFactors, shape.Customers, shape.Factors, seed));
            parameters.Add(_itemFactors = Embedding(NetworkShape.ItemFactors, shape.Items, shape.Factors, seed));
        }

        if (shape.HasBiases)
        {
            parameters.Add(_customerBias = new Parameter(NetworkShape.CustomerBias, shape.Customers, 1, isSparse: true));
            parameters.Add(_itemBias = new Parameter(NetworkShape.ItemBias, shape.Items, 1, isSparse: true));
        }

        if (shape.HasTower)
        {
            parameters.Add(_customerTower = Embedding(NetworkShape.CustomerTower, shape.Customers, shape.TowerDimensions, seed));
            parameters.Add(_itemTower = Embedding(NetworkShape.ItemTower, shape.Items, shape.TowerDimensions, seed));
            _layers = new Linear[shape.HiddenLayers.Count];
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                _layers[layer] = new Linear(NetworkShape.Layer(layer), shape.LayerInputs(layer), shape.HiddenLayers[layer], seed);
                parameters.Add(_layers[layer].Weight);
                parameters.Add(_layers[layer].Bias);
            }
        }

        if (!shape.HasBiases)
        {
            parameters.Add(_outputWeight = new Parameter(NetworkShape.OutputWeight, 1, shape.OutputWidth));
            _outputWeight.FillGlorot(seed);
        }

        parameters.Add(_outputBias = new Parameter(NetworkShape.OutputBias, 1, 1));
        Parameters = parameters;
    }

    public NetworkShape Shape { get; }

    /// <summary>As <see cref="NetworkShape.Weights"/> lists them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The weights by name, as they are now.</summary>
    public Matrix WeightsOf(string name)
    {
        foreach (Parameter parameter in Parameters)
        {
            if (parameter.Name == name) return parameter.Values;
        }

        throw new ArgumentException($"A network of architecture {Shape.Architecture} has no '{name}'.", nameof(name));
    }

    /// <summary>Writes the scores of the groups of a workspace, and keeps what <see cref="Backward"/> needs.</summary>
    public void Forward(NetworkWorkspace workspace)
    {
        float bias = _outputBias.Values[0, 0];
        workspace.Scores.Fill(bias);
        if (Shape.HasTower) ForwardTower(workspace);
        if (!Shape.HasProduct) return;
        ReadOnlySpan<float> factorWeights = FactorWeights;
        Span<float> weighted = workspace.Customer;
        for (int group = 0; group < workspace.GroupCount; group++)
        {
            int customer = workspace.Customers[group];
            ReadOnlySpan<float> own = _customerFactors!.Values.Row(customer);
            if (factorWeights.IsEmpty) own.CopyTo(weighted);
            else TensorPrimitives.Multiply(own, factorWeights, weighted);
            float customerBias = _customerBias?.Values[customer, 0] ?? 0;
            for (int row = group * workspace.GroupSize; row < (group + 1) * workspace.GroupSize; row++)
            {
                int item = workspace.Items[row];
                float itemBias = _itemBias?.Values[item, 0] ?? 0;
                workspace.Scores[row] += (float)StableSum.Dot(weighted, _itemFactors!.Values.Row(item)) + customerBias + itemBias;
            }
        }
    }

    /// <summary>Adds the gradients that follow from those of the scores.</summary>
    public void Backward(NetworkWorkspace workspace, Gradients gradients)
    {
        ref float bias = ref gradients.Of(_outputBias).Values[0];
        foreach (float gradient in workspace.ScoreGradients) bias += gradient;
        if (Shape.HasTower) BackwardTower(workspace, gradients);
        if (Shape.HasProduct) BackwardProduct(workspace, gradients);
    }

    private ReadOnlySpan<float> FactorWeights => _outputWeight is null ? [] : _outputWeight.Values.Row(0)[..Shape.Factors];

    private Span<float> TopWeights => _outputWeight!.Values.Row(0)[^Shape.HiddenLayers[^1]..];

    private static Parameter Embedding(string name, int rows, int columns, ulong seed)
    {
        Parameter parameter = new(name, rows, columns, isSparse: true);
        parameter.FillNormal(seed, EmbeddingDeviation);
        return parameter;
    }

    private void BackwardProduct(NetworkWorkspace workspace, Gradients gradients)
    {
        ReadOnlySpan<float> factorWeights = FactorWeights;
        Span<float> weighted = workspace.Customer, sum = workspace.CustomerSum;
        for (int group = 0; group < workspace.GroupCount; group++)
        {
            int customer = workspace.Customers[group];
            ReadOnlySpan<float> own = _customerFactors!.Values.Row(customer);
            if (factorWeights.IsEmpty) own.CopyTo(weighted);
            else TensorPrimitives.Multiply(own, factorWeights, weighted);
            sum.Clear();
            float total = 0;
            for (int row = group * workspace.GroupSize; row < (group + 1) * workspace.GroupSize; row++)
            {
                int item = workspace.Items[row];
                float gradient = workspace.ScoreGradients[row];
                TensorPrimitives.Multiply(weighted, gradient, gradients.AddRow(_itemFactors!, item));
                TensorPrimitives.MultiplyAdd(_itemFactors!.Values.Row(item), gradient, sum, sum);
                if (_itemBias is not null) gradients.AddRow(_itemBias, item)[0] = gradient;
                total += gradient;
            }

            Span<float> customerGradient = gradients.AddRow(_customerFactors, customer);
            if (factorWeights.IsEmpty)
            {
                sum.CopyTo(customerGradient);
            }
            else
            {
                TensorPrimitives.Multiply(sum, factorWeights, customerGradient);
                Span<float> weightGradient = gradients.Of(_outputWeight!).Row(0)[..Shape.Factors];
                TensorPrimitives.MultiplyAdd(sum, own, weightGradient, weightGradient);
            }

            if (_customerBias is not null) gradients.AddRow(_customerBias, customer)[0] = total;
        }
    }

    private void ForwardTower(NetworkWorkspace workspace)
    {
        int dimensions = Shape.TowerDimensions;
        MutableMatrixView pairs = workspace.Activations(0);
        for (int row = 0; row < pairs.Rows; row++)
        {
            Span<float> pair = pairs.Row(row);
            _customerTower!.Values.Row(workspace.Customers[row / workspace.GroupSize]).CopyTo(pair);
            _itemTower!.Values.Row(workspace.Items[row]).CopyTo(pair[dimensions..]);
        }

        for (int layer = 0; layer < _layers.Length; layer++)
        {
            MutableMatrixView output = workspace.Activations(layer + 1);
            _layers[layer].Forward(workspace.Activations(layer), output);
            for (int row = 0; row < output.Rows; row++) Activation.Forward(ActivationKind.Relu, output.Row(row), output.Row(row));
        }

        MutableMatrixView top = workspace.Activations(_layers.Length);
        ReadOnlySpan<float> weights = TopWeights;
        for (int row = 0; row < top.Rows; row++) workspace.Scores[row] += (float)StableSum.Dot(weights, top.Row(row));
    }

    private void BackwardTower(NetworkWorkspace workspace, Gradients gradients)
    {
        MutableMatrixView top = workspace.Activations(_layers.Length), slope = workspace.Slopes(_layers.Length);
        ReadOnlySpan<float> weights = TopWeights;
        Span<float> weightGradient = gradients.Of(_outputWeight!).Row(0)[^weights.Length..];
        for (int row = 0; row < top.Rows; row++)
        {
            float gradient = workspace.ScoreGradients[row];
            TensorPrimitives.MultiplyAdd(top.Row(row), gradient, weightGradient, weightGradient);
            TensorPrimitives.Multiply(weights, gradient, slope.Row(row));
        }

        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            MutableMatrixView output = workspace.Activations(layer + 1), outputSlope = workspace.Slopes(layer + 1);
            for (int row = 0; row < output.Rows; row++)
                Activation.Backward(ActivationKind.Relu, output.Row(row), output.Row(row), outputSlope.Row(row));
            _layers[layer].Backward(workspace.Activations(layer), outputSlope, workspace.Slopes(layer), gradients);
        }

        MutableMatrixView pairs = workspace.Slopes(0);
        int dimensions = Shape.TowerDimensions;
        for (int group = 0; group < workspace.GroupCount; group++)
        {
            Span<float> customer = gradients.AddRow(_customerTower!, workspace.Customers[group]);
            for (int row = group * workspace.GroupSize; row < (group + 1) * workspace.GroupSize; row++)
            {
                ReadOnlySpan<float> pair = pairs.Row(row);
                TensorPrimitives.Add(customer, pair[..dimensions], customer);
                pair[dimensions..].CopyTo(gradients.AddRow(_itemTower!, workspace.Items[row]));
            }
        }
    }
}
