namespace Personalization.Insights;

/// <summary>An axis fitted to data: its range, its ticks, and where in the range a value lies.</summary>
internal sealed class AxisScale
{
    private readonly double _from;
    private readonly double _span;

    private AxisScale(Axis axis, double minimum, double maximum, double[] ticks)
    {
        Axis = axis;
        Minimum = minimum;
        Maximum = maximum;
        Ticks = Array.FindAll(ticks, tick => tick >= minimum - Math.Abs(minimum) * 1e-9 && tick <= maximum + Math.Abs(maximum) * 1e-9);
        _from = Transform(minimum);
        _span = Transform(maximum) - _from;
    }

    public Axis Axis { get; }

    public double Minimum { get; }

    public double Maximum { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Fits an axis to a range; an end that the axis names stands as it is, an open end goes on to the next tick.</summary>
    public static AxisScale Fit(Axis axis, Extent data, int desiredTicks, bool fromZero = false)
    {
        double minimum = axis.Minimum ?? data.Minimum;
        double maximum = axis.Maximum ?? data.Maximum;
        if (axis.Logarithmic)
        {
            if (!(minimum > 0)) minimum = data.Minimum > 0 ? data.Minimum : 1;
            if (!(maximum > minimum * 1.01)) maximum = minimum * 10;
            return new AxisScale(axis, minimum, maximum, Insights.Ticks.Logarithmic(minimum, maximum));
        }

        if (fromZero && axis.Minimum is null) minimum = Math.Min(0, minimum);
        double[] ticks = Insights.Ticks.Linear(minimum, maximum, desiredTicks);
        minimum = axis.Minimum ?? ticks[0];
        maximum = axis.Maximum ?? ticks[^1];
        return new AxisScale(axis, minimum, maximum > minimum ? maximum : minimum + 1, ticks);
    }

    /// <summary>0 at the minimum, 1 at the maximum, beyond them outside the range.</summary>
    public double Fraction(double value) => (Transform(value) - _from) / _span;

    private double Transform(double value) => Axis.Logarithmic ? Math.Log10(value) : value;
}

/// <summary>The smallest and the largest of the values seen; 0 to 1 where none was.</summary>
internal readonly record struct Extent(double Minimum, double Maximum)
{
    public static Extent Of(IEnumerable<double> values, Axis axis)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!axis.CanShow(value)) continue;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return minimum <= maximum ? new Extent(minimum, maximum) : new Extent(axis.Logarithmic ? 1 : 0, axis.Logarithmic ? 10 : 1);
    }
}
