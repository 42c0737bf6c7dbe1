namespace Personalization.Insights;

/// <summary>A histogram with its density curve. Put several with the same axes beside each other to compare groups.</summary>
public sealed record HistogramChart : PlotChart
{
    /// <summary>The binned values.</summary>
    public required DensityHistogram Values { get; init; }

    /// <summary>The axis of the values. Its range and its logarithm are those of <see cref="Values"/>.</summary>
    public required Axis X { get; init; }

    /// <summary>The axis of the counts. Default "Customers", from zero.</summary>
    public Axis Y { get; init; } = new("Customers");

    /// <summary>Number of the series colour, 0 to 7. Default 0.</summary>
    public int Color { get; init => field = Guard.InRange(value, 0, ChartStyle.Colors - 1); }

    private protected override void Draw(MarkupWriter svg) => HistogramRenderer.Draw(svg, this);

    private protected override string Describe() =>
        $"Histogram of {Values.Total} values of {X.Title}, from {X.Format.Long(Values.Minimum)} to {X.Format.Long(Values.Maximum)}.";
}
