using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What became of a reservation.</summary>
public enum ReservationStatus
{
    /// <summary>The amounts are held for the decision.</summary>
    Reserved,

    /// <summary>The decision came to its cost, which is spent; what was held beyond it is free again.</summary>
    Committed,

    /// <summary>Given back.</summary>
    Released,

    /// <summary>Given back because its time ran out.</summary>
    Expired,
}

/// <summary>What a decision holds, or held, of the budgets. Immutable.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Expires">When it is given back by itself.</param>
/// <param name="Reserved">What was reserved, in the order of the budgets' first top-up.</param>
/// <param name="Spent">What was spent of each of those: zeros unless committed.</param>
public sealed record BudgetReservation(
    DecisionId Decision, ReservationStatus Status, DateTimeOffset Expires, IReadOnlyList<BudgetAmount> Reserved,
    IReadOnlyList<BudgetAmount> Spent);

/// <summary>The answer to <see cref="BudgetLedger.Reserve"/>. Immutable.</summary>
/// <param name="Reservation">The decision's reservation; null where it was refused.</param>
/// <param name="IsRepeat">Whether the decision had reserved before, so that nothing was done now.</param>
/// <param name="Shortages">The budgets that hadn't enough; empty where nothing was refused.</param>
public sealed record ReserveResult(BudgetReservation? Reservation, bool IsRepeat, IReadOnlyList<BudgetShortage> Shortages)
{
    /// <summary>Whether the decision holds its amounts, or has spent them: it may go ahead.</summary>
    public bool IsGranted => Reservation is { Status: ReservationStatus.Reserved or ReservationStatus.Committed };

    /// <summary>Why not, in plain words; empty where granted.</summary>
    public string Reason => IsGranted ? ""
        : Reservation is { Status: ReservationStatus.Expired } ? "the decision's reservation has expired"
        : Reservation is not null ? "the decision's reservation was released"
        : string.Join("; ", Shortages);
}
