using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>Coefficients of one penalty, the intercept last.</summary>
/// <param name="Coefficients">Of each term, and the intercept.</param>
/// <param name="Inverse">(XᵀX + λD)⁻¹.</param>
/// <param name="MeanSquaredError">On the data.</param>
/// <param name="CrossValidation">Generalized: n · RSS ÷ (n − edf)², less is better.</param>
internal sealed record LinearSolution(double[] Coefficients, double[] Inverse, double MeanSquaredError, double CrossValidation);

/// <summary>
/// Least squares with a ridge penalty in closed form. Sums are made in chunks and merged in their order; across terms they are elementwise,
/// hence the same bits at any width.
/// </summary>
internal sealed class LinearFit
{
    private const int RowsPerChunk = 1_024;

    private readonly RegressionTerms _terms;
    private readonly RegressionData _data;
    private readonly int? _threads;
    private readonly int _size;
    private readonly TermSums _sums;

    public LinearFit(RegressionTerms terms, RegressionData data, int? threads, CancellationToken cancellationToken)
    {
        (_terms, _data, _threads, _size) = (terms, data, threads, terms.Count + 1);
        _sums = Sums(null, cancellationToken);
    }

    public LinearSolution Solve(double penalty)
    {
        double[] gram = _sums.Products, system = [.. gram];
        for (int i = 0; i < _size - 1; i++) system[(i * _size) + i] += penalty;
        // A grain keeps constant terms solvable; the intercept isn't penalized.
        for (int i = 0; i < _size; i++) system[(i * _size) + i] += 1e-10 * _data.Count;
        Cholesky factor = Cholesky.Factor(system, _size, _threads);
        double[] coefficients = [.. _sums.Values];
        factor.Solve(coefficients);
        double[] inverse = new double[_size * _size];
        double freedom = 0, product = 0, squares = 0;
        for (int i = 0; i < _size; i++)
        {
            Span<double> row = inverse.AsSpan(i * _size, _size);
            row[i] = 1;
            factor.Solve(row);
            for (int j = 0; j < _size; j++)
            {
                double own = gram[(Math.Min(i, j) * _size) + Math.Max(i, j)];
                freedom += row[j] * own;
                squares += coefficients[i] * coefficients[j] * own;
            }

            product += coefficients[i] * _sums.Values[i];
        }

        double residual = Math.Max(0, _sums.Loss - (2 * product) + squares), left = _data.Count - freedom;
        double validation = left > 0 ? _data.Count * residual / (left * left) : double.PositiveInfinity;
        return new LinearSolution(coefficients, inverse, residual / _data.Count, validation);
    }

    /// <summary>Covariance of the coefficients whatever the errors' variances (White 1980): A⁻¹ (Σ e² x xᵀ) A⁻¹.</summary>
    public double[] Covariance(LinearSolution solution, CancellationToken cancellationToken)
    {
        double[] meat = Sums(solution.Coefficients, cancellationToken).Products;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < i; j++) meat[(i * _size) + j] = meat[(j * _size) + i];
        }

        return Product(Product(solution.Inverse, meat), solution.Inverse);
    }

    private double[] Product(double[] left, double[] right)
    {
        double[] product = new double[_size * _size];
        for (int i = 0; i < _size; i++)
        {
            Span<double> row = product.AsSpan(i * _size, _size);
            for (int k = 0; k < _size; k++)
                TensorPrimitives.FusedMultiplyAdd(right.AsSpan(k * _size, _size), left[(i * _size) + k], row, row);
        }

        return product;
    }

    /// <summary>Sums of products of terms, each weighted by its squared error where coefficients are given.</summary>
    private TermSums Sums(double[]? coefficients, CancellationToken cancellationToken)
    {
        TermSums all = new(_size);
        foreach (RegressionSlice slice in _data.Slices)
        {
            MatrixView features = _terms.Features(slice.Customers);
            all.Add(ParallelChunks.Reduce(
                features.Rows,
                RowsPerChunk,
                (start, end) => Part(features, slice.Values, start, end, coefficients),
                static (sum, next) => sum.Add(next),
                _threads,
                cancellationToken));
        }

        return all;
    }

    private TermSums Part(MatrixView features, IReadOnlyList<double> values, int start, int end, double[]? coefficients)
    {
        TermSums sums = new(_size);
        double[] row = new double[_size];
        row[^1] = 1;
        for (int i = start; i < end; i++)
        {
            _terms.Write(features.Row(i), row);
            double weight = 1, value = values[i];
            if (coefficients is not null)
            {
                double error = value;
                for (int j = 0; j < row.Length; j++) error -= coefficients[j] * row[j];
                weight = error * error;
            }

            sums.Loss += value * value;
            sums.AddRow(row, value, weight);
        }

        return sums;
    }
}
