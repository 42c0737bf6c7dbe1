namespace Personalization.Incentives;

/// <summary>
/// What candidates take, or bring, of something that a limit counts: money, stock, contact pressure, margin above a floor. Amounts are
/// whole numbers of the caller's unit (money: <see cref="Core.MoneyUnits"/>) and may be negative. Immutable, as long as nobody writes to
/// the memory that it was made of, which isn't copied.
/// </summary>
public sealed class AllocationMeasure
{
    private AllocationMeasure(string name, ReadOnlyMemory<long> amounts, bool isByOffer, string? grouping)
    {
        Guard.NotBlank(name);
        (Name, Amounts, IsByOffer, Grouping) = (name, amounts, isByOffer, grouping);
    }

    /// <summary>The name that limits call it by.</summary>
    public string Name { get; }

    /// <summary>Amounts, by candidate, by offer or by group.</summary>
    public ReadOnlyMemory<long> Amounts { get; }

    /// <summary>Whether amounts are the same for all customers: one an offer instead of one a candidate.</summary>
    public bool IsByOffer { get; }

    /// <summary>Grouping of the customers that amounts are the same in; null: they don't go by groups.</summary>
    public string? Grouping { get; }

    /// <summary>Whether amounts differ by candidate.</summary>
    public bool IsByCandidate => !IsByOffer && Grouping is null;

    /// <summary>Amounts that differ by candidate.</summary>
    /// <param name="name">Name, not blank.</param>
    /// <param name="amounts">One a candidate, in the order of <see cref="AllocationProblem.Offers"/>.</param>
    public static AllocationMeasure ByCandidate(string name, ReadOnlyMemory<long> amounts) =>
        new(name, amounts, isByOffer: false, grouping: null);

    /// <summary>Amounts that are the same whoever gets the offer, such as one message, or one piece of stock.</summary>
    /// <param name="name">Name, not blank.</param>
    /// <param name="amounts">One an offer.</param>
    public static AllocationMeasure ByOffer(string name, ReadOnlyMemory<long> amounts) =>
        new(name, amounts, isByOffer: true, grouping: null);

    /// <summary>
    /// Amounts that are the same for all offers and all customers of a group: with them rates of groups are held against each other. Who is
    /// in no group counts 0.
    /// </summary>
    /// <param name="name">Name, not blank.</param>
    /// <param name="grouping">Name of the grouping.</param>
    /// <param name="amounts">One a group.</param>
    public static AllocationMeasure ByGroup(string name, string grouping, ReadOnlyMemory<long> amounts) =>
        new(name, amounts, isByOffer: false, Guard.NotBlank(grouping));
}

/// <summary>Parts of the customers that limits may speak of, such as segments. Immutable as <see cref="AllocationMeasure"/> is.</summary>
/// <param name="Name">The name that limits call it by.</param>
/// <param name="GroupCount">Number of groups, at least 1.</param>
/// <param name="Groups">Group of each customer, 0 to <paramref name="GroupCount"/> − 1; −1: none.</param>
public sealed record CustomerGrouping(string Name, int GroupCount, ReadOnlyMemory<int> Groups);
