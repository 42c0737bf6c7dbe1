namespace Personalization.Incentives;

/// <summary>
/// Who may get what, what it is worth, and all that limits it, as columns: candidates of customer i are the rows
/// <c>Starts[i]</c> to <c>Starts[i + 1] − 1</c>. Immutable, as long as nobody writes to the memory it was made of, which isn't copied.
/// </summary>
/// <remarks>
/// 10 bytes a candidate and 4 a customer, and 8 bytes a candidate for each measure by candidate. Sums of the absolute values and amounts
/// of all candidates must be below 2⁶², so that no sum overflows.
/// </remarks>
public sealed record AllocationProblem
{
    /// <summary>Most offers that a problem may have.</summary>
    public const int MostOffers = 1_000;

    /// <summary>Number of offers, 0 to 1,000.</summary>
    public required int OfferCount { get; init => field = Guard.InRange(value, 0, MostOffers); }

    /// <summary>Where each customer's candidates begin, from 0, and at the end their number: one longer than there are customers.</summary>
    public required ReadOnlyMemory<int> Starts { get; init; }

    /// <summary>Offer of each candidate, 0 to <see cref="OfferCount"/> − 1, rising within a customer.</summary>
    public required ReadOnlyMemory<ushort> Offers { get; init; }

    /// <summary>
    /// Value of each candidate, what is made as large as possible. May be negative: given only where a minimum asks for it.
    /// </summary>
    public required ReadOnlyMemory<long> Values { get; init; }

    /// <summary>What limits count beside offers. Default: nothing.</summary>
    public IReadOnlyList<AllocationMeasure> Measures { get; init; } = [];

    /// <summary>Parts of the customers that limits speak of. Default: none.</summary>
    public IReadOnlyList<CustomerGrouping> Groupings { get; init; } = [];

    /// <summary>The limits. Default: none.</summary>
    public IReadOnlyList<AllocationLimit> Limits { get; init; } = [];

    /// <summary>Most offers that one customer gets, 1 to 8. Default 1.</summary>
    public int OffersPerCustomer { get; init => field = Guard.InRange(value, 1, 8); } = 1;

    /// <summary>Pairs of offers that no customer gets together, in any order. Default: none.</summary>
    public IReadOnlyList<(int First, int Second)> Exclusions { get; init; } = [];

    /// <summary>Number of customers.</summary>
    public int CustomerCount => Math.Max(0, Starts.Length - 1);

    /// <summary>Number of candidates.</summary>
    public int CandidateCount => Offers.Length;
}
