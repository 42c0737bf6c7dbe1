using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

public sealed class AutoencoderNetworkTests
{
    private const int Rows = 5, Features = 4;
    private const double Step = 1e-5;

    private static readonly FeatureAutoencoderOptions s_small = new() { Dimensions = 2, HiddenLayers = [5, 3], FeatureDropout = 0 };

    [Fact]
    public void New_TwoHiddenLayers_ShapesThereAndBack() => Assert.Equal(
        [
            "encoder.0.weight 5 × 4", "encoder.0.bias 1 × 5", "encoder.1.weight 3 × 5", "encoder.1.bias 1 × 3", "encoder.2.weight 2 × 3",
            "encoder.2.bias 1 × 2", "decoder.0.weight 3 × 2", "decoder.0.bias 1 × 3", "decoder.1.weight 5 × 3", "decoder.1.bias 1 × 5",
            "decoder.2.weight 4 × 5", "decoder.2.bias 1 × 4",
        ],
        new AutoencoderNetwork(Features, s_small).Parameters.Select(p => $"{p.Name} {p.Rows} × {p.Columns}"));

    /// <summary>One feature, one dimension, no hidden layer: y = 3 (2 x + 1) − 4, so 5 becomes 29, and 11 is its embedding.</summary>
    [Fact]
    public void Forward_OneFeature_ByHand()
    {
        AutoencoderNetwork network = new(1, new() { Dimensions = 1, HiddenLayers = [] });
        float[] weights = [2, 1, 3, -4];
        for (int i = 0; i < weights.Length; i++) network.Parameters[i].Values.Values[0] = weights[i];
        AutoencoderWorkspace workspace = network.CreateWorkspace(1);
        workspace.Load(Matrix.FromRows([5]), 0, 1);

        Assert.Equal(29, network.Forward(workspace).Row(0)[0]);
        Assert.Equal(11, network.Encode(workspace).Row(0)[0]);
    }

    [Fact]
    public void ForwardAndBackward_SmallShapes_AsFiniteDifferencesOfPlainDoublePrecision()
    {
        AutoencoderNetwork network = new(Features, s_small);
        foreach (Parameter parameter in network.Parameters) parameter.FillNormal(3, .7);
        Matrix samples = Normal(Rows, Features);
        AutoencoderWorkspace workspace = network.CreateWorkspace(Rows);
        workspace.Load(samples, 0, Rows);
        Gradients gradients = new(network.Parameters);

        MutableMatrixView output = network.Forward(workspace, 1);
        double loss = Losses.SquaredError(
            output.Memory.Span, workspace.Targets.Memory.Span, workspace.Slope(network.Widths.Length - 2).Memory.Span, 1);
        network.Backward(workspace, gradients, 1, 0);

        double[][] weights = [.. network.Parameters.Select(parameter => Doubles(parameter.Values.Values))];
        Assert.Equal(Loss(samples, weights), loss, 1e-4);
        for (int i = 0; i < weights.Length; i++)
        {
            for (int j = 0; j < weights[i].Length; j++)
            {
                double value = weights[i][j];
                weights[i][j] = value + Step;
                double above = Loss(samples, weights);
                weights[i][j] = value - Step;
                double slope = (above - Loss(samples, weights)) / (2 * Step);
                weights[i][j] = value;
                Assert.Equal(slope, gradients.Of(network.Parameters[i]).Values[j], 1e-3 * (1 + Math.Abs(slope)));
            }
        }
    }

    /// <summary>What is hidden is told apart from what is to come out: the loss is over features as they are.</summary>
    [Fact]
    public void Forward_FeatureDropout_HidesInputAndKeepsTargets()
    {
        AutoencoderNetwork network = new(50, new() { FeatureDropout = .5 });
        Matrix samples = Normal(40, 50);
        AutoencoderWorkspace workspace = network.CreateWorkspace(40);
        workspace.Load(samples, 0, 40);

        network.Forward(workspace, step: 1);

        Assert.Equal(samples.Values.ToArray(), workspace.Targets.Memory.ToArray());
        Assert.Equal(.5, workspace.Input.Memory.ToArray().Count(value => value == 0) / 2_000.0, .05);
    }

    private static Matrix Normal(int rows, int columns)
    {
        RandomStream random = new(5, "samples");
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = values[i];
        return doubles;
    }

    private static double Loss(Matrix samples, double[][] weights)
    {
        double loss = 0;
        for (int row = 0; row < samples.Rows; row++)
        {
            double[] x = Doubles(samples.Row(row)), values = x;
            for (int layer = 0; layer < weights.Length / 2; layer++)
            {
                double[] weight = weights[2 * layer], bias = weights[(2 * layer) + 1], input = values;
                values = [.. bias.Select((b, o) => b + input.Select((v, i) => v * weight[(o * input.Length) + i]).Sum())];
                if (layer is not (2 or 5)) values = [.. values.Select(Gelu)];
            }

            loss += values.Zip(x, (y, target) => (y - target) * (y - target)).Sum();
        }

        return loss;
    }

    private static double Gelu(double x) => .5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (.044715 * x * x * x))));
}
