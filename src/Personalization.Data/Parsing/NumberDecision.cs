namespace Personalization.Data;

/// <summary>What the values of a column say about how its numbers are written.</summary>
/// <param name="Sign">The decimal sign to read the column with.</param>
/// <param name="Assumed">True where values can be read both ways and none, or as many for each side, tell.</param>
/// <param name="ForPoint">The first value that only a decimal point explains (99.90), or null.</param>
/// <param name="ForComma">The first value that only a decimal comma explains (12,50), or null.</param>
internal sealed record NumberDecision(DecimalSign Sign, bool Assumed, string? ForPoint, string? ForComma)
{
    /// <summary>Values that only a decimal point explains.</summary>
    public long PointCount { get; init; }

    /// <summary>Values that only a decimal comma explains.</summary>
    public long CommaCount { get; init; }

    /// <summary>The first value that means one amount with a point and another with a comma (25,000), or null.</summary>
    public string? Ambiguous { get; init; }

    /// <summary>Both signs are proven: the values of the minority can't be read.</summary>
    public bool IsMixed => ForPoint is not null && ForComma is not null;
}
