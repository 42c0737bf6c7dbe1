using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>Why a customer's effect is what it is. Immutable.</summary>
/// <param name="Effect">What the treatment changes in the expected outcome.</param>
/// <param name="Baseline">What it changes with a customer who is average in every column.</param>
/// <param name="Contributions">
/// What each column adds, the weightiest of either sign first: with <paramref name="Baseline"/> they add up to <paramref name="Effect"/>.
/// </param>
public sealed record UpliftReasons(double Effect, double Baseline, IReadOnlyList<ColumnContribution> Contributions);

/// <summary>
/// What each treatment changes in the expected outcome of each customer, against no treatment: in probability where outcomes are 0 and 1,
/// else in their unit. Immutable and thread-safe. Make one with <see cref="UpliftTrainer"/>.
/// </summary>
public sealed class UpliftModel : IModel<UpliftModel>
{
    /// <summary>Name of the column by which one model of all arms knows the treatment; free in every table that it is asked with.</summary>
    internal const string TreatmentColumn = "uplift_treatment";

    private readonly UpliftArm[] _arms;

    internal UpliftModel(
        string outcome, UpliftLearner learner, IReadOnlyList<string> treatments, UpliftArm[] arms, FitReport report)
    {
        (Outcome, Learner, Treatments, _arms, Report) = (outcome, learner, treatments, arms, report);
        ColumnNames = [.. arms.SelectMany(arm => arm.ColumnNames).Distinct(StringComparer.Ordinal).Where(name => name != TreatmentColumn)];
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<UpliftModel> Kind { get; } = new("uplift", 1, UpliftFile.Read);

    /// <summary>What is counted.</summary>
    public string Outcome { get; }

    /// <summary>How it was learned.</summary>
    public UpliftLearner Learner { get; }

    /// <summary>Names of the treatments.</summary>
    public IReadOnlyList<string> Treatments { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <summary>Names of the columns that a table is asked for.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    internal IReadOnlyList<UpliftArm> Arms => _arms;

    /// <summary>What a treatment changes for each row of the table. O(customers · terms).</summary>
    /// <param name="customers">The customers, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="treatment">Place in <see cref="Treatments"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public double[] Effects(CustomerTable customers, int treatment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        return Arm(treatment).Effects(customers, cancellationToken);
    }

    /// <summary>
    /// Standard errors of the effects, where they were regressed (<see cref="UpliftLearner.DoublyRobust"/>,
    /// <see cref="UpliftLearner.XLearner"/>); null where they are a difference of models, which don't know theirs.
    /// </summary>
    /// <inheritdoc cref="Effects"/>
    public double[]? StandardErrors(CustomerTable customers, int treatment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        return Arm(treatment).StandardErrors(customers, cancellationToken);
    }

    /// <summary>Why a customer's effect is what it is.</summary>
    /// <param name="customer">The customer, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="treatment">Place in <see cref="Treatments"/>.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public UpliftReasons Explain(CustomerProfile customer, int treatment)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return Arm(treatment).Explain(customer);
    }

    /// <summary>Writes the model as a model file of kind <c>uplift</c>; the stream stays open.</summary>
    /// <exception cref="NotSupportedException">A model of outcomes can't be written, such as some pipelines of other libraries.</exception>
    /// <inheritdoc />
    public void Save(Stream destination) => UpliftFile.Write(this).WriteTo(destination);

    private UpliftArm Arm(int treatment) => treatment >= 0 && treatment < _arms.Length
        ? _arms[treatment]
        : throw new ArgumentOutOfRangeException(
            nameof(treatment), treatment, $"Treatment is {treatment}; it must be 0 to {_arms.Length - 1}.");
}
