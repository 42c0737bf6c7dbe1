namespace Personalization.Rfm;

/// <summary>What <see cref="RfmTable.Frequency"/> counts.</summary>
public enum FrequencyUnit
{
    /// <summary>Orders, as <see cref="Core.OrderTable"/> groups them.</summary>
    Orders,

    /// <summary>Purchase events: the lines of orders, what SQL's <c>count(*)</c> counts.</summary>
    PurchaseEvents,

    /// <summary>Days of the calendar with at least one purchase.</summary>
    Days,
}

/// <summary>How <see cref="RfmTable"/> measures. Immutable; every default is valid.</summary>
public sealed record RfmOptions
{
    /// <summary>
    /// The moment that recency and tenure are counted back from. Default null: one day (24 hours) after the last event of the log, so that
    /// the latest customer's recency is 1, as in <c>(df.InvoiceDate.max() + timedelta(days=1) - last).dt.days</c>.
    /// </summary>
    public DateTime? ReferenceDate { get; init; }

    /// <summary>What frequency counts. Default <see cref="FrequencyUnit.Orders"/>.</summary>
    public FrequencyUnit CountFrequencyBy { get; init; }

    /// <summary>True: refund events are taken off monetary, which may fall below 0. False: they are passed over. Default true.</summary>
    public bool NetOfRefunds { get; init; } = true;

    /// <summary>
    /// True: amounts of several currencies are added up as they stand, which is meant for amounts converted before. Default false: an
    /// error.
    /// </summary>
    public bool AllowMixedCurrencies { get; init; }

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }
}
