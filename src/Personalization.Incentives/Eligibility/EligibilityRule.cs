namespace Personalization.Incentives;

/// <summary>
/// Who may have an <see cref="Offer"/>: a customer who meets every condition. A condition that isn't set always holds; a list holds when
/// the customer is in it once. Immutable.
/// </summary>
public sealed record EligibilityRule
{
    /// <summary>
    /// Names of segments, ordinal. Default empty: any, even none. A customer without a segment is in none of those named.
    /// </summary>
    public IReadOnlyList<string> Segments { get; init => field = [.. value]; } = [];

    /// <summary>Numbers of clusters. Default empty: any, even none.</summary>
    public IReadOnlyList<int> Clusters { get; init => field = [.. value]; } = [];

    /// <summary>Categories of which the customer must have bought at least one. Default empty: any, even none.</summary>
    public IReadOnlyList<string> Categories { get; init => field = [.. value]; } = [];

    /// <summary>Days since the last order. Default: any.</summary>
    public ValueRange RecencyDays { get; init; } = ValueRange.Any;

    /// <summary>Number of orders. Default: any.</summary>
    public ValueRange Frequency { get; init; } = ValueRange.Any;

    /// <summary>Spend in all, in currency. Default: any.</summary>
    public ValueRange Monetary { get; init; } = ValueRange.Any;

    /// <summary>Average order, in currency. Default: any.</summary>
    public ValueRange AverageOrder { get; init; } = ValueRange.Any;
}

/// <summary>A range of numbers with both ends in it; an end that is null is open. Immutable.</summary>
public sealed record ValueRange
{
    /// <summary>Every number.</summary>
    public static ValueRange Any { get; } = new(null, null);

    /// <summary>Creates a range.</summary>
    /// <param name="min">Least value; null: no limit.</param>
    /// <param name="max">Greatest value, at least <paramref name="min"/>; null: no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is below <paramref name="min"/>.</exception>
    public ValueRange(decimal? min, decimal? max)
    {
        if (max < min) throw new ArgumentOutOfRangeException(nameof(max), max, $"max is {max}, below min, which is {min}; swap them.");
        (Min, Max) = (min, max);
    }

    /// <summary>Least value; null: no limit.</summary>
    public decimal? Min { get; }

    /// <summary>Greatest value; null: no limit.</summary>
    public decimal? Max { get; }

    /// <summary>Whether the value is in the range.</summary>
    public bool Contains(decimal value) => !(value < Min) && !(value > Max);

    /// <summary>Whether the value is in the range; NaN is in <see cref="Any"/> alone.</summary>
    public bool Contains(double value) => (Min is null || value >= (double)Min) && (Max is null || value <= (double)Max);

    internal string InWords() => (Min, Max) switch
    {
        (null, null) => "anything",
        ({ } min, null) => $"at least {Words.Number(min)}",
        (null, { } max) => $"at most {Words.Number(max)}",
        ({ } min, { } max) => $"{Words.Number(min)} to {Words.Number(max)}",
    };
}
