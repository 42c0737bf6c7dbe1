using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Samples that were drawn from a mixture.</summary>
/// <param name="Samples">count × d, in the scale of the training data.</param>
/// <param name="Labels">The component that each sample was drawn from.</param>
public sealed record GaussianMixtureSample(MatrixView Samples, IReadOnlyList<int> Labels);

/// <summary>
/// Draws from a mixture: a component by its weight, then mean + L · standard normal values, Σ = LLᵀ. Each sample has a random stream of its
/// own.
/// </summary>
internal static class MixtureSampling
{
    private const int RowsAtOnce = 1024;

    public static GaussianMixtureSample Draw(MixtureParameters parameters, int count, ulong seed, int? threads)
    {
        double[][] factors = Factors(parameters);
        Matrix samples = new(count, parameters.Columns);
        int[] labels = new int[count];
        ParallelChunks.Run(
            count,
            RowsAtOnce,
            (_, start, end) =>
            {
                double[] standard = new double[parameters.Columns];
                for (int row = start; row < end; row++)
                {
                    RandomStream random = new(seed, "Gaussian mixture sample", (ulong)row);
                    int component = labels[row] = Choose(parameters.Weights, random.NextDouble());
                    foreach (ref double value in standard.AsSpan())
                        value = random.NextGaussian();

                    Shape(parameters.Mean(component), factors[component], standard, samples.Row(row));
                }
            },
            threads);
        return new GaussianMixtureSample(samples, labels);
    }

    /// <summary>
    /// The component in whose part of [0, 1) a number falls; one that rounding left beyond the end falls to the last component of any
    /// weight.
    /// </summary>
    private static int Choose(double[] weights, double uniform)
    {
        int last = 0;
        for (int component = 0; component < weights.Length; component++)
        {
            if (weights[component] <= 0)
                continue;

            last = component;
            uniform -= weights[component];
            if (uniform < 0)
                break;
        }

        return last;
    }

    private static void Shape(ReadOnlySpan<double> mean, double[] factor, double[] standard, Span<float> sample)
    {
        for (int row = 0; row < sample.Length; row++)
        {
            double value = mean[row];
            for (int column = 0; column <= row; column++)
                value += factor[PackedCholesky.Length(row) + column] * standard[column];

            sample[row] = (float)value;
        }
    }

    private static double[][] Factors(MixtureParameters parameters)
    {
        double[][] factors = new double[parameters.Count][];
        for (int component = 0; component < factors.Length; component++)
        {
            double[] covariance = new double[PackedCholesky.Length(parameters.Columns)];
            for (int row = 0; row < parameters.Columns; row++)
            {
                for (int column = 0; column <= row; column++)
                    covariance[PackedCholesky.Length(row) + column] = parameters.Covariance(component, row, column);
            }

            // The model could be made, so its covariances have factors.
            factors[component] = new double[covariance.Length];
            PackedCholesky.TryFactor(covariance, parameters.Columns, factors[component]);
        }

        return factors;
    }
}
