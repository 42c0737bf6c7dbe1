namespace Personalization.Insights;

/// <summary>A part of a <see cref="MeterChart"/>.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Value">How much of the whole it takes, at least 0; one that isn't finite is written as n/a and takes nothing.</param>
public readonly record struct MeterPart(string Label, double Value);

/// <summary>Parts of one whole in a single bar: what of a budget went where, and what is left.</summary>
public sealed record MeterChart : Chart
{
    /// <summary>The parts, from the left.</summary>
    public required IReadOnlyList<MeterPart> Parts { get; init; }

    /// <summary>The whole. Where the parts come to more, the bar ends at their sum and a line marks the whole.</summary>
    public required double Whole { get; init => field = Guard.Positive(value); }

    /// <summary>What is left of the whole: "not spent".</summary>
    public string RestName { get; init; } = "not used";

    /// <summary>How the numbers are written. Default <see cref="ValueFormat.Number"/>.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    internal double Used => Parts.Sum(part => double.IsFinite(part.Value) ? Math.Max(0, part.Value) : 0);

    internal override int DrawnHeight => (Subtitle.Length > 0 ? 38 : 20) + 44 + ((Parts.Count + 1) * MeterRenderer.LegendRow);

    private protected override void Draw(MarkupWriter svg) => MeterRenderer.Draw(svg, this);

    private protected override string Describe() =>
        $"{Format.Long(Used)} of {Format.Long(Whole)}: "
        + $"{string.Join(", ", Parts.Select(part => $"{part.Label} {Format.Long(part.Value)}"))}.";
}
