using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// y = x Wᵀ + b, W of outputs × inputs as PyTorch's <c>nn.Linear</c> keeps it. Holds no state of a batch: what backward needs is handed
/// back to it, so that any number of chunks may be at work at once.
/// </summary>
public sealed class Linear
{
    /// <summary>Makes a layer with Glorot-uniform weights and a bias of zeros.</summary>
    /// <param name="name">PyTorch's name of the module; weights are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputs">At least 1.</param>
    /// <param name="outputs">At least 1.</param>
    /// <param name="seed">Seed of the weights.</param>
    public Linear(string name, int inputs, int outputs, ulong seed)
    {
        Weight = new Parameter(name + ".weight", outputs, inputs);
        Bias = new Parameter(name + ".bias", 1, outputs) { IsDecayed = false };
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
