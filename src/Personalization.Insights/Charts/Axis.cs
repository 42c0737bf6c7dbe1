namespace Personalization.Insights;

/// <summary>An axis: what it measures, how its numbers are written, and its range. Immutable.</summary>
/// <param name="Title">What is measured, with its unit: "Recency (days since the last order)".</param>
public sealed record Axis(string Title)
{
    /// <summary>How the numbers are written. Default <see cref="ValueFormat.Number"/>.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    /// <summary>Whether equal distances are equal ratios; values of zero and below can't be shown then. Default false.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Where the axis begins, or null to follow the data. Set it to compare charts with each other.</summary>
    public double? Minimum { get; init => field = Guard.Finite(value); }

    /// <summary>Where the axis ends, or null to follow the data.</summary>
    public double? Maximum { get; init => field = Guard.Finite(value); }

    /// <summary>Whether a value can stand on this axis: finite, and above zero where the axis is logarithmic.</summary>
    internal bool CanShow(double value) => double.IsFinite(value) && (!Logarithmic || value > 0);
}
