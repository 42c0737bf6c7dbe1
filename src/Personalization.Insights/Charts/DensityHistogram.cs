using Personalization.Numerics;

namespace Personalization.Insights;

/// <summary>Values counted into bins of equal width (of equal ratio where logarithmic), with a smooth density. Immutable.</summary>
public sealed class DensityHistogram
{
    private DensityHistogram(
        double minimum, double maximum, bool logarithmic, IReadOnlyList<long> counts, int skipped, int outside, double[] density)
    {
        Minimum = minimum;
        Maximum = maximum;
        Logarithmic = logarithmic;
        Counts = counts;
        Total = counts.Sum();
        Skipped = skipped;
        Outside = outside;
        Density = Array.AsReadOnly(density);
    }

    /// <summary>Where the first bin begins.</summary>
    public double Minimum { get; }

    /// <summary>Where the last bin ends; the bin includes it.</summary>
    public double Maximum { get; }

    /// <summary>Whether the bins have equal ratios instead of equal widths.</summary>
    public bool Logarithmic { get; }

    /// <summary>Values in each bin, in order; a bin includes its lower edge.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Values in all bins.</summary>
    public long Total { get; }

    /// <summary>Values that can't be binned: not finite or, where logarithmic, not above zero.</summary>
    public int Skipped { get; }

    /// <summary>Values below <see cref="Minimum"/> or above <see cref="Maximum"/>.</summary>
    public int Outside { get; }

    /// <summary>
    /// A smooth curve through the counts at equal steps from <see cref="Minimum"/> to <see cref="Maximum"/>, in values a bin;
    /// empty where fewer than two values were counted.
    /// </summary>
    public IReadOnlyList<double> Density { get; }

    /// <summary>Counts values into bins.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <param name="minimum">Where the first bin begins; above zero where logarithmic.</param>
    /// <param name="maximum">Where the last bin ends, above <paramref name="minimum"/>.</param>
    /// <param name="bins">Number of bins, 1 to 1,000. Default 24.</param>
    /// <param name="logarithmic">Whether the bins have equal ratios. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, not finite or, where logarithmic, not above zero.</exception>
    public static DensityHistogram From(
        ReadOnlySpan<double> values, double minimum, double maximum, int bins = 24, bool logarithmic = false)
    {
        Guard.Finite(minimum, nameof(minimum));
        Guard.Finite(maximum, nameof(maximum));
        Guard.InRange(bins, 1, 1000, nameof(bins));
        if (logarithmic) Guard.Positive(minimum, nameof(minimum));
        if (maximum <= minimum)
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"maximum must be above minimum, which is {minimum}.");

        double from = logarithmic ? Math.Log(minimum) : minimum;
        double span = (logarithmic ? Math.Log(maximum) : maximum) - from;
        double[] fractions = new double[values.Length];
        int used = 0, skipped = 0, outside = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (logarithmic && value <= 0))
            {
                skipped++;
                continue;
            }

            if (value < minimum || value > maximum)
            {
                outside++;
                continue;
            }

            fractions[used++] = Math.Clamp(((logarithmic ? Math.Log(value) : value) - from) / span, 0, 1);
        }

        Histogram counted = Histogram.From(fractions.AsSpan(0, used), bins, 0, 1);
        double[] density = KernelDensity.Estimate(fractions.AsSpan(0, used), Math.Max(.75 / bins, 1.0 / 128));
        for (int i = 0; i < density.Length; i++) density[i] *= (double)used / bins;
        return new DensityHistogram(minimum, maximum, logarithmic, counted.Counts, skipped, outside, density);
    }

    /// <summary>Where bin <paramref name="index"/> begins; <c>Edge(Counts.Count)</c> is <see cref="Maximum"/>.</summary>
    public double Edge(int index) => At((double)Guard.InRange(index, 0, Counts.Count, nameof(index)) / Counts.Count);

    internal double At(double fraction) =>
        Logarithmic ? Minimum * Math.Pow(Maximum / Minimum, fraction) : Minimum + ((Maximum - Minimum) * fraction);
}
