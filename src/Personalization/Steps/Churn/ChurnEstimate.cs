using Personalization.Core;

namespace Personalization;

/// <summary>How much a column says, over all customers.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="MeanContribution">Mean size of what it adds to the score, in log-odds, at least 0.</param>
public sealed record ColumnImportance(string Column, double MeanContribution);

/// <summary>
/// Who will buy nothing within the horizon: the model, and how good it was on the moments it didn't learn from. Immutable.
/// </summary>
public sealed class ChurnEstimate
{
    internal ChurnEstimate(
        int horizonDays, IProbabilityModel? model, CustomerTable? customers, IReadOnlyList<DateTime> moments,
        ProbabilityValidation? validation, IReadOnlyList<ColumnImportance> importance, string? reason) =>
        (HorizonDays, Model, Customers, Moments, Validation, Importance, Reason) =
        (horizonDays, model, customers, moments, validation, importance, reason);

    /// <summary>Days ahead.</summary>
    public int HorizonDays { get; }

    /// <summary>The model; null where there was too little to learn from.</summary>
    public IProbabilityModel? Model { get; }

    /// <summary>What the model was asked with: the customers of today with the columns that it knows; null without a model.</summary>
    public CustomerTable? Customers { get; }

    /// <summary>The moments of the past that it learned from, in the order of time.</summary>
    public IReadOnlyList<DateTime> Moments { get; }

    /// <summary>
    /// How good a model of the earlier moments was on the last; null where there was one moment alone, or nothing to tell apart before.
    /// </summary>
    public ProbabilityValidation? Validation { get; }

    /// <summary>The model that <see cref="Validation"/> looked at: it learned from all moments but the last.</summary>
    internal IProbabilityModel? Earlier { get; init; }

    /// <summary>The steps that say what was known at a moment.</summary>
    internal PipelineSteps? Features { get; init; }

    /// <summary>What the columns say, the weightiest first.</summary>
    public IReadOnlyList<ColumnImportance> Importance { get; }

    /// <summary>Why there is no model, in a sentence; null where there is one.</summary>
    public string? Reason { get; }

    /// <summary>Why a customer has their probability; null where there is no model, or nobody of that id bought.</summary>
    public ProbabilityReasons? Explain(CustomerId customer) =>
        Model is { } model && Customers?.Find(customer) is { } profile ? model.Explain(profile) : null;
}
