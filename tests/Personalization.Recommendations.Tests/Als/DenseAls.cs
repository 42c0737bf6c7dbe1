using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations.Tests;

/// <summary>
/// The objective and the normal equations of implicit ALS as they are written, in double precision, by plain loops over all pairs.
/// </summary>
internal sealed class DenseAls
{
    private readonly AlsOptions _options;

    public DenseAls(InteractionMatrix matrix, AlsOptions options)
    {
        _options = options;
        Values = new double[matrix.Customers.Count, matrix.Items.Count];
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            for (int i = 0; i < matrix.ItemsOf(row).Length; i++) Values[row, matrix.ItemsOf(row)[i]] = matrix.ValuesOf(row)[i];
        }
    }

    public double[,] Values { get; }

    public double Objective(MatrixView customers, MatrixView items)
    {
        double sum = 0;
        for (int u = 0; u < customers.Rows; u++)
        {
            for (int i = 0; i < items.Rows; i++)
            {
                double score = Dot(customers.Row(u), items.Row(i));
                sum += (Values[u, i] * (1 - score) * (1 - score)) + (_options.UnobservedWeight * score * score);
            }
        }

        for (int u = 0; u < customers.Rows; u++) sum += OfCustomer(u) * Dot(customers.Row(u), customers.Row(u));
        for (int i = 0; i < items.Rows; i++) sum += OfItem(i) * Dot(items.Row(i), items.Row(i));
        return sum;
    }

    /// <summary>λ of a customer.</summary>
    public double OfCustomer(int u) =>
        Scaled(Enumerable.Range(0, Values.GetLength(1)).Sum(i => Values[u, i]) + (_options.UnobservedWeight * Values.GetLength(1)));

    public double OfItem(int i) =>
        Scaled(Enumerable.Range(0, Values.GetLength(0)).Sum(u => Values[u, i]) + (_options.UnobservedWeight * Values.GetLength(0)));

    /// <summary>The best factors of a customer while items stand still.</summary>
    public double[] Solve(int u, MatrixView items)
    {
        int factors = items.Columns;
        double[] system = new double[factors * factors], right = new double[factors];
        for (int i = 0; i < items.Rows; i++)
        {
            for (int a = 0; a < factors; a++)
            {
                for (int b = 0; b < factors; b++)
                    system[(a * factors) + b] += (_options.UnobservedWeight + Values[u, i]) * items.Row(i)[a] * items.Row(i)[b];
                right[a] += Values[u, i] * items.Row(i)[a];
            }
        }

        for (int a = 0; a < factors; a++) system[(a * factors) + a] += OfCustomer(u);
        Cholesky.Factor(system, factors).Solve(right);
        return right;
    }

    private double Scaled(double weight) => _options.Regularization * Math.Pow(weight, _options.RegularizationExponent);

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
