using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class LayerNormTests
{
    /// <summary>torch.nn.LayerNorm(4)(tensor([1., 2., 3., 4.])), to its four printed digits.</summary>
    [Fact]
    public void Forward_OneToFour_AsPyTorch()
    {
        Matrix y = new(1, 4);

        new LayerNorm("norm", 4).Forward(Matrix.FromRows([1, 2, 3, 4]), y);

        Numbers.Near([-1.3416, -.4472, .4472, 1.3416], y.Values, 1e-4);
    }

    [Fact]
    public void ForwardAndBackward_RandomShapes_AsFiniteDifferences() => Properties.HoldForSeeds(40, seed =>
    {
        RandomStream random = new((ulong)seed, "layer norm");
        int rows = random.NextInt32(1, 6), columns = random.NextInt32(2, 40);
        LayerNorm layer = new("norm", columns);
        foreach (ref float value in layer.Gain.Values.Values) value = (float)random.NextGaussian(1, .5);
        foreach (ref float value in layer.Bias.Values.Values) value = (float)random.NextGaussian();
        Matrix x = Numbers.Normal(random, rows, columns), y = new(rows, columns), dy = Numbers.Normal(random, rows, columns);
        Matrix dx = new(rows, columns);
        Gradients gradients = new([layer.Gain, layer.Bias]);

        layer.Forward(x, y);
        layer.Backward(x, dy, dx, gradients);

        double[] xs = Numbers.Doubles(x.Values), gain = Numbers.Doubles(layer.Gain.Values.Values);
        double[] bias = Numbers.Doubles(layer.Bias.Values.Values), slope = Numbers.Doubles(dy.Values);
        double Loss(double[] at, double[] g, double[] b) => Reference(at, g, b).Zip(slope, (left, right) => left * right).Sum();
        Numbers.Near(Reference(xs, gain, bias), y.Values, 1e-5);
        Numbers.Near(Numbers.Slopes(xs, at => Loss(at, gain, bias)), dx.Values, 1e-4);
        Numbers.Near(Numbers.Slopes(gain, at => Loss(xs, at, bias)), gradients.Of(layer.Gain).Values, 1e-4);
        Numbers.Near(Numbers.Slopes(bias, at => Loss(xs, gain, at)), gradients.Of(layer.Bias).Values, 1e-4);
    });

    [Fact]
    public void Backward_InPlace_Same()
    {
        RandomStream random = new(3, "layer norm");
        LayerNorm layer = new("norm", 9);
        Matrix x = Numbers.Normal(random, 4, 9), dy = Numbers.Normal(random, 4, 9), dx = new(4, 9);
        Gradients gradients = new([layer.Gain, layer.Bias]);

        layer.Backward(x, dy, dx, gradients);
        layer.Backward(x, dy, dy, gradients);

        Assert.Equal(dx.Values.ToArray(), dy.Values.ToArray());
    }

    [Fact]
    public void Backward_ConstantRow_Finite()
    {
        LayerNorm layer = new("norm", 3);
        Matrix dx = new(1, 3);

        layer.Backward(Matrix.FromRows([5, 5, 5]), Matrix.FromRows([1, -2, 3]), dx, new([layer.Gain, layer.Bias]));

        Assert.All(dx.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    private static double[] Reference(double[] x, double[] gain, double[] bias)
    {
        int columns = gain.Length;
        double[] y = new double[x.Length];
        for (int row = 0; row < x.Length / columns; row++)
        {
            double[] cells = x[(row * columns)..((row + 1) * columns)];
            double mean = cells.Average(), variance = cells.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < columns; i++)
                y[(row * columns) + i] = (gain[i] * (cells[i] - mean) / Math.Sqrt(variance + 1e-5)) + bias[i];
        }

        return y;
    }
}
