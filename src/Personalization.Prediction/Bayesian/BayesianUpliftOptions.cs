using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// What <see cref="BayesianUpliftTrainer"/> believes before it sees anything, in log-odds; every column's terms have a standard deviation
/// of 1. Immutable; every default is valid.
/// </summary>
public sealed record BayesianUpliftOptions
{
    /// <summary>What a treatment is believed to change, −5 to 5. Default .1: a tenth more of what is rare.</summary>
    public double Mean { get; init => field = Guard.InRange(value, -5, 5); } = .1;

    /// <summary>
    /// What single treatments are believed to change in place of <see cref="Mean"/>, by their names, −5 to 5: such as what a catalogue
    /// assumes. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, double> Means
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string _, double mean) in value) Guard.InRange(mean, -5, 5, nameof(Means));
            field = value.ToFrozenDictionary(StringComparer.Ordinal);
        }
    } = FrozenDictionary<string, double>.Empty;

    /// <summary>How much treatments are believed to differ from their means on average, a standard deviation above 0. Default .2.</summary>
    public double TreatmentDeviation { get; init => field = Guard.Finite(Guard.Positive(value)); } = .2;

    /// <summary>
    /// How much a treatment's effect is believed to change with each term of the columns, a standard deviation above 0. Default .05: small,
    /// so that it takes many customers to believe that a treatment suits some more than others.
    /// </summary>
    public double ColumnDeviation { get; init => field = Guard.Finite(Guard.Positive(value)); } = .05;

    /// <summary>
    /// How much customers are believed to differ in what they do without treatment, beyond what the columns tell of them; a standard
    /// deviation above 0. Default .7.
    /// </summary>
    public double CustomerDeviation { get; init => field = Guard.Finite(Guard.Positive(value)); } = .7;

    /// <summary>
    /// How much what customers do without treatment is believed to change with each term, a standard deviation above 0. Default 3.
    /// </summary>
    public double BaselineDeviation { get; init => field = Guard.Finite(Guard.Positive(value)); } = 3;

    /// <summary>Takes sign(x) · ln(1 + |x|) of every number first. Default true.</summary>
    public bool Log1P { get; init; } = true;

    /// <summary>Most Newton steps, at least 1. Default 100.</summary>
    public int MaximumIterations { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>Ends where no coefficient moves by more, above 0. Default 1e-8.</summary>
    public double Tolerance { get; init => field = Guard.Positive(value); } = 1e-8;

    /// <summary>Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
