namespace Personalization.Core;

/// <summary>
/// How probable it is, for each customer, that something happens: that they leave, that they react to an offer. Takes columns of the
/// customer table, gives calibrated probabilities and the reasons for each. Implementations are immutable: any member may be called from
/// any number of threads at once.
/// </summary>
public interface IProbabilityModel : IModel
{
    /// <summary>What the probability is of: "no purchase within 90 days".</summary>
    string Outcome { get; }

    /// <summary>Names of the columns that <see cref="Predict"/> and <see cref="Explain"/> ask a table for.</summary>
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Probabilities, 0 to 1, one for each row of the table. O(customers · features).</summary>
    /// <param name="customers">The customers, with the columns of <see cref="ColumnNames"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    double[] Predict(CustomerTable customers, CancellationToken cancellationToken = default);

    /// <summary>Why a customer has their probability: what each column adds to the score.</summary>
    /// <param name="customer">The customer, with the columns of <see cref="ColumnNames"/>.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    ProbabilityReasons Explain(CustomerProfile customer);
}

/// <summary>Learns an <see cref="IProbabilityModel"/>. Stateless and thread-safe.</summary>
public interface IProbabilityTrainer
{
    /// <summary>Short name of the kind of model, such as <c>logistic</c>: in tables that compare several.</summary>
    string Name { get; }

    /// <summary>Learns of customers of whom it is known whether it happened.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Stops it; nothing is left behind.</param>
    /// <exception cref="ArgumentException">It happened to nobody, or to everybody: there is nothing to tell apart.</exception>
    IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default);
}
