using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// y = gain · (x − mean) / √(variance + ε) + bias over each row, as PyTorch's <c>nn.LayerNorm</c> (Ba, Kiros and Hinton 2016). Sums run in
/// double precision in one order, so that no width changes them.
/// </summary>
public sealed class LayerNorm
{
    private readonly double _epsilon;

    /// <summary>Makes a layer with gain 1 and bias 0.</summary>
    /// <param name="name">PyTorch's name of the module; weights are called <c>name.weight</c> (gain) and <c>name.bias</c>.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <param name="epsilon">Positive. Default 1e-5.</param>
    public LayerNorm(string name, int columns, double epsilon = 1e-5)
    {
        _epsilon = Guard.Positive(epsilon, nameof(epsilon));
        Gain = new Parameter(name + ".weight", 1, columns) { IsDecayed = false };
        Gain.Values.Values.Fill(1);
        Bias = new Parameter(name + ".bias", 1, columns) { IsDecayed = false };
    }

    /// <summary>Factors, 1 × columns.</summary>
    public Parameter Gain { get; }

    /// <summary>Summands, 1 × columns.</summary>
    public Parameter Bias { get; }

    /// <summary>Writes y (n × columns) of x (n × columns); y may be x.</summary>
    public void Forward(MatrixView input, MutableMatrixView output)
    {
        ReadOnlySpan<float> from = input.Memory.Span;
        Span<float> to = output.Memory.Span;
        int columns = Gain.Columns;
        for (int row = 0; row < input.Rows; row++) Step(from.Slice(row * input.Stride, columns), to.Slice(row * output.Stride, columns));
    }

    /// <summary>Writes y of one row; y may be x.</summary>
    internal void Step(ReadOnlySpan<float> input, Span<float> output) =>
        VectorFunctions.LayerNorm(input, Gain.Values.Row(0), Bias.Values.Row(0), output, _epsilon);

    /// <summary>Adds the gradients of gain and bias, and writes that of x.</summary>
    /// <param name="input">x as forward had it.</param>
    /// <param name="outputGradient">∂loss/∂y.</param>
    /// <param name="inputGradient">Receives ∂loss/∂x; may be <paramref name="outputGradient"/>'s memory.</param>
    /// <param name="gradients">Where the gradients of gain and bias are added.</param>
    public void Backward(MatrixView input, MatrixView outputGradient, MutableMatrixView inputGradient, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ReadOnlySpan<float> gain = Gain.Values.Row(0);
        Span<float> gainGradient = gradients.Of(Gain).Row(0), biasGradient = gradients.Of(Bias).Row(0);
        float[] rented = ArrayPool<float>.Shared.Rent(gain.Length);
        Span<float> h = rented.AsSpan(0, gain.Length);
        ReadOnlySpan<float> inputs = input.Memory.Span, outputSlopes = outputGradient.Memory.Span;
        Span<float> inputSlopes = inputGradient.Memory.Span;
        for (int row = 0; row < input.Rows; row++)
        {
            ReadOnlySpan<float> x = inputs.Slice(row * input.Stride, h.Length);
            ReadOnlySpan<float> dy = outputSlopes.Slice(row * outputGradient.Stride, h.Length);
            Span<float> dx = inputSlopes.Slice(row * inputGradient.Stride, h.Length);
            double mean = StableSum.Mean(x);
            float inverse = (float)(1 / Math.Sqrt(StableSum.Variance(x, mean) + _epsilon));
            Normalize(x, mean, inverse, h);
            AddProducts(dy, h, gainGradient);
            TensorPrimitives.Add(biasGradient, dy, biasGradient);

            // With h = (x − mean) · inverse and g = gain · dy: dx = inverse · (g − mean(g) − h · mean(g · h)).
            TensorPrimitives.Multiply(gain, dy, dx);
            Center(dx, (float)StableSum.Mean(dx), h, (float)(StableSum.Dot(dx, h) / h.Length), inverse);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static void Normalize(ReadOnlySpan<float> x, double mean, float inverse, Span<float> h)
    {
        // The mean in two parts: a row far from zero keeps its digits.
        float high = (float)mean, low = (float)(mean - high);
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(x[i..]) - new Vector<float>(high) - new Vector<float>(low)) * inverse).CopyTo(h[i..]);

        for (; i < x.Length; i++) h[i] = (x[i] - high - low) * inverse;
    }

    /// <summary>Adds left · right, rounded, as no fused operation would: that isn't everywhere.</summary>
    private static void AddProducts(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sums)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + (new Vector<float>(left[i..]) * new Vector<float>(right[i..]))).CopyTo(sums[i..]);

        for (; i < sums.Length; i++) sums[i] += left[i] * right[i];
    }

    /// <summary>g becomes inverse · (g − mean − h · product).</summary>
    private static void Center(Span<float> g, float mean, ReadOnlySpan<float> h, float product, float inverse)
    {
        int i = 0;
        for (; i <= g.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((new Vector<float>(g[i..]) - new Vector<float>(mean) - (new Vector<float>(h[i..]) * product)) * inverse).CopyTo(g[i..]);
        }

        for (; i < g.Length; i++) g[i] = (g[i] - mean - (h[i] * product)) * inverse;
    }
}
