using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// The multi-layer perceptron over a customer's vector beside an item's. The first layer's share of the customer is worked out once a group
/// and not once a row; layers are narrow, so products are too.
/// </summary>
internal sealed class Tower
{
    private readonly int _dimensions;
    private readonly Linear[] _layers;
    private readonly float[][] _transposed;

    public Tower(NetworkShape shape, ulong seed)
    {
        _dimensions = shape.TowerDimensions;
        _layers = new Linear[shape.HiddenLayers.Count];
        _transposed = new float[_layers.Length][];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer] = new Linear(NetworkShape.Layer(layer), shape.LayerInputs(layer), shape.HiddenLayers[layer], seed);
            _transposed[layer] = new float[_layers[layer].Weight.Count];
        }
    }

    public IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => (Parameter[])[layer.Weight, layer.Bias]);

    /// <summary>Takes the weights as they are for the chunks that follow.</summary>
    public void BeginStep()
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            Parameter weight = _layers[layer].Weight;
            NarrowProduct.Transpose(weight.Values.Values, weight.Rows, weight.Columns, _transposed[layer]);
        }
    }

    /// <summary>Adds the tower's share to the scores.</summary>
    /// <param name="workspace">Its buffers.</param>
    /// <param name="part">Which part of the vectors is the tower's.</param>
    /// <param name="top">The last layer's weights of the tower's outputs.</param>
    public void Forward(NetworkWorkspace workspace, int part, ReadOnlySpan<float> top)
    {
        ForwardFirst(workspace, part);
        for (int layer = 1; layer < _layers.Length; layer++)
        {
            Parameter weight = _layers[layer].Weight;
            Span<float> output = workspace.Activations(layer);
            Repeat(_layers[layer].Bias.Values.Values, output);
            NarrowProduct.AddTo(
                workspace.Activations(layer - 1), weight.Columns, 1, _transposed[layer], weight.Rows, output, weight.Rows,
                workspace.RowCount, weight.Rows, weight.Columns);
            Activation.Forward(ActivationKind.Relu, output, output);
        }

        ReadOnlySpan<float> last = workspace.Activations(_layers.Length - 1);
        Span<float> scores = workspace.Scores;
        for (int row = 0; row < scores.Length; row++)
            scores[row] += ShortVectors.Dot(top, last.Slice(row * top.Length, top.Length));
    }

    /// <summary>Adds the gradients of the tower, and writes those of the vectors that went in.</summary>
    public void Backward(NetworkWorkspace workspace, int part, ReadOnlySpan<float> top, Span<float> topGradient, Gradients gradients)
    {
        int last = _layers.Length - 1;
        ReadOnlySpan<float> scores = workspace.ScoreGradients;
        NarrowProduct.AddTo(scores, 0, 1, workspace.Activations(last), top.Length, topGradient, top.Length, 1, top.Length, scores.Length);
        Span<float> slopes = workspace.Slopes(last);
        for (int row = 0; row < scores.Length; row++)
            TensorPrimitives.Multiply(top, scores[row], slopes.Slice(row * top.Length, top.Length));
        Activation.Backward(ActivationKind.Relu, [], workspace.Activations(last), slopes);
        for (int layer = last; layer > 0; layer--)
        {
            Parameter weight = _layers[layer].Weight;
            Span<float> input = workspace.Activations(layer - 1), below = workspace.Slopes(layer - 1);
            AddProduct(slopes, weight.Rows, input, weight.Columns, gradients.Of(weight).Values, weight.Columns, workspace.RowCount);
            AddRows(slopes, gradients.Of(_layers[layer].Bias).Values);
            below.Clear();
            NarrowProduct.AddTo(
                slopes, weight.Rows, 1, weight.Values.Values, weight.Columns, below, weight.Columns, workspace.RowCount, weight.Columns,
                weight.Rows);
            Activation.Backward(ActivationKind.Relu, [], input, below);
            slopes = below;
        }

        BackwardFirst(workspace, part, slopes, gradients);
    }

    private void ForwardFirst(NetworkWorkspace workspace, int part)
    {
        int width = _layers[0].Weight.Rows, size = workspace.GroupSize;
        ReadOnlySpan<float> weights = _transposed[0];
        Span<float> ofCustomers = workspace.CustomerHidden, hidden = workspace.Activations(0);
        Repeat(_layers[0].Bias.Values.Values, ofCustomers);
        NarrowProduct.AddTo(
            workspace.Customers.Values(part), _dimensions, 1, weights, width, ofCustomers, width, workspace.GroupCount, width, _dimensions);
        for (int group = 0; group < workspace.GroupCount; group++)
            Repeat(ofCustomers.Slice(group * width, width), hidden.Slice(group * size * width, size * width));
        NarrowProduct.AddTo(
            workspace.Items.Values(part), _dimensions, 1, weights[(_dimensions * width)..], width, hidden, width, workspace.RowCount, width,
            _dimensions);
        Activation.Forward(ActivationKind.Relu, hidden, hidden);
    }

    private void BackwardFirst(NetworkWorkspace workspace, int part, ReadOnlySpan<float> slopes, Gradients gradients)
    {
        Parameter weight = _layers[0].Weight;
        int width = weight.Rows, size = workspace.GroupSize, columns = weight.Columns;
        Span<float> ofCustomers = workspace.CustomerHidden, gradient = gradients.Of(weight).Values;
        ofCustomers.Clear();
        for (int group = 0; group < workspace.GroupCount; group++)
            AddRows(slopes.Slice(group * size * width, size * width), ofCustomers.Slice(group * width, width));
        AddRows(ofCustomers, gradients.Of(_layers[0].Bias).Values);
        AddProduct(ofCustomers, width, workspace.Customers.Values(part), _dimensions, gradient, columns, workspace.GroupCount);
        AddProduct(slopes, width, workspace.Items.Values(part), _dimensions, gradient[_dimensions..], columns, workspace.RowCount);
        BackwardInput(ofCustomers, weight.Values.Values, workspace.Customers.Slopes(part), workspace.GroupCount);
        BackwardInput(slopes, weight.Values.Values[_dimensions..], workspace.Items.Slopes(part), workspace.RowCount);

        void BackwardInput(ReadOnlySpan<float> outputs, ReadOnlySpan<float> own, Span<float> inputs, int rows)
        {
            inputs.Clear();
            NarrowProduct.AddTo(outputs, width, 1, own, columns, inputs, _dimensions, rows, _dimensions, width);
        }
    }

    /// <summary>Adds leftᵀ · right, of rows that lie under each other without gaps.</summary>
    private static void AddProduct(
        ReadOnlySpan<float> left, int leftColumns, ReadOnlySpan<float> right, int rightColumns, Span<float> destination, int stride,
        int rows) =>
        NarrowProduct.AddTo(left, 1, leftColumns, right, rightColumns, destination, stride, leftColumns, rightColumns, rows);

    private static void Repeat(ReadOnlySpan<float> row, Span<float> destination)
    {
        for (int start = 0; start < destination.Length; start += row.Length) row.CopyTo(destination[start..]);
    }

    private static void AddRows(ReadOnlySpan<float> rows, Span<float> sum)
    {
        for (int start = 0; start < rows.Length; start += sum.Length) TensorPrimitives.Add(sum, rows.Slice(start, sum.Length), sum);
    }
}
