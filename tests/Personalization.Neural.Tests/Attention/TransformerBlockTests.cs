using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class TransformerBlockTests
{
    [Fact]
    public void New_AnyShape_NamesAndShapesAsPyTorch()
    {
        TransformerBlock block = new("layers.0", 6, 1, new() { Inner = 10 });

        Assert.Equal(
            [
                "attention.in_proj_weight 18 × 6", "attention.in_proj_bias 1 × 18", "attention.out_proj.weight 6 × 6",
                "attention.out_proj.bias 1 × 6", "linear1.weight 10 × 6", "linear1.bias 1 × 10", "linear2.weight 6 × 10",
                "linear2.bias 1 × 6", "norm1.weight 1 × 6", "norm1.bias 1 × 6", "norm2.weight 1 × 6", "norm2.bias 1 × 6",
            ],
            block.Parameters.Select(p => $"{p.Name["layers.0.".Length..]} {p.Rows} × {p.Columns}"));
    }

    [Theory]
    [InlineData(ActivationKind.Gelu, RelativePositions.None)]
    [InlineData(ActivationKind.Gelu, RelativePositions.Rotary)]
    [InlineData(ActivationKind.Relu, RelativePositions.Alibi)]
    public void ForwardAndBackward_SmallShapes_AsFiniteDifferencesOfPlainDoublePrecision(
        ActivationKind activation, RelativePositions positions)
    {
        TransformerBlockOptions options = new()
        {
            Attention = new() { Positions = positions, Window = 4 },
            Inner = 5,
            Activation = activation,
            Dropout = 0,
        };
        TransformerBlock block = Random(options, 4);
        int[] starts = [0, 6, 7, 9];
        RandomStream random = new(2, "block");
        Matrix x = Numbers.Normal(random, 9, 4), y = new(9, 4), dy = Numbers.Normal(random, 9, 4), dx = new(9, 4);
        TransformerBlockWorkspace workspace = block.CreateWorkspace();
        Gradients gradients = new(block.Parameters);

        block.Forward(x, starts, y, workspace, 1);
        block.Backward(x, starts, dy, dx, workspace, gradients, 1);

        double[][] weights = [.. block.Parameters.Select(parameter => Numbers.Doubles(parameter.Values.Values))];
        double[] xs = Numbers.Doubles(x.Values), slope = Numbers.Doubles(dy.Values);
        PlainBlock plain = new(options, starts);
        double Loss(double[] at, double[][] parameters) => plain.Forward(at, parameters).Zip(slope, (left, right) => left * right).Sum();
        Numbers.Near(plain.Forward(xs, weights), y.Values, 1e-5);
        Numbers.Near(Numbers.Slopes(xs, at => Loss(at, weights)), dx.Values, 1e-4);
        for (int i = 0; i < weights.Length; i++)
        {
            double[] expected = Numbers.Slopes(weights[i], at => Loss(xs, [.. weights[..i], at, .. weights[(i + 1)..]]));
            Numbers.Near(expected, gradients.Of(block.Parameters[i]).Values, 1e-4);
        }
    }

    [Fact]
    public void Backward_Dropout_AsDifferencesOfForwardWithTheSameDraws()
    {
        TransformerBlock block = Random(new() { Inner = 7, Dropout = .3, Attention = new() { Dropout = .3 } }, 6);
        int[] starts = [0, 4, 9];
        RandomStream random = new(3, "block");
        Matrix x = Numbers.Normal(random, 9, 6), y = new(9, 6), dy = Numbers.Normal(random, 9, 6), dx = new(9, 6);
        TransformerBlockWorkspace workspace = block.CreateWorkspace();
        block.Forward(x, starts, y, workspace, 8);
        block.Backward(x, starts, dy, dx, workspace, new(block.Parameters), 8);
        double[] expected = new double[x.Values.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            float before = x.Values[i];
            x.Values[i] = before + .01f;
            double above = Loss();
            x.Values[i] = before - .01f;
            expected[i] = (above - Loss()) / .02;
            x.Values[i] = before;
        }

        Numbers.Near(expected, dx.Values, 5e-3);

        double Loss()
        {
            block.Forward(x, starts, y, workspace, 8);
            return y.Values.ToArray().Zip(dy.Values.ToArray(), (left, right) => (double)left * right).Sum();
        }
    }

    [Fact]
    public void Forward_Inference_NoDropoutAndInPlace()
    {
        TransformerBlock block = Random(new() { Dropout = .5, Attention = new() { Dropout = .5 } }, 8);
        TransformerBlock without = Random(new() { Dropout = 0 }, 8);
        Matrix x = Numbers.Normal(new RandomStream(1, "x"), 12, 8), y = new(12, 8), other = new(12, 8);

        block.Forward(x, [0, 5, 12], y, block.CreateWorkspace());
        without.Forward(x, [0, 5, 12], other, without.CreateWorkspace(), 1);
        block.Forward(x, [0, 5, 12], x, block.CreateWorkspace());

        Assert.Equal(other.Values.ToArray(), y.Values.ToArray());
        Assert.Equal(y.Values.ToArray(), x.Values.ToArray());
    }

    [Fact]
    public void Backward_InPlace_Same()
    {
        TransformerBlock block = Random(new(), 8);
        RandomStream random = new(4, "block");
        Matrix x = Numbers.Normal(random, 12, 8), y = new(12, 8), dy = Numbers.Normal(random, 12, 8), dx = new(12, 8);
        TransformerBlockWorkspace workspace = block.CreateWorkspace();
        Gradients gradients = new(block.Parameters), others = new(block.Parameters);

        block.Forward(x, [0, 12], y, workspace, 1);
        block.Backward(x, [0, 12], dy, dx, workspace, gradients, 1);
        block.Forward(x, [0, 12], y, workspace, 1);
        block.Backward(x, [0, 12], dy, dy, workspace, others, 1);

        Assert.Equal(dx.Values.ToArray(), dy.Values.ToArray());
        foreach (Parameter parameter in block.Parameters)
            Assert.Equal(gradients.Of(parameter).Values.ToArray(), others.Of(parameter).Values.ToArray());
    }

    [Theory]
    [InlineData(RelativePositions.None, 64)]
    [InlineData(RelativePositions.Rotary, 300)]
    [InlineData(RelativePositions.Alibi, 20)]
    public void Step_RowAfterRow_SameBitsAsForward(RelativePositions positions, int inner)
    {
        TransformerBlock block = Random(new() { Inner = inner, Attention = new() { Window = 20, Positions = positions } }, 32);
        Matrix x = Numbers.Normal(new RandomStream(1, "x"), 70, 32), y = new(70, 32);
        TransformerBlockCache cache = block.CreateCache();
        float[] row = new float[32];

        block.Forward(x, [0, 70], y, block.CreateWorkspace());

        for (int i = 0; i < 70; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            block.Step(x.Row(i), cache, row);
            if (i == 69) Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            Assert.Equal(y.Row(i).ToArray(), row);
        }

        Assert.Equal(70, cache.Count);
    }

    /// <summary>Written down, as <c>Run_AnyThreads_SameBytesOnEveryMachine</c> is.</summary>
    [Fact]
    public void ForwardAndBackward_FixedRows_SameBytesOnEveryMachine()
    {
        TransformerBlock block = new("block", 32, 1, new() { Attention = new() { Positions = RelativePositions.Rotary, Dropout = .1 } });
        foreach (Parameter parameter in block.Parameters) parameter.FillUniform(5, .2);
        Matrix x = Numbers.Uniform(new RandomStream(1, "x"), 100, 32), y = new(100, 32), dx = new(100, 32);
        TransformerBlockWorkspace workspace = block.CreateWorkspace();
        Gradients gradients = new(block.Parameters);

        block.Forward(x, [0, 70, 100], y, workspace, 1);
        block.Backward(x, [0, 70, 100], y, dx, workspace, gradients, 1);

        float[] all = [.. y.Values, .. dx.Values, .. block.Parameters.SelectMany(parameter => gradients.Of(parameter).Values.ToArray())];
        Assert.Equal("2d43e9e120043055", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(all.AsSpan())))[..16]);
    }

    private static TransformerBlock Random(TransformerBlockOptions options, int dimensions)
    {
        TransformerBlock block = new("block", dimensions, 1, options);
        foreach (Parameter parameter in block.Parameters) parameter.FillNormal(3, .5);
        return block;
    }
}
