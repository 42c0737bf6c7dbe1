namespace Personalization.Numerics;

/// <summary>
/// Counts of values in bins of equal width; each bin holds its lower edge, the last one its upper edge too, as in numpy. Immutable.
/// </summary>
public sealed class Histogram
{
    private readonly long[] _counts;

    private Histogram(double minimum, double maximum, int binCount)
    {
        (Minimum, Maximum) = (minimum, maximum);
        _counts = new long[binCount];
    }

    /// <summary>Lower edge of the first bin.</summary>
    public double Minimum { get; }

    /// <summary>Upper edge of the last bin.</summary>
    public double Maximum { get; }

    /// <summary>Values in each bin.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Values below <see cref="Minimum"/>, in no bin.</summary>
    public long BelowCount { get; private set; }

    /// <summary>Values above <see cref="Maximum"/>, in no bin.</summary>
    public long AboveCount { get; private set; }

    /// <summary>Counts values in bins over a range.</summary>
    /// <param name="values">Values, none of them NaN.</param>
    /// <param name="binCount">At least 1.</param>
    /// <param name="minimum">Lower edge. Default: the smallest value.</param>
    /// <param name="maximum">
    /// Upper edge, above the lower one. Default: the largest value. A range without width grows by ½ each way.
    /// </param>
    public static Histogram From(ReadOnlySpan<double> values, int binCount, double? minimum = null, double? maximum = null)
    {
        Guard.AtLeast(binCount, 1);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                throw new ArgumentException($"Value {i} is NaN; remove or replace it first.", nameof(values));

            low = Math.Min(low, values[i]);
            high = Math.Max(high, values[i]);
        }

        low = Guard.Finite(minimum ?? (values.IsEmpty ? maximum - 1 ?? 0 : low), nameof(minimum));
        high = Guard.Finite(maximum ?? (values.IsEmpty ? low + 1 : high), nameof(maximum));
        if (low == high)
            (low, high) = (low - 0.5, high + 0.5);

        if (!(high > low && double.IsFinite(high - low)))
            throw new ArgumentOutOfRangeException(nameof(maximum), high, $"The range from {low} to {high} must be positive and finite.");

        Histogram histogram = new(low, high, binCount);
        foreach (double value in values)
            histogram.Add(value);

        return histogram;
    }

    /// <summary>Lower edge of a bin; of bin Counts.Count, the upper edge of the last one.</summary>
    /// <param name="index">From 0 to Counts.Count.</param>
    public double Edge(int index) => Guard.InRange(index, 0, _counts.Length) == _counts.Length
        ? Maximum
        : Minimum + ((Maximum - Minimum) / _counts.Length * index);

    private void Add(double value)
    {
        if (value < Minimum)
        {
            BelowCount++;
            return;
        }

        if (value > Maximum)
        {
            AboveCount++;
            return;
        }

        // The division may round across an edge; the edges decide.
        int bin = Math.Min((int)((value - Minimum) / (Maximum - Minimum) * _counts.Length), _counts.Length - 1);
        if (value < Edge(bin))
            bin--;
        else if (bin < _counts.Length - 1 && value >= Edge(bin + 1))
            bin++;

        _counts[bin]++;
    }
}
