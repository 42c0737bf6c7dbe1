using System.Numerics;
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
    private const int Block = 256;

    /// <summary>Writes y of x.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="input">x, n values.</param>
    /// <param name="output">Receives n values; may be <paramref name="input"/> where the kind is ReLU or sigmoid.</param>
    public static void Forward(ActivationKind kind, ReadOnlySpan<float> input, Span<float> output)
    {
        if (output.Length != input.Length)
            throw new ArgumentException($"There are {input.Length} values and room for {output.Length}.", nameof(output));

        switch (kind)
        {
            case ActivationKind.Relu:
                TensorPrimitives.Max(input, 0, output); // NaN stays NaN, so that a run that diverged shows it
                break;
            case ActivationKind.Sigmoid:
                Elementwise.Sigmoid(input, output);
                break;
            default:
                // x/2 (1 + tanh u) is x · sigmoid(2u): one function instead of two.
                DoubleInner(input, output);
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
                ReluBackward(output, gradient);
                break;
            case ActivationKind.Sigmoid:
                for (int i = 0; i < gradient.Length; i++) gradient[i] *= output[i] * (1 - output[i]);
                break;
            default:
                GeluBackward(input, gradient);
                break;
        }
    }

    private static void ReluBackward(ReadOnlySpan<float> output, Span<float> gradient)
    {
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> slope = new(gradient[i..]);
            Vector.ConditionalSelect(Vector.GreaterThan(new Vector<float>(output[i..]), Vector<float>.Zero), slope, Vector<float>.Zero)
                .CopyTo(gradient[i..]);
        }

        for (; i < gradient.Length; i++) gradient[i] = output[i] > 0 ? gradient[i] : 0;
    }

    private static void GeluBackward(ReadOnlySpan<float> input, Span<float> gradient)
    {
        Span<float> sigmoid = stackalloc float[Block];
        for (int start = 0; start < input.Length; start += sigmoid.Length)
        {
            ReadOnlySpan<float> x = input[start..Math.Min(input.Length, start + sigmoid.Length)];
            Span<float> s = sigmoid[..x.Length], slope = gradient.Slice(start, x.Length);
            DoubleInner(x, s);
            Elementwise.Sigmoid(s, s);
            int i = 0;
            for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> at = new(x[i..]), sigmoids = new(s[i..]), bends = sigmoids * (Vector<float>.One - sigmoids);
                Vector<float> inner = (Vector<float>.One + (at * (3 * Cubic) * at)) * (2 * RootTwoOverPi);
                Vector<float> factor = Vector.ConditionalSelect(
                    Vector.Equals(bends, Vector<float>.Zero), sigmoids, sigmoids + (at * bends * inner));
                (new Vector<float>(slope[i..]) * factor).CopyTo(slope[i..]);
            }

            for (; i < x.Length; i++)
            {
                // Far from 0 the second term is 0 times a factor that may be infinite.
                float inner = 2 * RootTwoOverPi * (1 + (3 * Cubic * x[i] * x[i])), bend = s[i] * (1 - s[i]);
                slope[i] *= bend == 0 ? s[i] : s[i] + (x[i] * bend * inner);
            }
        }
    }

    /// <summary>2 √(2/π) (x + .044715 x³).</summary>
    private static void DoubleInner(ReadOnlySpan<float> input, Span<float> output)
    {
        int i = 0;
        for (; i <= input.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> x = new(input[i..]);
            ((x + (x * Cubic * x * x)) * (2 * RootTwoOverPi)).CopyTo(output[i..]);
        }

        for (; i < input.Length; i++)
        {
            float x = input[i];
            output[i] = (x + (x * Cubic * x * x)) * (2 * RootTwoOverPi);
        }
    }
}
