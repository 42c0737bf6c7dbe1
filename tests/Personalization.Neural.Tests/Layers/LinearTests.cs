using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class LinearTests
{
    [Fact]
    public void ForwardAndBackward_RandomShapes_AsInDoublePrecision() => Properties.HoldForSeeds(60, seed =>
    {
        RandomStream random = new((ulong)seed, "linear");
        int rows = random.NextInt32(1, 40), inputs = random.NextInt32(1, 40), outputs = random.NextInt32(1, 40);
        Linear layer = new("layer", inputs, outputs, (ulong)seed);
        foreach (ref float value in layer.Bias.Values.Values) value = (float)random.NextGaussian();
        Matrix x = Numbers.Normal(random, rows, inputs), y = new(rows, outputs), dy = Numbers.Normal(random, rows, outputs);
        Matrix dx = new(rows, inputs);
        Gradients gradients = new([layer.Weight, layer.Bias]);

        layer.Forward(x, y);
        layer.Backward(x, dy, dx.MutableView, gradients);
        layer.Backward(x, dy, null, gradients);

        double[] expected = new double[rows * outputs], expectedX = new double[rows * inputs];
        double[] expectedWeight = new double[outputs * inputs], expectedBias = new double[outputs];
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
            {
                ref double sum = ref expected[(row * outputs) + output];
                sum = layer.Bias.Values[0, output];
                expectedBias[output] += 2 * dy[row, output];
                for (int input = 0; input < inputs; input++)
                {
                    sum += (double)x[row, input] * layer.Weight.Values[output, input];
                    expectedX[(row * inputs) + input] += (double)dy[row, output] * layer.Weight.Values[output, input];
                    expectedWeight[(output * inputs) + input] += 2 * (double)dy[row, output] * x[row, input];
                }
            }
        }

        Numbers.Near(expected, y.Values, 1e-5);
        Numbers.Near(expectedX, dx.Values, 1e-5);
        Numbers.Near(expectedWeight, gradients.Of(layer.Weight).Values, 1e-5);
        Numbers.Near(expectedBias, gradients.Of(layer.Bias).Values, 1e-5);
    });

    [Fact]
    public void New_AnyShape_GlorotWeightsAndNoBias()
    {
        Linear layer = new("mlp.0", 30, 20, 7);

        double bound = Math.Sqrt(6.0 / 50);
        Assert.Equal(("mlp.0.weight", "mlp.0.bias"), (layer.Weight.Name, layer.Bias.Name));
        Assert.All(layer.Weight.Values.Values.ToArray(), weight => Assert.InRange(weight, -bound, bound));
        Assert.InRange(layer.Weight.Values.Values.ToArray().Max(), .9 * bound, bound);
        Assert.All(layer.Bias.Values.Values.ToArray(), bias => Assert.Equal(0, bias));
        Assert.Equal((true, false), (layer.Weight.IsDecayed, layer.Bias.IsDecayed));
    }
}
