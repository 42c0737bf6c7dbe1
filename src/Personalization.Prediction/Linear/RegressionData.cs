using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>Customers as they were known at one moment, and the amount that then came of each.</summary>
/// <param name="Customers">What was known, and nothing that came later.</param>
/// <param name="Values">The amounts, row by row; finite.</param>
/// <exception cref="ArgumentException">There are more or fewer amounts than customers, or one isn't finite.</exception>
public sealed record RegressionSlice(CustomerTable Customers, IReadOnlyList<double> Values)
{
    /// <summary>The amounts, row by row.</summary>
    public IReadOnlyList<double> Values { get; } = Values.Count != Customers.Count
        ? throw new ArgumentException(
            $"There are {Values.Count} amounts for {Customers.Count} customers; give one for each.", nameof(Values))
        : Values.All(double.IsFinite) ? Values : throw new ArgumentException("An amount isn't finite.", nameof(Values));
}

/// <summary>What a regression of amounts learns from. Immutable.</summary>
public sealed class RegressionData
{
    /// <summary>Makes it of slices.</summary>
    /// <param name="outcome">What the amount is, in words: "spend within 30 days".</param>
    /// <param name="columns">The columns to learn from.</param>
    /// <param name="slices">At least one, with at least one customer.</param>
    /// <exception cref="ArgumentException">There are no columns, slices or customers.</exception>
    public RegressionData(string outcome, IReadOnlyList<FeatureColumn> columns, params IReadOnlyList<RegressionSlice> slices)
    {
        (Outcome, Columns, Slices) = (Guard.NotBlank(outcome), Guard.NotEmpty(columns), Guard.NotEmpty(slices));
        Count = slices.Sum(slice => slice.Customers.Count);
        if (Count == 0) throw new ArgumentException("The slices hold no customers; there is nothing to learn from.", nameof(slices));
    }

    /// <summary>What the amount is.</summary>
    public string Outcome { get; }

    /// <summary>The columns to learn from.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The slices.</summary>
    public IReadOnlyList<RegressionSlice> Slices { get; }

    /// <summary>Customers of all slices, each counted once a slice.</summary>
    public int Count { get; }
}
