using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// Linear regression of an amount with splines: a customer's value is an intercept and what each column adds to it. Immutable and
/// thread-safe. Make one with <see cref="LinearRegressionTrainer"/>.
/// </summary>
public sealed class LinearRegressionModel : IModel<LinearRegressionModel>
{
    private const int RowsPerChunk = 1_024;

    private readonly RegressionTerms _terms;
    private readonly double[] _coefficients;
    private readonly double[] _covariance;

    internal LinearRegressionModel(
        string outcome, LinearRegressionOptions options, RegressionTerms terms, double[] coefficients, double[] covariance,
        FitReport report)
    {
        (Outcome, Options, _terms, _coefficients, _covariance, Report) = (outcome, options, terms, coefficients, covariance, report);
        ColumnNames = [.. terms.Encoding.Columns.Select(column => column.Name)];
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<LinearRegressionModel> Kind { get; } = new("linear-regression", 1, LinearRegressionFile.Read);

    /// <summary>What the amount is.</summary>
    public string Outcome { get; }

    /// <summary>How it was fitted, with the knots and penalty that were taken; a loaded model doesn't know the threads.</summary>
    public LinearRegressionOptions Options { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <summary>Names of the columns that a table is asked for.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Value of a customer who is average in every term.</summary>
    public double Intercept => _coefficients[^1];

    internal RegressionTerms Terms => _terms;

    internal ReadOnlySpan<double> Coefficients => _coefficients;

    internal ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>Expected amounts, one for each row of the table. O(customers · terms).</summary>
    /// <param name="customers">The customers, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken = default) => Each(
        customers,
        row =>
        {
            double value = Intercept;
            for (int j = 0; j < row.Length - 1; j++) value += _coefficients[j] * row[j];
            return value;
        },
        cancellationToken);

    /// <summary>
    /// Standard errors of the expected amounts, from the coefficients' covariance whatever the errors' variances (White 1980). The
    /// penalty's bias isn't in them, nor that rows of one customer may hang together. O(customers · terms²).
    /// </summary>
    /// <inheritdoc cref="Predict"/>
    public double[] StandardErrors(CustomerTable customers, CancellationToken cancellationToken = default) => Each(
        customers,
        row =>
        {
            double variance = 0;
            for (int i = 0; i < row.Length; i++)
            {
                double sum = 0;
                for (int j = 0; j < row.Length; j++) sum += _covariance[(i * row.Length) + j] * row[j];
                variance += row[i] * sum;
            }

            return Math.Sqrt(Math.Max(0, variance));
        },
        cancellationToken);

    /// <summary>What each column adds to a customer's expected amount, the weightiest of either sign first.</summary>
    /// <param name="customer">The customer, with the columns of <see cref="ColumnNames"/>.</param>
    /// <returns>The amount, and the parts that with <see cref="Intercept"/> add up to it.</returns>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public (double Value, IReadOnlyList<ColumnContribution> Contributions) Explain(CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        MatrixView features = _terms.Features(customer.Table.ForCustomers([customer.Id]));
        double[] row = new double[_terms.Count];
        _terms.Write(features.Row(0), row);
        List<ColumnContribution> parts = _terms.Contributions(row, _coefficients, customer);
        return (Intercept + parts.Sum(part => part.Contribution), ProbabilityReasons.Sorted(parts));
    }

    /// <summary>Writes the model as a model file of kind <c>linear-regression</c>; the stream stays open.</summary>
    /// <inheritdoc />
    public void Save(Stream destination) => LinearRegressionFile.Write(this).WriteTo(destination);

    private double[] Each(CustomerTable customers, Func<double[], double> value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        MatrixView features = _terms.Features(customers);
        double[] values = new double[features.Rows];
        ParallelChunks.Run(
            features.Rows,
            RowsPerChunk,
            (_, start, end) =>
            {
                double[] row = new double[_terms.Count + 1];
                row[^1] = 1;
                for (int i = start; i < end; i++)
                {
                    _terms.Write(features.Row(i), row);
                    values[i] = value(row);
                }
            },
            Options.Threads,
            cancellationToken);
        return values;
    }
}
