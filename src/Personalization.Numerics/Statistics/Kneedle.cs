namespace Personalization.Numerics;

/// <summary>Which way a curve with one knee bends.</summary>
public enum CurveShape
{
    /// <summary>Rises fast, then flattens: coverage by number of items.</summary>
    ConcaveIncreasing,

    /// <summary>Falls fast, then flattens: inertia by number of clusters.</summary>
    ConvexDecreasing,
}

/// <summary>
/// Finds the knee (elbow) of a curve (Satopää, Albrecht, Irwin, Raghavan: "Finding a 'Kneedle' in a haystack", 2011), without the paper's
/// smoothing step. Both axes are scaled to [0, 1]; a knee is a local maximum of the height over the diagonal from which the height falls by
/// sensitivity · mean step before it rises again.
/// </summary>
public static class Kneedle
{
    /// <summary>Index of the first knee, or −1: where none stands out, the curve is flat, or it has fewer than three points.</summary>
    /// <param name="x">Finite and strictly increasing.</param>
    /// <param name="y">Finite, as many as <paramref name="x"/>.</param>
    /// <param name="shape">Which way the curve bends.</param>
    /// <param name="sensitivity">How flat the curve must become, in mean steps; at least 0. Default 1, as in the paper.</param>
    public static int FindKnee(ReadOnlySpan<double> x, ReadOnlySpan<double> y, CurveShape shape, double sensitivity = 1)
    {
        Guard.InRange(sensitivity, 0, double.MaxValue);
        if (x.Length != y.Length)
            throw new ArgumentException($"{x.Length} values of x and {y.Length} of y; they must be equally many.", nameof(y));

        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            Guard.Finite(x[i], nameof(x));
            Guard.Finite(y[i], nameof(y));
            if (i > 0 && x[i] <= x[i - 1])
                throw new ArgumentException($"x[{i}] = {x[i]} must be above x[{i - 1}] = {x[i - 1]}.", nameof(x));

            low = Math.Min(low, y[i]);
            high = Math.Max(high, y[i]);
        }

        if (x.Length < 3 || low == high)
            return -1;

        double[] heights = new double[x.Length];
        for (int i = 0; i < heights.Length; i++)
        {
            double rise = shape == CurveShape.ConvexDecreasing ? high - y[i] : y[i] - low;
            heights[i] = (rise / (high - low)) - ((x[i] - x[0]) / (x[^1] - x[0]));
        }

        return FirstKnee(heights, sensitivity / (x.Length - 1));
    }

    private static int FirstKnee(double[] heights, double drop)
    {
        int candidate = -1;
        for (int i = 1; i < heights.Length; i++)
        {
            if (candidate >= 0 && heights[i] < heights[candidate] - drop)
                return candidate;

            if (i == heights.Length - 1)
                break;

            if (heights[i] > heights[i - 1] && heights[i] >= heights[i + 1])
                candidate = i;
            else if (heights[i] < heights[i - 1] && heights[i] < heights[i + 1])
                candidate = -1;
        }

        return -1;
    }
}
