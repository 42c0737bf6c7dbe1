namespace Personalization.Data;

/// <summary>How bounds of outliers are found.</summary>
public enum OutlierMethod
{
    /// <summary>Below the lower or above the upper quantile, by linear interpolation (the default of NumPy and pandas).</summary>
    Quantile,

    /// <summary>Further than <see cref="OutlierOptions.IqrFactor"/> interquartile ranges from the quartiles (Tukey's fences).</summary>
    InterquartileRange,
}

/// <summary>What happens to an outlier.</summary>
public enum OutlierAction
{
    /// <summary>The value is moved to the nearest bound; the row counts as repaired.</summary>
    Winsorize,

    /// <summary>The row goes.</summary>
    Drop,
}

/// <summary>
/// Outliers among quantities and prices of purchases, found over the rows that the rules kept. Immutable; every default is valid.
/// </summary>
public sealed record OutlierOptions
{
    /// <summary>How bounds are found. Default by quantiles.</summary>
    public OutlierMethod Method { get; init; }

    /// <summary>What happens to an outlier. Default winsorized.</summary>
    public OutlierAction Action { get; init; }

    /// <summary>Lower quantile, 0 to 0.5. Default 0: no lower bound but the smallest.</summary>
    public double LowerQuantile { get; init => field = Guard.InRange(value, 0, 0.5); }

    /// <summary>Upper quantile, 0.5 to 1. Default 0.999.</summary>
    public double UpperQuantile { get; init => field = Guard.InRange(value, 0.5, 1); } = 0.999;

    /// <summary>Interquartile ranges beyond the quartiles, above 0. Default 3: what Tukey called "far out".</summary>
    public double IqrFactor { get; init => field = Guard.Positive(value); } = 3;

    /// <summary>Looks at quantities. Default true.</summary>
    public bool Quantities { get; init; } = true;

    /// <summary>Looks at unit prices. Default true.</summary>
    public bool Prices { get; init; } = true;
}
