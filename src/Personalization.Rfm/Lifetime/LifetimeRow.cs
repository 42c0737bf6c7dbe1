namespace Personalization.Rfm;

/// <summary>
/// What the models of repeat buying need to know of one customer. Times are counted from the customer's first purchase, in the unit of the
/// summary (or of whoever made the row): a model answers in the unit that it was fitted in.
/// </summary>
/// <param name="RepeatPurchases">x: days with a purchase after the first one, at least 0; the first purchase isn't counted.</param>
/// <param name="LastPurchase">
/// t<sub>x</sub>: from the first to the last purchase, 0 ≤ t<sub>x</sub> ≤ T; 0 without a repeat.
/// </param>
/// <param name="Age">T: from the first purchase to the end of calibration, at least 0.</param>
public readonly record struct LifetimeRow(int RepeatPurchases, double LastPurchase, double Age)
{
    /// <summary>
    /// Mean amount of a repeat purchase (all of a day's orders are one), in the currency of the events; NaN without a repeat, or unknown.
    /// </summary>
    public double AverageSpend { get; init; } = double.NaN;

    /// <summary>
    /// Sum of the natural logarithms of the times between purchases, x of them, in the unit; NaN without a repeat, or unknown. Only the
    /// choice of a regularity needs it (<see cref="CnbdModel"/>).
    /// </summary>
    public double LogIntervals { get; init; } = double.NaN;

    /// <summary>What is wrong with this row; null where nothing is.</summary>
    internal string? Fault() =>
        RepeatPurchases < 0 ? $"has {RepeatPurchases} repeat purchases; at least 0 are expected"
        : !double.IsFinite(Age) || Age < 0 ? $"has the age {Age}; it must be finite and at least 0"
        : !(LastPurchase >= 0 && LastPurchase <= Age) ? $"has its last purchase at {LastPurchase}; it must be from 0 to the age, {Age}"
        : RepeatPurchases == 0 && LastPurchase != 0 ? $"has its last purchase at {LastPurchase} but no repeat; it must be 0"
        : null;

    /// <summary>The row, if it is valid.</summary>
    internal static LifetimeRow Checked(LifetimeRow customer) =>
        customer.Fault() is { } fault ? throw new ArgumentException($"The customer {fault}.", nameof(customer)) : customer;
}
