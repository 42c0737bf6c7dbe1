using Personalization.Numerics;

namespace Personalization.Insights;

/// <summary>
/// Gaussian kernel density of values between 0 and 1 by linear binning: O(n log n) for the bandwidth, then independent of n.
/// Mass that would leak over an end is reflected, so that the curve doesn't fall where the values are bounded.
/// </summary>
internal static class KernelDensity
{
    private const int Steps = 128;

    /// <summary>
    /// Densities at <c>i / 128</c>, i = 0 … 128, which integrate to 1 by the trapezoid rule; empty for fewer than two values.
    /// </summary>
    /// <param name="values">Values between 0 and 1, in any order.</param>
    /// <param name="leastBandwidth">The bandwidth is at least this, so that whole numbers don't become spikes.</param>
    public static double[] Estimate(ReadOnlySpan<double> values, double leastBandwidth = 1.0 / Steps)
    {
        if (values.Length < 2) return [];
        // Equal values have no spread for Silverman's rule to go by.
        double bandwidth = values.IndexOfAnyExcept(values[0]) < 0 ? 0 : Silverman(values);
        double[] grid = new double[Steps + 1];
        foreach (double value in values)
        {
            double at = value * Steps;
            int below = Math.Min((int)at, Steps - 1);
            grid[below] += below + 1 - at;
            grid[below + 1] += at - below;
        }

        double[] smooth = Smooth(grid, Math.Max(leastBandwidth, bandwidth) * Steps);
        double mass = -(smooth[0] + smooth[^1]) / 2;
        foreach (double density in smooth) mass += density;
        for (int i = 0; i < smooth.Length; i++) smooth[i] *= Steps / mass;
        return smooth;
    }

    private static double[] Smooth(double[] grid, double bandwidth)
    {
        int reach = Math.Min((int)Math.Ceiling(bandwidth * 4), 4 * Steps);
        double[] kernel = new double[reach + 1];
        for (int i = 0; i <= reach; i++) kernel[i] = Math.Exp(-.5 * i * i / (bandwidth * bandwidth));

        double[] smooth = new double[grid.Length];
        for (int i = 0; i < grid.Length; i++)
        {
            for (int offset = -reach; offset <= reach; offset++) smooth[Reflect(i + offset)] += grid[i] * kernel[Math.Abs(offset)];
        }

        // Reflection about the outermost points sends each of them the mass of one side only.
        smooth[0] *= 2;
        smooth[^1] *= 2;
        return smooth;
    }

    private static int Reflect(int index)
    {
        int folded = Math.Abs(index) % (2 * Steps);
        return folded <= Steps ? folded : (2 * Steps) - folded;
    }

    /// <summary>
    /// Silverman (1986, eq. 3.31; R's <c>nrd0</c>): 0.9 · min(s, IQR / 1.34) · n^(−1/5); where the quartiles meet, s alone. The values
    /// aren't all equal.
    /// </summary>
    internal static double Silverman(ReadOnlySpan<double> values)
    {
        double deviation = Math.Sqrt(StableSum.Variance(values, 1));
        double[] quartiles = Quantiles.Of(values, [0.25, 0.75]);
        double spread = Math.Min(deviation, (quartiles[1] - quartiles[0]) / 1.34);
        return 0.9 * (spread > 0 ? spread : deviation) * Math.Pow(values.Length, -0.2);
    }
}
