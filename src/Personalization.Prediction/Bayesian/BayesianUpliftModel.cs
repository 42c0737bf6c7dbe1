using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// What each treatment changes in the log-odds of what is counted, for each customer, and how sure that is. Immutable and thread-safe. Make
/// one with <see cref="BayesianUpliftTrainer"/>.
/// </summary>
public sealed class BayesianUpliftModel : IModel<BayesianUpliftModel>
{
    private const int RowsPerChunk = 1_024;

    private readonly RegressionTerms _terms;
    private readonly double[] _coefficients;
    private readonly double[] _covariances;
    private readonly Dictionary<string, double> _own;
    private readonly int _block;

    internal BayesianUpliftModel(
        string outcome, IReadOnlyList<string> treatments, RegressionTerms terms, double[] coefficients, double[] covariances,
        (string[] Customers, double[] Effects) own, FitReport report)
    {
        (Outcome, Treatments, _terms, _coefficients, _covariances, Own, Report) =
            (outcome, treatments, terms, coefficients, covariances, own, report);
        _block = terms.Count + 1;
        _own = new(own.Customers.Length, StringComparer.Ordinal);
        for (int i = 0; i < own.Customers.Length; i++) _own.Add(own.Customers[i], own.Effects[i]);
        ColumnNames = [.. terms.Encoding.Columns.Select(column => column.Name)];
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<BayesianUpliftModel> Kind { get; } = new("bayesian-uplift", 1, BayesianUpliftFile.Read);

    /// <summary>What is counted.</summary>
    public string Outcome { get; }

    /// <summary>Names of the treatments.</summary>
    public IReadOnlyList<string> Treatments { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <summary>Names of the columns that a table is asked for.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    internal RegressionTerms Terms => _terms;

    internal ReadOnlySpan<double> Coefficients => _coefficients;

    internal ReadOnlySpan<double> Covariances => _covariances;

    internal (string[] Customers, double[] Effects) Own { get; }

    /// <summary>
    /// Probability without treatment of each row of the table; a customer who wasn't learned from has no effect of their own.
    /// O(customers · terms).
    /// </summary>
    /// <param name="customers">The customers, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public double[] Baselines(CustomerTable customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        double[] probabilities = new double[customers.Count];
        Each(
            customers,
            (row, terms) => probabilities[row] = StableMath.Sigmoid(
                Dot(terms, _coefficients.AsSpan(0, _block)) + _own.GetValueOrDefault(customers.Customers.Values[row])),
            cancellationToken);
        return probabilities;
    }

    /// <summary>
    /// What a treatment changes in the log-odds of each row: the mean and the standard deviation of what is believed now.
    /// O(customers · terms²).
    /// </summary>
    /// <param name="customers">The customers, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="treatment">Place in <see cref="Treatments"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public (double[] Means, double[] Deviations) LogOddsEffects(
        CustomerTable customers, int treatment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int arm = Arm(treatment);
        double[] means = new double[customers.Count], deviations = new double[customers.Count];
        Each(
            customers,
            (row, terms) =>
            {
                means[row] = Dot(terms, _coefficients.AsSpan((arm + 1) * _block, _block));
                double variance = 0;
                for (int i = 0; i < _block; i++)
                    variance += terms[i] * Dot(terms, _covariances.AsSpan(((arm * _block) + i) * _block, _block));
                deviations[row] = Math.Sqrt(Math.Max(0, variance));
            },
            cancellationToken);
        return (means, deviations);
    }

    /// <summary>Why the mean of a customer's effect is what it is, in log-odds.</summary>
    /// <param name="customer">The customer, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="treatment">Place in <see cref="Treatments"/>.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public UpliftReasons Explain(CustomerProfile customer, int treatment)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ReadOnlySpan<double> own = _coefficients.AsSpan((Arm(treatment) + 1) * _block, _block);
        double[] row = new double[_terms.Count];
        _terms.Write(_terms.Features(customer.Table.ForCustomers([customer.Id])).Row(0), row);
        List<ColumnContribution> parts = _terms.Contributions(row, own, customer);
        double effect = own[^1];
        foreach (ColumnContribution part in parts) effect += part.Contribution;
        return new UpliftReasons(effect, own[^1], ProbabilityReasons.Sorted(parts));
    }

    /// <summary>
    /// Writes the model as a model file of kind <c>bayesian-uplift</c>; the stream stays open. The file has the customers' ids and effects:
    /// keep it as you keep what is known of them.
    /// </summary>
    /// <inheritdoc />
    public void Save(Stream destination) => BayesianUpliftFile.Write(this).WriteTo(destination);

    private static double Dot(ReadOnlySpan<double> terms, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int i = 0; i < terms.Length; i++) sum += terms[i] * coefficients[i];
        return sum;
    }

    private void Each(CustomerTable customers, Action<int, double[]> act, CancellationToken cancellationToken)
    {
        MatrixView features = _terms.Features(customers);
        ParallelChunks.Run(
            features.Rows,
            RowsPerChunk,
            (_, start, end) =>
            {
                double[] terms = new double[_block];
                terms[^1] = 1;
                for (int row = start; row < end; row++)
                {
                    _terms.Write(features.Row(row), terms);
                    act(row, terms);
                }
            },
            null,
            cancellationToken);
    }

    private int Arm(int treatment) => treatment >= 0 && treatment < Treatments.Count
        ? treatment
        : throw new ArgumentOutOfRangeException(
            nameof(treatment), treatment, $"Treatment is {treatment}; it must be 0 to {Treatments.Count - 1}.");
}
