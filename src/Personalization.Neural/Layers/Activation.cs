using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>Functions of one value between layers.</summary>
public enum ActivationKind
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x Φ(x) by the tanh form of Hendrycks and Gimpel 2016, PyTorch's <c>approximate="tanh"</c>.</summary>
    Gelu,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,
}

/// <summary>Forward and backward of activations, on the caller's thread, the same bits at any vector width.</summary>
public static class Activation
{
    private const float RootTwoOverPi = .7978845608f;
    private const float Cubic = .044715f;

    /// <summary>Writes y of x; y may be x itself where the kind is ReLU or sigmoid.</summary>
    public static void Forward(ActivationKind kind, ReadOnlySpan<float> input, Span<float> output)
    {
        switch (kind)
        {
            case ActivationKind.Relu:
                for (int i = 0; i < input.Length; i++) output[i] = input[i] > 0 ? input[i] : 0;
                break;
            case ActivationKind.Sigmoid:
                Elementwise.Sigmoid(input, output);
                break;
            default:
                // x/2 (1 + tanh u) is x · sigmoid(2u): one function instead of two.
                for (int i = 0; i < input.Length; i++) output[i] = 2 * Inner(input[i]);
                Elementwise.Sigmoid(output, output);
                TensorPrimitives.Multiply(output, input, output);
                break;
        }
    }

    /// <summary>Turns ∂loss/∂y into ∂loss/∂x, in place.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="input">x as forward had it; for ReLU and sigmoid y may stand here, when <paramref name="output"/> is y.</param>
    /// <param name="output">y as forward left it.</param>
    /// <param name="gradient">∂loss/∂y going in, ∂loss/∂x coming out.</param>
    public static void Backward(ActivationKind kind, ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient)
    {
        switch (kind)
        {
            case ActivationKind.Relu:
                for (int i = 0; i < gradient.Length; i++) gradient[i] = output[i] > 0 ? gradient[i] : 0;
                break;
            case ActivationKind.Sigmoid:
                for (int i = 0; i < gradient.Length; i++) gradient[i] *= output[i] * (1 - output[i]);
                break;
            default:
                GeluBackward(input, gradient);
                break;
        }
    }

    private static void GeluBackward(ReadOnlySpan<float> input, Span<float> gradient)
    {
        Span<float> sigmoid = stackalloc float[256];
        for (int start = 0; start < input.Length; start += sigmoid.Length)
        {
            ReadOnlySpan<float> x = input[start..Math.Min(input.Length, start + sigmoid.Length)];
            Span<float> s = sigmoid[..x.Length], slope = gradient.Slice(start, x.Length);
            for (int i = 0; i < x.Length; i++) s[i] = 2 * Inner(x[i]);
            Elementwise.Sigmoid(s, s);
            for (int i = 0; i < x.Length; i++)
            {
                float inner = 2 * RootTwoOverPi * (1 + (3 * Cubic * x[i] * x[i]));
                slope[i] *= s[i] + (x[i] * s[i] * (1 - s[i]) * inner);
            }
        }
    }

    private static float Inner(float x) => RootTwoOverPi * (x + (Cubic * x * x * x));
}
