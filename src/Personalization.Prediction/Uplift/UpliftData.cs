using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>Customers as they were known at one moment, what each was given, and what came of it.</summary>
/// <param name="Customers">What was known, and nothing that came later.</param>
/// <param name="Treatments">What each was given: a place in <see cref="UpliftData.Treatments"/>, or −1 for nothing (the control).</param>
/// <param name="Outcomes">What came of each, finite: 0 and 1, or amounts.</param>
/// <exception cref="ArgumentException">
/// There are more or fewer treatments or outcomes than customers, or an outcome isn't finite.
/// </exception>
public sealed record UpliftSlice(CustomerTable Customers, IReadOnlyList<int> Treatments, IReadOnlyList<double> Outcomes)
{
    /// <summary>What each was given.</summary>
    public IReadOnlyList<int> Treatments { get; } = Treatments.Count == Customers.Count
        ? Treatments
        : throw new ArgumentException(
            $"There are {Treatments.Count} treatments for {Customers.Count} customers; give one for each, -1 for nothing.",
            nameof(Treatments));

    /// <summary>What came of each.</summary>
    public IReadOnlyList<double> Outcomes { get; } = Outcomes.Count != Customers.Count
        ? throw new ArgumentException(
            $"There are {Outcomes.Count} outcomes for {Customers.Count} customers; give one for each.", nameof(Outcomes))
        : Outcomes.All(double.IsFinite) ? Outcomes : throw new ArgumentException("An outcome isn't finite.", nameof(Outcomes));

    /// <summary>
    /// How probable each customer's own treatment was when it was chosen, above 0, at most 1, as a policy logs it; null (default): the
    /// shares of the arms tell, as in a trial that draws lots.
    /// </summary>
    public IReadOnlyList<double>? Propensities { get; init; }
}

/// <summary>What a model of uplift learns from: a trial, or a log of decisions that were partly left to chance. Immutable.</summary>
public sealed class UpliftData
{
    /// <summary>Makes it of slices.</summary>
    /// <param name="outcome">What is counted, in words: "visit within two weeks", "spend".</param>
    /// <param name="columns">The columns to learn from.</param>
    /// <param name="treatments">Names of the treatments, at least one, without the control; all different.</param>
    /// <param name="slices">At least one.</param>
    /// <exception cref="ArgumentException">
    /// A treatment has no place in the list, an arm is empty, a propensity isn't one, or there is nothing.
    /// </exception>
    public UpliftData(
        string outcome, IReadOnlyList<FeatureColumn> columns, IReadOnlyList<string> treatments, params IReadOnlyList<UpliftSlice> slices)
    {
        (Outcome, Columns, Slices) = (Guard.NotBlank(outcome), Guard.NotEmpty(columns), Guard.NotEmpty(slices));
        Treatments = [.. Guard.NotEmpty(treatments)];
        if (Treatments.Distinct(StringComparer.Ordinal).Count() < Treatments.Count)
            throw new ArgumentException("A treatment is named twice.", nameof(treatments));
        int[] counts = new int[Treatments.Count + 1];
        foreach (UpliftSlice slice in slices)
        {
            foreach (int treatment in slice.Treatments)
            {
                if (treatment < -1 || treatment >= Treatments.Count)
                {
                    throw new ArgumentException(
                        $"A customer has treatment {treatment}; it must be -1 to {Treatments.Count - 1}.", nameof(slices));
                }

                counts[treatment + 1]++;
            }

            if (slice.Propensities is { } own && (own.Count != slice.Customers.Count || !own.All(share => share is > 0 and <= 1)))
                throw new ArgumentException("There must be one propensity for each customer, above 0 and at most 1.", nameof(slices));
        }

        for (int arm = 0; arm < counts.Length; arm++)
        {
            if (counts[arm] > 0) continue;
            string name = arm == 0 ? "nobody was left without treatment" : $"nobody was given '{Treatments[arm - 1]}'";
            throw new ArgumentException($"Nothing can be compared: {name}.", nameof(slices));
        }

        Counts = counts;
        IsBinary = slices.All(slice => slice.Outcomes.All(value => value is 0 or 1));
    }

    /// <summary>What is counted.</summary>
    public string Outcome { get; }

    /// <summary>The columns to learn from.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>Names of the treatments, without the control.</summary>
    public IReadOnlyList<string> Treatments { get; }

    /// <summary>The slices.</summary>
    public IReadOnlyList<UpliftSlice> Slices { get; }

    /// <summary>Whether every outcome is 0 or 1.</summary>
    public bool IsBinary { get; }

    /// <summary>Customers of each arm, the control first.</summary>
    internal int[] Counts { get; }

    internal int Count => Counts.Sum();

    /// <summary>Probability of a row's own arm.</summary>
    internal double Propensity(UpliftSlice slice, int row) =>
        slice.Propensities is { } own ? own[row] : (double)Counts[slice.Treatments[row] + 1] / Count;
}
