namespace Personalization.Incentives;

/// <summary>What a record of the ledger says.</summary>
internal enum LedgerEntry : byte
{
    TopUp = 1,
    Reserve = 2,
    Commit = 3,
    Release = 4,
    Expire = 5,

    /// <summary>A snapshot's budget.</summary>
    Budget = 6,

    /// <summary>A snapshot's reservation.</summary>
    Reservation = 7,

    /// <summary>A snapshot's reference of a top-up.</summary>
    Reference = 8,

    /// <summary>A snapshot's time.</summary>
    Clock = 9,
}
