using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class ElementwiseTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    private static readonly float[] Special =
    [
        0, -0f, 1, -1, float.NaN, BitConverter.Int32BitsToSingle(0x7F812345), float.PositiveInfinity, float.NegativeInfinity,
            float.MaxValue, float.MinValue,
        float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, 88.72283f, 88.72284f, 89, 90, -87.4f, -103.9f, -103.98f, -104,
        -105, 1e-5f, -1e-5f,
        2.4414062e-4f, 2.4414065e-4f, 9, -9, 20, -20,
    ];

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Function_EveryKindOfValue_WithinTwoUlpAndSameBitsAtAnyWidth(string name)
    {
        // Every 20,011th pattern of bits, and the values of everyday use more densely.
        List<float> values = [.. Special];
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 40_009)
            values.Add(BitConverter.Int32BitsToSingle((int)bits));

        for (int i = -100_000; i < 100_000; i++)
            values.Add(i * 1.0037e-3f);

        float[] source = [.. values], first = new float[source.Length];
        foreach (LaneWidth width in Widths)
        {
            float[] result = new float[source.Length];
            Run(name, source, result, width);
            if (width == LaneWidth.Scalar)
                first = result;

            Assert.True(
                MemoryMarshal.Cast<float, int>(first).SequenceEqual(MemoryMarshal.Cast<float, int>(result)), $"Other bits at {width}.");
        }

        double worst = 0;
        for (int i = 0; i < source.Length; i++)
        {
            double exact = Exact(name, source[i]);
            double error = UnitsInTheLastPlace(first[i], exact);
            Assert.True(error <= 2, $"{name}({source[i]:R}) is {first[i]:R}, exactly {exact:R}: {error} ulp.");
            worst = Math.Max(worst, error);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst} ulp at most");
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Function_EveryLengthUnalignedAndInPlace_SameAsOneByOne(string name)
    {
        float[] source = [.. Enumerable.Range(0, 260).Select(i => ((i * 37 % 101) - 50) * .31f)], single = new float[260];
        for (int i = 0; i < source.Length; i++)
            Run(name, source.AsSpan(i, 1), single.AsSpan(i, 1), LaneWidth.Scalar);

        for (int length = 0; length <= 256; length++)
        {
            foreach (LaneWidth width in Widths)
            {
                float[] result = new float[260], inPlace = [.. source];
                Run(name, source.AsSpan(1, length), result.AsSpan(3, length), width);
                Run(name, inPlace.AsSpan(1, length), inPlace.AsSpan(1, length), width);
                Assert.True(single.AsSpan(1, length).SequenceEqual(result.AsSpan(3, length)));
                Assert.True(single.AsSpan(1, length).SequenceEqual(inPlace.AsSpan(1, length)));
                Assert.Equal(0, result[3 + length]);
                Assert.Equal(source[1 + length], inPlace[1 + length]);
            }
        }
    }

    [Fact]
    public void Function_SpecialValues_AsDocumented()
    {
        Assert.Equal([1, 1, float.PositiveInfinity, 0], Apply(Elementwise.Exp, [0, -0f, 89, -104]));
        Assert.Equal(
            [float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.PositiveInfinity],
            Apply(Elementwise.Log, [0, -0f, -1, float.PositiveInfinity]));
        Assert.Equal([0, 1, -1], Apply(Elementwise.Tanh, [0, float.PositiveInfinity, float.NegativeInfinity]));
        Assert.True(float.IsNegative(Apply(Elementwise.Tanh, [-0f])[0]));
        Assert.Equal([.5f, 1, 0], Apply(Elementwise.Sigmoid, [0, float.PositiveInfinity, float.NegativeInfinity]));
    }

    [Fact]
    public void Function_PartialOverlapOrOtherLength_Throws()
    {
        float[] values = new float[10];

        Assert.Throws<ArgumentException>(() => Elementwise.Exp(values.AsSpan(0, 5), values.AsSpan(1, 5)));
        Assert.Throws<ArgumentException>(() => Elementwise.Exp(values.AsSpan(0, 5), values.AsSpan(5, 4)));
    }

    [Fact]
    public void Softmax_EveryLength_NearDoublePrecisionAndSameBitsAtAnyWidth()
    {
        for (int length = 0; length <= 256; length++)
        {
            float[] row = [.. Enumerable.Range(0, length).Select(i => ((i * 37 % 101) - 50) * .7f)];
            double sum = row.Sum(x => Math.Exp(x - (double)row[0]));
            float[] expected = [.. row.Select(x => (float)(Math.Exp(x - (double)row[0]) / sum))];
            float[]? first = null;
            foreach (LaneWidth width in Widths)
            {
                float[] result = [.. row];
                VectorFunctions.Softmax(result, result, width);
                first ??= result;
                Assert.Equal(first, result);
                Assert.Equal(VectorFunctions.LogSumExp(row), VectorFunctions.LogSumExp(row, width));
            }

            for (int i = 0; i < length; i++)
                Assert.Equal(expected[i], first![i], 1e-5f * expected[i]);

            if (length > 0)
                Assert.Equal(row[0] + Math.Log(sum), VectorFunctions.LogSumExp(row), 1e-6);
        }
    }

    [Fact]
    public void LogSumExp_SpecialValues_AsDocumented()
    {
        Assert.Equal(double.NegativeInfinity, VectorFunctions.LogSumExp([]));
        Assert.Equal(double.NegativeInfinity, VectorFunctions.LogSumExp([float.NegativeInfinity]));
        Assert.Equal(double.PositiveInfinity, VectorFunctions.LogSumExp([1, float.PositiveInfinity]));
        Assert.Equal(double.NaN, VectorFunctions.LogSumExp([1, float.NaN]));
        Assert.Equal(1e30, VectorFunctions.LogSumExp([1e30f]), 1e23);
        Assert.True(Softmax([1, float.NaN]).All(float.IsNaN) && Softmax([float.NegativeInfinity]).All(float.IsNaN));
        Assert.Equal([0, 1], Softmax([float.NegativeInfinity, 3]));
    }

    [Fact]
    public void LayerNorm_EveryLengthFarFromZero_NearDoublePrecisionAndSameBitsAtAnyWidth()
    {
        for (int length = 1; length <= 256; length++)
        {
            float[] row = [.. Enumerable.Range(0, length).Select(i => 1000 + ((i * 37 % 101) * .7f))];
            float[] gain = [.. Enumerable.Range(0, length).Select(i => 1 + (i * .01f))],
                bias = [.. Enumerable.Range(0, length).Select(i => i * .1f)];
            double mean = row.Average(x => (double)x), variance = row.Average(x => (x - mean) * (x - mean));
            foreach (LaneWidth width in Widths)
            {
                float[] result = new float[length], plain = [.. row], scalar = new float[length];
                VectorFunctions.LayerNorm(row, gain, bias, result, 1e-5, width);
                VectorFunctions.LayerNorm(row, gain, bias, scalar, 1e-5, LaneWidth.Scalar);
                VectorFunctions.LayerNorm(plain, [], [], plain, 1e-5, width);
                Assert.Equal(scalar, result);
                for (int i = 0; i < length; i++)
                {
                    double expected = (row[i] - mean) / Math.Sqrt(variance + 1e-5);
                    Assert.Equal(expected, plain[i], 2e-6);
                    Assert.Equal((expected * gain[i]) + bias[i], result[i], 1e-5);
                }
            }
        }
    }

    private static float[] Softmax(float[] row)
    {
        VectorFunctions.Softmax(row, row);
        return row;
    }

    private static float[] Apply(Action<ReadOnlySpan<float>, Span<float>> function, float[] values)
    {
        function(values, values);
        return values;
    }

    private static void Run(string name, ReadOnlySpan<float> source, Span<float> destination, LaneWidth width)
    {
        switch (name)
        {
            case "exp": Elementwise.Run<ExpOperation>(source, destination, width); break;
            case "log": Elementwise.Run<LogOperation>(source, destination, width); break;
            case "tanh": Elementwise.Run<TanhOperation>(source, destination, width); break;
            default: Elementwise.Run<SigmoidOperation>(source, destination, width); break;
        }
    }

    private static double Exact(string name, double x) => name switch
    {
        "exp" => Math.Exp(x),
        "log" => Math.Log(x),
        "tanh" => Math.Tanh(x),
        _ => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)),
    };

    /// <summary>Distance in units of the last place that a single near the exact value has, subnormal ones included.</summary>
    private static double UnitsInTheLastPlace(float value, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(rounded) || float.IsInfinity(rounded))
        {
            return value.Equals(rounded)
                || (float.IsInfinity(rounded) && Math.Abs(exact) < 3.4028236e38 * 1.0000003 && Math.Abs(value) == float.MaxValue)
                ? 0
                : double.PositiveInfinity;
        }

        if (float.IsInfinity(value))
            return exact > 3.4028230e38 ? 1 : double.PositiveInfinity;

        double unit = Math.Max((double)MathF.BitIncrement(Math.Abs(rounded)) - Math.Abs(rounded), float.Epsilon);
        return double.IsFinite(unit) ? Math.Abs(value - exact) / unit : Math.Abs(value - exact) / 2.03e31;
    }
}
