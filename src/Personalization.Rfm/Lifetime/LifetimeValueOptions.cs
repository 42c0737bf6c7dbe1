namespace Personalization.Rfm;

/// <summary>How <see cref="LifetimeValues"/> looks ahead. Immutable; every default is valid.</summary>
public sealed record LifetimeValueOptions
{
    /// <summary>Time ahead, in the unit of the summary, above 0. Default 52: a year of weeks.</summary>
    public double Horizon { get; init => field = Guard.Positive(value); } = 52;

    /// <summary>
    /// Continuous discount rate of a unit of time, at least 0: what comes after t is worth e⁻ᵟᵗ. Ten per cent a year are ln 1.1 ÷ 52.18 a
    /// week. Default 0: nothing is discounted.
    /// </summary>
    public double DiscountRate { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); }

    /// <summary>Share of an amount that stays with the shop, above 0. Default 1: value is revenue.</summary>
    public double Margin { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>
    /// Parts that the horizon is cut into for discounting, 1 to 10,000; purchases of a part are discounted from its middle. Default 52.
    /// </summary>
    public int Steps { get; init => field = Guard.InRange(value, 1, 10_000); } = 52;

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }
}
