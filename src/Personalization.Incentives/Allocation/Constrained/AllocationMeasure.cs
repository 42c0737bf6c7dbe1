namespace Personalization.Incentives;

/// <summary>
/// What candidates take, or bring, of something that a limit counts: money, stock, contact pressure, margin above a floor. Amounts are
/// whole numbers of the caller's unit (money: <see cref="Core.MoneyUnits"/>) and may be negative. Immutable, as long as nobody writes to
/// the memory that it was made of, which isn't copied.
/// </summary>
public sealed class AllocationMeasure
{
    private AllocationMeasure(string name, ReadOnlyMemory<long> amounts, bool isByOffer)
    {
        Guard.NotBlank(name);
        (Name, Amounts, IsByOffer) = (name, amounts, isByOffer);
    }

    /// <summary>The name that limits call it by.</summary>
    public string Name { get; }

    /// <summary>Amounts, by candidate or by offer.</summary>
    public ReadOnlyMemory<long> Amounts { get; }

    /// <summary>Whether amounts are the same for all customers: one an offer instead of one a candidate.</summary>
    public bool IsByOffer { get; }

    /// <summary>Amounts that differ by candidate.</summary>
    /// <param name="name">Name, not blank.</param>
    /// <param name="amounts">One a candidate, in the order of <see cref="AllocationProblem.Offers"/>.</param>
    public static AllocationMeasure ByCandidate(string name, ReadOnlyMemory<long> amounts) => new(name, amounts, isByOffer: false);

    /// <summary>Amounts that are the same whoever gets the offer, such as one message, or one piece of stock.</summary>
    /// <param name="name">Name, not blank.</param>
    /// <param name="amounts">One an offer.</param>
    public static AllocationMeasure ByOffer(string name, ReadOnlyMemory<long> amounts) => new(name, amounts, isByOffer: true);
}

/// <summary>Parts of the customers that limits may speak of, such as segments. Immutable as <see cref="AllocationMeasure"/> is.</summary>
/// <param name="Name">The name that limits call it by.</param>
/// <param name="GroupCount">Number of groups, at least 1.</param>
/// <param name="Groups">Group of each customer, 0 to <paramref name="GroupCount"/> − 1; −1: none.</param>
public sealed record CustomerGrouping(string Name, int GroupCount, ReadOnlyMemory<int> Groups);
