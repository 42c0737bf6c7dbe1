using System.Buffers;
using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// y = x Wᵀ + b, W of outputs × inputs as PyTorch's <c>nn.Linear</c> keeps it. Holds no state of a batch: what backward needs is handed
/// back to it, so that any number of chunks may be at work at once.
/// </summary>
public sealed class Linear
{
    /// <summary>Rows whose outer products are added at a time: few enough to stay in the first-level cache.</summary>
    private const int RowsAtOnce = 96;

    private float[]? _frozen;

    /// <summary>Makes a layer with Glorot-uniform weights and a bias of zeros.</summary>
    /// <param name="name">PyTorch's name of the module; weights are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputs">At least 1.</param>
    /// <param name="outputs">At least 1.</param>
    /// <param name="seed">Seed of the weights.</param>
    public Linear(string name, int inputs, int outputs, ulong seed)
        : this(name + ".weight", name + ".bias", inputs, outputs, seed)
    {
    }

    /// <summary>Makes a layer whose parameters PyTorch calls otherwise.</summary>
    internal Linear(string weightName, string biasName, int inputs, int outputs, ulong seed)
    {
        Weight = new Parameter(weightName, outputs, inputs);
        Bias = new Parameter(biasName, 1, outputs) { IsDecayed = false };
        Weight.FillGlorot(seed);
    }

    /// <summary>W, outputs × inputs.</summary>
    public Parameter Weight { get; }

    /// <summary>b, 1 × outputs.</summary>
    public Parameter Bias { get; }

    /// <summary>Writes y (n × outputs) of x (n × inputs), on the caller's thread.</summary>
    public void Forward(MatrixView input, MutableMatrixView output)
    {
        for (int row = 0; row < output.Rows; row++) Bias.Values.Row(0).CopyTo(output.Row(row));
        if (input.Rows == 0) return;
        float[] tiles = ArrayPool<float>.Shared.Rent(RowTiles.Values(Weight.Rows, Weight.Columns));
        RowTiles.Fill(Weight.Values, tiles);
        RowTiles.AddProducts(
            input.Memory.Span, input.Stride, input.Rows, tiles, Weight.Rows, Weight.Columns, output.Memory.Span, output.Stride);
        ArrayPool<float>.Shared.Return(tiles);
    }

    /// <summary>
    /// Promises that the weights don't change any more: kept the other way round beside, steps run along outputs, to the same bits.
    /// </summary>
    internal void Freeze()
    {
        float[] frozen = new float[Weight.Count];
        NarrowProduct.Transpose(Weight.Values.Values, Weight.Rows, Weight.Columns, frozen);
        _frozen = frozen;
    }

    /// <summary>Writes y of one row, the same bits as <see cref="Forward"/> does, without allocating.</summary>
    internal void Step(ReadOnlySpan<float> input, Span<float> output)
    {
        Bias.Values.Row(0).CopyTo(output);
        if (_frozen is { } frozen)
            NarrowProduct.AddTo(input, input.Length, 1, frozen, output.Length, output, output.Length, 1, output.Length, input.Length);
        else
            NarrowProduct.AddTo(Weight.Values.Values, input.Length, 1, input, 1, output, 1, output.Length, 1, input.Length);
    }

    /// <summary>Adds the gradients of W and b, and writes that of x.</summary>
    /// <param name="input">x as forward had it.</param>
    /// <param name="outputGradient">∂loss/∂y.</param>
    /// <param name="inputGradient">Receives ∂loss/∂x; null where nobody needs it.</param>
    /// <param name="gradients">Where the gradients of W and b are added.</param>
    public void Backward(MatrixView input, MatrixView outputGradient, MutableMatrixView? inputGradient, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Span<float> weight = gradients.Of(Weight).Values, bias = gradients.Of(Bias).Row(0);
        ReadOnlySpan<float> inputs = input.Memory.Span, slopes = outputGradient.Memory.Span;
        for (int first = 0; first < input.Rows; first += RowsAtOnce)
        {
            NarrowProduct.AddTo(
                slopes[(first * outputGradient.Stride)..], 1, outputGradient.Stride, inputs[(first * input.Stride)..], input.Stride, weight,
                Weight.Columns, Weight.Rows, Weight.Columns, Math.Min(RowsAtOnce, input.Rows - first));
        }

        for (int row = 0; row < outputGradient.Rows; row++) TensorPrimitives.Add(bias, outputGradient.Row(row), bias);
        if (inputGradient is not { } destination) return;
        for (int row = 0; row < destination.Rows; row++) destination.Row(row).Clear();
        NarrowProduct.AddTo(
            slopes, outputGradient.Stride, 1, Weight.Values.Values, Weight.Columns, destination.Memory.Span, destination.Stride,
            outputGradient.Rows, Weight.Columns, Weight.Rows);
    }
}
