namespace Personalization.Incentives;

/// <summary>A convex function: its value at a point, and one of its slopes there.</summary>
internal delegate double ConvexFunction(ReadOnlySpan<double> point, Span<double> slope);

/// <summary>
/// Minimizes a convex function of which a value and a slope are known at a point, over 0 ≤ y ≤ upper: the proximal bundle method
/// (Kiwiel 1990, "Proximity control in bundle methods for convex nondifferentiable minimization").
/// </summary>
internal sealed class ProximalBundle(double[] upper, double tolerance, int maximumIterations, Action<double> told)
{
    private const int Capacity = 100;
    private const double Descent = .1;

    // What the first step is meant to gain: it begins where Newton steps end.
    private const double FirstGain = 1e-3;

    /// <summary>Weight of the distance from the best point; carried from one call to the next where it isn't 0.</summary>
    public double Weight { get; set; }

    /// <summary>Whether the last call ended within the tolerance.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>Moves a point to the minimum.</summary>
    /// <returns>The value there.</returns>
    public double Minimize(double[] point, ConvexFunction function)
    {
        int dimensions = point.Length;
        double[] slope = new double[dimensions], next = new double[dimensions];
        BundleModel model = new(dimensions, upper, Capacity);
        double value = function(point, slope);
        told(value);
        model.Add(value, slope);
        if (Weight == 0) Weight = Math.Max(1e-9, Descend(point, slope) / (FirstGain * Math.Max(Math.Abs(value), 1e-9)));
        HasConverged = false;
        int nulls = 0;
        for (int iteration = 1; iteration < maximumIterations; iteration++)
        {
            double promised = model.Propose(point, Weight, .02 * tolerance * Math.Abs(value), next);
            double expected = value - promised;
            if (expected <= tolerance * Math.Abs(value))
            {
                HasConverged = true;
                break;
            }

            double found = function(next, slope);
            told(found);
            double ratio = (value - found) / expected;
            double suggested = 2 * Weight * (1 - ratio);
            if (ratio >= Descent)
            {
                model.Move(point, next);
                model.Add(found, slope);
                (value, nulls) = (found, 0);
                next.CopyTo(point, 0);
                if (ratio > .5) Weight = Math.Max(suggested, Weight / 5);
            }
            else
            {
                double atCenter = found;
                for (int c = 0; c < dimensions; c++) atCenter += slope[c] * (point[c] - next[c]);
                model.Add(atCenter, slope);
                nulls++;
                if (value - atCenter > expected && nulls > 1) Weight = Math.Clamp(suggested, Weight, Weight * 5);
            }
        }

        return value;
    }

    /// <summary>Square of the slope in the directions that the box leaves open.</summary>
    private double Descend(double[] point, double[] slope)
    {
        double sum = 0;
        for (int c = 0; c < point.Length; c++)
        {
            if (slope[c] > 0 ? point[c] > 0 : point[c] < upper[c]) sum += slope[c] * slope[c];
        }

        return sum;
    }
}
