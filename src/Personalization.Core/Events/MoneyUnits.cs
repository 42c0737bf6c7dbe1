namespace Personalization.Core;

/// <summary>
/// Money inside columns: whole 1/10,000 of the currency in a <see cref="long"/> (the scale of SQL's <c>money</c> and of
/// <see cref="decimal.ToOACurrency(decimal)"/>). Sums of whole numbers don't depend on their order, so totals are exact to the cent and the
/// same for any number of threads. Range ±922 trillion.
/// </summary>
public static class MoneyUnits
{
    /// <summary>Units in one of the currency: 10,000.</summary>
    public const int Scale = 10_000;

    /// <summary>Largest amount that fits, in the currency.</summary>
    public const decimal MaxValue = long.MaxValue / (decimal)Scale;

    /// <summary>Units of an amount, rounded half to even at the fourth decimal.</summary>
    /// <exception cref="OverflowException">The amount is outside ±<see cref="MaxValue"/>.</exception>
    public static long From(decimal amount) => decimal.ToOACurrency(amount);

    /// <summary>The amount of units.</summary>
    public static decimal ToDecimal(long units) => decimal.FromOACurrency(units);

    /// <summary>
    /// Units of quantity × unit price, rounded half to even: exact while quantities are whole and the product is below 900 billion.
    /// </summary>
    /// <exception cref="OverflowException">The product is outside ±<see cref="MaxValue"/>.</exception>
    public static long Total(float quantity, long unitPriceUnits) => checked((long)Math.Round(quantity * (double)unitPriceUnits));

    /// <summary>False where <see cref="Total"/> would throw.</summary>
    internal static bool TotalFits(float quantity, long unitPriceUnits) =>
        Math.Abs(quantity * (double)unitPriceUnits) < -(double)long.MinValue;
}
