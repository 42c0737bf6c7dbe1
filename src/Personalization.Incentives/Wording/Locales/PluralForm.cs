namespace Personalization.Incentives;

/// <summary>Which form of a word goes with a number, by the names of Unicode CLDR's plural rules.</summary>
public enum PluralForm
{
    /// <summary>1 point; in French also 0 and all below 2.</summary>
    One,

    /// <summary>Polish: 2, 3, 4, 22 punkty, but not 12 to 14.</summary>
    Few,

    /// <summary>Polish: 5 to 21, 25 punktów.</summary>
    Many,

    /// <summary>All others; in Polish fractions.</summary>
    Other,
}
