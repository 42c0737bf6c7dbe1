using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="HybridTrainer"/> learns its weights. Immutable; every default is valid.</summary>
public sealed record HybridOptions
{
    /// <summary>Most of the events that are held out to learn the weights from, the latest ones, above 0 and below 1. Default .1.</summary>
    public double ValidationShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{nameof(ValidationShare)} is {value}; it must be above 0 and below 1.");
    } = .1;

    /// <summary>Customers at most whose held-out items are learned from, drawn by the seed; at least 1. Default 2,000.</summary>
    public int ValidationCustomers { get; init => field = Guard.AtLeast(value, 1); } = 2_000;

    /// <summary>
    /// Items that each customer's are weighed against: the first of each part's list, at least 1. Default 50. Beside them stand
    /// <see cref="SampledItems"/>.
    /// </summary>
    public int ListedItems { get; init => field = Guard.AtLeast(value, 1); } = 50;

    /// <summary>Items drawn beside those of the lists, each standing for as many as weren't drawn; at least 1. Default 400.</summary>
    public int SampledItems { get; init => field = Guard.AtLeast(value, 1); } = 400;

    /// <summary>
    /// How strongly weights are held: those of all at 0, those of customers with a history of some length at those of all; half of it times
    /// the squared distance is added to the loss of a customer. Above 0. Default 3.
    /// </summary>
    public double Regularization { get; init => field = Guard.Positive(value); } = 3;

    /// <summary>Seed of the customers and items that are drawn. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
