using Personalization.Numerics;

namespace Personalization.Insights;

/// <summary>
/// How the values of one group are spread: quartiles, and whiskers to the outermost values within one and a half times the quartiles'
/// distance from them. Immutable. Source: Tukey, "Exploratory Data Analysis" (1977).
/// </summary>
/// <param name="Label">The group's name, drawn to the left.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="LowerWhisker">The smallest value that is no outlier.</param>
/// <param name="LowerQuartile">A quarter of the values lies below it.</param>
/// <param name="Median">Half of the values lie below it.</param>
/// <param name="UpperQuartile">A quarter of the values lies above it.</param>
/// <param name="UpperWhisker">The largest value that is no outlier.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Outliers">Values beyond the whiskers.</param>
public readonly record struct Box(
    string Label, int Count, double Minimum, double LowerWhisker, double LowerQuartile, double Median, double UpperQuartile,
    double UpperWhisker, double Maximum, int Outliers)
{
    private const double Reach = 1.5;

    /// <summary>Sums values up; those that aren't finite are left out. O(n log n).</summary>
    /// <param name="label">The group's name.</param>
    /// <param name="values">The values, at least one of them finite.</param>
    /// <exception cref="ArgumentException">No value is finite.</exception>
    public static Box From(string label, ReadOnlySpan<double> values)
    {
        double[] sorted = Array.FindAll(values.ToArray(), double.IsFinite);
        if (sorted.Length == 0) throw new ArgumentException($"'{label}' has no finite value; leave its box out.", nameof(values));
        Array.Sort(sorted);
        double lower = Quantiles.OfSorted(sorted, .25), upper = Quantiles.OfSorted(sorted, .75);
        double least = lower - (Reach * (upper - lower)), most = upper + (Reach * (upper - lower));
        double[] within = Array.FindAll(sorted, value => value >= least && value <= most);
        return new Box(
            label, sorted.Length, sorted[0], within[0], lower, Quantiles.OfSorted(sorted, .5), upper, within[^1], sorted[^1],
            sorted.Length - within.Length);
    }
}

/// <summary>Horizontal box plots on one axis, one under the other, to compare how groups are spread.</summary>
public sealed record BoxChart : Chart
{
    /// <summary>The boxes, drawn in this order from the top.</summary>
    public required IReadOnlyList<Box> Boxes { get; init; }

    /// <summary>What is measured. On a logarithmic axis values of zero and below stand at its beginning.</summary>
    public required Axis Value { get; init; }

    /// <summary>Number of the series colour, 0 to 7. Default 0.</summary>
    public int Color { get; init => field = Guard.InRange(value, 0, ChartStyle.Colors - 1); }

    internal override int DrawnHeight =>
        (Subtitle.Length > 0 ? 38 : 20) + 10 + (Boxes.Count * BoxRenderer.RowHeight) + BoxRenderer.AxisRoom;

    private protected override void Draw(MarkupWriter svg) => BoxRenderer.Draw(svg, this);

    private protected override string Describe() =>
        $"{Value.Title}, medians: {string.Join(", ", Boxes.Select(box => $"{box.Label} {Value.Format.Long(box.Median)}"))}.";
}
