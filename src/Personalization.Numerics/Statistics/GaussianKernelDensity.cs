namespace Personalization.Numerics;

/// <summary>
/// A density curve: the mean of one normal density around each value. Immutable and thread-safe. NaN and infinite values are an error.
/// </summary>
public sealed class GaussianKernelDensity
{
    // Beyond this many bandwidths a kernel is below 2⁻⁵³ of its peak.
    private const double Reach = 8.6;
    private readonly double[] _sorted;

    /// <summary>Prepares the curve; O(n log n).</summary>
    /// <param name="values">At least one finite value.</param>
    /// <param name="bandwidth">Standard deviation of each kernel, above 0. Default: <see cref="SilvermanBandwidth"/>.</param>
    public GaussianKernelDensity(ReadOnlySpan<double> values, double? bandwidth = null)
    {
        if (values.IsEmpty)
            throw new ArgumentException("A density needs at least one value.", nameof(values));

        foreach (double value in values)
            Guard.Finite(value, nameof(values));

        _sorted = Quantiles.Sorted(values);
        Bandwidth = Guard.Positive(bandwidth ?? SilvermanBandwidth(values), nameof(bandwidth));
    }

    /// <summary>Standard deviation of each kernel, in the unit of the values.</summary>
    public double Bandwidth { get; }

    /// <summary>
    /// Silverman (1986, eq. 3.31; R's <c>nrd0</c>): 0.9 · min(s, IQR / 1.34) · n^(−1/5); where the quartiles meet, s alone, and where all values
    /// are equal, their size, or 1.
    /// </summary>
    /// <param name="values">At least one finite value.</param>
    public static double SilvermanBandwidth(ReadOnlySpan<double> values)
    {
        double deviation = values.Length > 1 ? Math.Sqrt(StableSum.Variance(values, 1)) : 0;
        double[] quartiles = Quantiles.Of(values, [0.25, 0.75]);
        double spread = Math.Min(deviation, (quartiles[1] - quartiles[0]) / 1.34);
        if (spread == 0)
            spread = deviation > 0 ? deviation : Math.Abs(values[0]);

        return 0.9 * (spread > 0 ? spread : 1) * Math.Pow(values.Length, -0.2);
    }

    /// <summary>Scott (1992; scipy's <c>scott</c>): s · n^(−1/5). 0 where all values are equal.</summary>
    /// <param name="values">At least two finite values.</param>
    public static double ScottBandwidth(ReadOnlySpan<double> values) => Math.Sqrt(StableSum.Variance(values, 1)) * Math.Pow(values.Length, -0.2);

    /// <summary>The density at one point, per unit of the values; O(log n + values within reach).</summary>
    /// <param name="point">Where.</param>
    public double Evaluate(double point)
    {
        double sum = 0;
        for (int i = FirstAtLeast(point - (Reach * Bandwidth)); i < _sorted.Length; i++)
        {
            double distance = (_sorted[i] - point) / Bandwidth;
            if (distance > Reach)
                break;

            sum += Math.Exp(-0.5 * distance * distance);
        }

        return sum / (_sorted.Length * Bandwidth * Math.Sqrt(Math.Tau));
    }

    /// <summary>The density at each point of a grid.</summary>
    /// <param name="grid">Points, in any order.</param>
    /// <param name="destination">Receives the densities; as long as <paramref name="grid"/>.</param>
    public void Evaluate(ReadOnlySpan<double> grid, Span<double> destination)
    {
        if (destination.Length != grid.Length)
            throw new ArgumentException($"{grid.Length} points and room for {destination.Length} densities.", nameof(destination));

        for (int i = 0; i < grid.Length; i++)
            destination[i] = Evaluate(grid[i]);
    }

    private int FirstAtLeast(double bound)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_sorted[middle] < bound)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
