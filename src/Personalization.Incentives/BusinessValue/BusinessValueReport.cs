namespace Personalization.Incentives;

/// <summary>What the number of a <see cref="BusinessValueLine"/> counts.</summary>
public enum BusinessValueUnit
{
    /// <summary>Currency, rounded to the cent.</summary>
    Money,

    /// <summary>A number of customers.</summary>
    Customers,

    /// <summary>A fraction: .024 is 2.4 %.</summary>
    Share,
}

/// <summary>One figure, as published and as it ought to be.</summary>
/// <param name="Key">Stable name, such as <c>conversion_lift</c>; unique in its report.</param>
/// <param name="Name">What it is, for readers.</param>
/// <param name="Unit">What the numbers count.</param>
/// <param name="Formula">The formula in words, published and corrected.</param>
/// <param name="Published">The published figure; null where nothing was published.</param>
/// <param name="Corrected">The corrected figure.</param>
/// <param name="Explanation">What differs and why; says so where a published figure doesn't follow from its inputs.</param>
public sealed record BusinessValueLine(
    string Key,
    string Name,
    BusinessValueUnit Unit,
    string Formula,
    decimal? Published,
    decimal Corrected,
    string Explanation);

/// <summary>The lines of a <see cref="BusinessValueCalculator"/>, in the order in which the calculation goes. Immutable.</summary>
public sealed class BusinessValueReport
{
    internal BusinessValueReport(BusinessValuePlan plan, IReadOnlyList<BusinessValueLine> lines) => (Plan, Lines) = (plan, lines);

    /// <summary>What was calculated with.</summary>
    public BusinessValuePlan Plan { get; }

    /// <summary>All figures, in reading order.</summary>
    public IReadOnlyList<BusinessValueLine> Lines { get; }

    /// <summary>The line with this key.</summary>
    /// <exception cref="KeyNotFoundException">No line has that key; the message lists those there are.</exception>
    public BusinessValueLine this[string key] =>
        Lines.FirstOrDefault(line => line.Key == key)
        ?? throw new KeyNotFoundException($"No line '{key}'; there are {string.Join(", ", Lines.Select(line => line.Key))}.");
}
