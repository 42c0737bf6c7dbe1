using System.Globalization;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What of the moment of a purchase is a feature.</summary>
[Flags]
public enum ContextParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The hours of the day, in bands of <see cref="FactorizationMachineOptions.HourBandHours"/>.</summary>
    HourBand = 1,

    /// <summary>The day of the week.</summary>
    Weekday = 2,

    /// <summary>The month.</summary>
    Month = 4,

    /// <summary><see cref="ShopEvent.Channel"/>: web, store, app.</summary>
    Channel = 8,

    /// <summary>All of them.</summary>
    All = HourBand | Weekday | Month | Channel,
}

/// <summary>What training makes small.</summary>
public enum FactorizationMachineLoss
{
    /// <summary>Cross-entropy of "bought then" against sampled items that weren't bought then.</summary>
    Logistic,

    /// <summary>What was bought then above each sampled item, pair by pair (Rendle et al. 2009).</summary>
    BayesianPersonalizedRanking,
}

/// <summary>How <see cref="FactorizationMachineTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record FactorizationMachineOptions
{
    private const int Widest = 1_024;

    /// <summary>Length of the vectors, 1 to 1,024. Default 32.</summary>
    public int Factors { get; init => field = Guard.InRange(value, 1, Widest); } = 32;

    /// <summary>What of the moment is a feature. Default <see cref="ContextParts.All"/>.</summary>
    public ContextParts Context
    {
        get;
        init => field = (value & ~ContextParts.All) == ContextParts.None
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(Context)} is {(int)value}; it must be made of its parts.");
    } = ContextParts.All;

    /// <summary>Hours of a band of the day, 1 to 24, the first from midnight. Default 4.</summary>
    public int HourBandHours { get; init => field = Guard.InRange(value, 1, 24); } = 4;

    /// <summary>
    /// Columns of a <see cref="CustomerTable"/> whose names are features, where a fit is given a table. Default:
    /// <see cref="ColumnNames.Segment"/>.
    /// </summary>
    public IReadOnlyList<string> CustomerColumns
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value.Select(name => Guard.NotBlank(name, nameof(CustomerColumns)))];
        }
    } = [ColumnNames.Segment];

    /// <summary>What training makes small. Default <see cref="FactorizationMachineLoss.Logistic"/>.</summary>
    public FactorizationMachineLoss Loss { get; init; }

    /// <summary>Items drawn for each that was bought, anew in each epoch, 1 to 1,024. Default 4.</summary>
    public int NegativesPerPositive { get; init => field = Guard.InRange(value, 1, Widest); } = 4;

    /// <summary>AdamW's learning rate, above 0. Default .002.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 2e-3;

    /// <summary>
    /// Share of each weight that AdamW takes off at a step, times the learning rate, at least 0. Default .01.
    /// </summary>
    public double WeightDecay { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = .01;

    /// <summary>Purchases in a step, each with its sampled items, at least 1. Default 1,024.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 1_024;

    /// <summary>Passes over the data at most, at least 1. Default 20.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>Epochs without a better validation figure after which training stops, at least 1. Default 3.</summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>
    /// Customers whose last new item is held out to validate with, at least 0; no more than a fifth of those who have two items. Default
    /// 500.
    /// </summary>
    public int ValidationCustomers { get; init => field = Guard.AtLeast(value, 0); } = 500;

    /// <summary>Seed of weights, order, samples and held-out customers. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>All options in a line, as errors tell them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Factors} factors, context {Context} by {HourBandHours} h, columns [{string.Join(", ", CustomerColumns)}], {Loss}, "
        + $"{NegativesPerPositive} negatives, LearningRate {LearningRate}, WeightDecay {WeightDecay}, BatchSize {BatchSize}, "
        + $"MaxEpochs {MaxEpochs}, Patience {Patience}, ValidationCustomers {ValidationCustomers}, Seed {Seed}");
}
