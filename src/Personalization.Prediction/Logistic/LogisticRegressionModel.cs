using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// Logistic regression with splines: the score of a customer is an intercept and what each column adds to it. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Restricted cubic splines after Harrell (2015), Regression Modeling Strategies, section 2.4.5. Make one with
/// <see cref="LogisticRegressionTrainer"/>.
/// </remarks>
public sealed class LogisticRegressionModel : IProbabilityModel, IModel<LogisticRegressionModel>
{
    private const int RowsPerChunk = 1_024;

    private readonly RegressionTerms _terms;
    private readonly double[] _coefficients;
    private readonly ScoreCalibration _calibration;

    internal LogisticRegressionModel(
        string outcome, LogisticRegressionOptions options, RegressionTerms terms, double[] coefficients, ScoreCalibration calibration,
        FitReport report)
    {
        (Outcome, Options, _terms, _coefficients, _calibration, Report) = (outcome, options, terms, coefficients, calibration, report);
        ColumnNames = [.. terms.Encoding.Columns.Select(column => column.Name)];
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<LogisticRegressionModel> Kind { get; } = new("logistic-regression", 1, LogisticRegressionFile.Read);

    /// <inheritdoc />
    public string Outcome { get; }

    /// <summary>How it was fitted, with the penalty that was taken; a loaded model doesn't know the threads.</summary>
    public LogisticRegressionOptions Options { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Log-odds of a customer who is average in every term.</summary>
    public double Intercept => _coefficients[^1];

    internal RegressionTerms Terms => _terms;

    internal ReadOnlySpan<double> Coefficients => _coefficients;

    internal ScoreCalibration Calibration => _calibration;

    /// <inheritdoc />
    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        double[] scores = Scores(_terms, _coefficients, customers, Options.Threads, cancellationToken);
        for (int row = 0; row < scores.Length; row++) scores[row] = _calibration.Apply(scores[row]);
        return scores;
    }

    /// <inheritdoc />
    public ProbabilityReasons Explain(CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        MatrixView features = _terms.Features(customer.Table.ForCustomers([customer.Id]));
        double[] row = new double[_terms.Count];
        _terms.Write(features.Row(0), row);
        List<ColumnContribution> parts = _terms.Contributions(row, _coefficients, customer);
        double score = Intercept;
        foreach (ColumnContribution part in parts) score += part.Contribution;
        return new ProbabilityReasons(_calibration.Apply(score), score, Intercept, ProbabilityReasons.Sorted(parts));
    }

    /// <summary>Writes the model as a model file of kind <c>logistic-regression</c>; the stream stays open.</summary>
    /// <inheritdoc />
    public void Save(Stream destination) => LogisticRegressionFile.Write(this).WriteTo(destination);

    internal static double[] Scores(
        RegressionTerms terms, double[] coefficients, CustomerTable customers, int? threads, CancellationToken cancellationToken)
    {
        MatrixView features = terms.Features(customers);
        double[] scores = new double[features.Rows];
        ParallelChunks.Run(
            features.Rows,
            RowsPerChunk,
            (_, start, end) =>
            {
                double[] row = new double[terms.Count];
                for (int i = start; i < end; i++)
                {
                    terms.Write(features.Row(i), row);
                    double score = coefficients[^1];
                    for (int j = 0; j < row.Length; j++) score += coefficients[j] * row[j];
                    scores[i] = score;
                }
            },
            threads,
            cancellationToken);
        return scores;
    }
}
