using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// y = x Wᵀ + b, W of outputs × inputs as PyTorch's <c>nn.Linear</c> keeps it. Holds no state of a batch: what backward needs is handed
/// back to it, so that any number of chunks may be at work at once.
/// </summary>
public sealed class Linear
{
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
        MatrixProduct.Multiply(input, MatrixOperand.Transpose(Weight.Values), output, accumulate: true, threads: 1);
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
        // As the product of matrices does it: blocks of depth are summed each from 0, and their sums added in order.
        const int DepthBlock = 256, RowBlock = 64;
        ReadOnlySpan<float> weight = Weight.Values.Values, frozen = _frozen;
        Span<float> sums = stackalloc float[RowBlock];
        Bias.Values.Row(0).CopyTo(output);
        for (int row = 0; row < output.Length; row += sums.Length)
        {
            Span<float> outputs = output.Slice(row, Math.Min(sums.Length, output.Length - row)), part = sums[..outputs.Length];
            for (int depth = 0; depth < input.Length; depth += DepthBlock)
            {
                ReadOnlySpan<float> inputs = input.Slice(depth, Math.Min(DepthBlock, input.Length - depth));
                part.Clear();
                if (frozen.IsEmpty)
                {
                    NarrowProduct.AddTo(
                        weight[((row * input.Length) + depth)..], input.Length, 1, inputs, 1, part, 1, part.Length, 1, inputs.Length);
                }
                else
                {
                    NarrowProduct.AddTo(
                        inputs, inputs.Length, 1, frozen[((depth * output.Length) + row)..], output.Length, part, part.Length, 1,
                        part.Length, inputs.Length);
                }

                TensorPrimitives.Add(outputs, part, outputs);
            }
        }
    }

    /// <summary>Adds the gradients of W and b, and writes that of x.</summary>
    /// <param name="input">x as forward had it.</param>
    /// <param name="outputGradient">∂loss/∂y.</param>
    /// <param name="inputGradient">Receives ∂loss/∂x; null where nobody needs it.</param>
    /// <param name="gradients">Where the gradients of W and b are added.</param>
    public void Backward(MatrixView input, MatrixView outputGradient, MutableMatrixView? inputGradient, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        MutableMatrixView weight = gradients.Of(Weight).MutableView;
        MatrixProduct.Multiply(MatrixOperand.Transpose(outputGradient), input, weight, accumulate: true, threads: 1);
        Span<float> bias = gradients.Of(Bias).Row(0);
        for (int row = 0; row < outputGradient.Rows; row++) TensorPrimitives.Add(bias, outputGradient.Row(row), bias);
        if (inputGradient is { } destination) MatrixProduct.Multiply(outputGradient, Weight.Values.View, destination, threads: 1);
    }
}
