namespace Personalization.Neural.Tests;

/// <summary>A pre-norm block in plain double precision, of parameters in the order of <see cref="TransformerBlock.Parameters"/>.</summary>
internal sealed class PlainBlock(TransformerBlockOptions options, int[] starts)
{
    public double[] Forward(double[] x, double[][] weights)
    {
        int rows = starts[^1], columns = x.Length / rows;
        double[] projections = Linear(Norm(x, weights[8], weights[9]), weights[0], weights[1]);
        double[] attended = new PlainAttention(columns, options.Attention, starts).Forward(projections);
        double[] middle = Sum(x, Linear(attended, weights[2], weights[3]));
        double[] inner = [.. Linear(Norm(middle, weights[10], weights[11]), weights[4], weights[5]).Select(Activated)];
        return Sum(middle, Linear(inner, weights[6], weights[7]));
    }

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (l, r) => l + r)];

    private static double[] Linear(double[] x, double[] weight, double[] bias)
    {
        int outputs = bias.Length, inputs = weight.Length / outputs, rows = x.Length / inputs;
        double[] y = new double[rows * outputs];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias[i % outputs];
            for (int k = 0; k < inputs; k++) y[i] += x[(i / outputs * inputs) + k] * weight[(i % outputs * inputs) + k];
        }

        return y;
    }

    private static double[] Norm(double[] x, double[] gain, double[] bias)
    {
        int columns = gain.Length;
        double[] y = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            double[] row = x[(i / columns * columns)..((i / columns * columns) + columns)];
            double mean = row.Average(), variance = row.Average(value => (value - mean) * (value - mean));
            y[i] = (gain[i % columns] * (x[i] - mean) / Math.Sqrt(variance + 1e-5)) + bias[i % columns];
        }

        return y;
    }

    private double Activated(double x) => options.Activation == ActivationKind.Relu
        ? Math.Max(0, x)
        : .5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (.044715 * x * x * x))));
}
