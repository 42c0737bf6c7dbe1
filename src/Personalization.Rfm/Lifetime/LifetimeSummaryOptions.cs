namespace Personalization.Rfm;

/// <summary>How <see cref="LifetimeSummary"/> counts. Immutable; every default is valid.</summary>
public sealed record LifetimeSummaryOptions
{
    /// <summary>The unit of time that everything is told in, above 0: a week, a day, 30 days. Default 7 days.</summary>
    public TimeSpan Unit
    {
        get;
        init => field = TimeSpan.FromTicks(Guard.AtLeast(value.Ticks, 1, nameof(Unit)));
    } = TimeSpan.FromDays(7);

    /// <summary>
    /// The last day of calibration, which still counts; the time of day is ignored. Ages end here. Default null: the day of the last order.
    /// </summary>
    public DateTime? CalibrationEnd { get; init; }

    /// <summary>
    /// The last day of the hold-out, which begins the day after <see cref="CalibrationEnd"/>. Default null: the day of the last order.
    /// </summary>
    public DateTime? HoldOutEnd { get; init; }

    /// <summary>
    /// Keeps the customers whose first purchase is on this day or before, a cohort. Default null: all who bought by the end of calibration.
    /// </summary>
    public DateTime? FirstPurchaseUntil { get; init; }

    /// <summary>
    /// True: time runs in whole periods of one unit after the first purchase, and a period with purchases counts once: what
    /// <see cref="BgBbTrainer"/> asks for. Days after the last whole period of calibration are passed over. Default false.
    /// </summary>
    public bool WholePeriods { get; init; }

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
