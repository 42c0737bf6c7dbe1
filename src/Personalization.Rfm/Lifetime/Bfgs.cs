namespace Personalization.Rfm;

/// <summary>Where a search ended.</summary>
internal sealed record BfgsEnd(
    double[] At, double Objective, double Gradient, LifetimeFitOutcome Outcome, IReadOnlyList<double> Objectives);

/// <summary>A function to make smaller; receives the point, fills in the gradient.</summary>
internal delegate double BfgsObjective(ReadOnlySpan<double> at, Span<double> gradient);

/// <summary>
/// Quasi-Newton search of a few dimensions with the inverse Hessian's update of Broyden, Fletcher, Goldfarb and Shanno. Plain sums in a
/// fixed order; no library whose provider may change.
/// </summary>
internal sealed class Bfgs(BfgsObjective objective, LifetimeFitOptions options)
{
    /// <summary>ln 1e-7 and ln 1e9: bounds of the logarithms.</summary>
    public const double Lowest = -16.11809565095832, Highest = 20.72326583694641;

    /// <summary>Longest step in any direction: an eightfold change, so that a first step doesn't leave the world.</summary>
    private const double LongestStep = 2;

    /// <summary>Share of the promised decrease that a step must bring (Armijo).</summary>
    private const double Decrease = 1e-4;

    /// <summary>Rounding of the objective, relative: a step that changes less is taken for the sake of its gradient.</summary>
    private const double Rounding = 4e-16;

    private const int Halvings = 40;

    /// <summary>
    /// So many iterations that together bring less than this share of the objective are enough: the likelihood is flat along a line to a
    /// limit of the model, which would be followed to its bound for nothing.
    /// </summary>
    private const int StalledIterations = 15;

    private const double Stalled = 1e-9;

    public BfgsEnd Run(double[] from)
    {
        int n = from.Length;
        double[] at = [.. from.Select(value => Math.Clamp(value, Lowest, Highest))], gradient = new double[n];
        double value = objective(at, gradient);
        double[,] inverse = Identity(n, 1);
        List<double> objectives = [];
        bool fresh = true;
        double[] step = new double[n], nextAt = new double[n], nextGradient = new double[n], change = new double[n];
        while (objectives.Count < options.MaximumIterations)
        {
            if (Largest(at, gradient) <= options.Tolerance) return End(at, gradient, value, null, objectives);
            double slope = Direction(inverse, at, gradient, step);
            if (slope >= 0)
            {
                (inverse, fresh) = (Identity(n, 1), true);
                slope = Direction(inverse, at, gradient, step);
            }

            if (TryStep(at, value, slope, step, nextAt, nextGradient) is not { } next)
            {
                if (fresh) return End(at, gradient, value, LifetimeFitOutcome.NoBetterStep, objectives);
                (inverse, fresh) = (Identity(n, 1), true);
                continue;
            }

            for (int i = 0; i < n; i++)
            {
                step[i] = nextAt[i] - at[i];
                change[i] = nextGradient[i] - gradient[i];
            }

            Update(ref inverse, step, change, fresh);
            fresh = false;
            value = next;
            (at, nextAt) = (nextAt, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            objectives.Add(value);
            if (objectives.Count > StalledIterations
                && objectives[^(StalledIterations + 1)] - value <= Stalled * Math.Abs(value)
                && Largest(at, gradient) > options.Tolerance)
                return End(at, gradient, value, LifetimeFitOutcome.NoBetterStep, objectives);
        }

        LifetimeFitOutcome? left = Largest(at, gradient) <= options.Tolerance ? null : LifetimeFitOutcome.IterationLimit;
        return End(at, gradient, value, left, objectives);
    }

    private static BfgsEnd End(double[] at, double[] gradient, double value, LifetimeFitOutcome? outcome, List<double> objectives)
    {
        bool bound = at.Any(value => value <= Lowest || value >= Highest);
        outcome = bound ? LifetimeFitOutcome.AtBound : outcome ?? LifetimeFitOutcome.Converged;
        return new BfgsEnd(at, value, Largest(at, gradient), outcome.Value, objectives);
    }

    /// <summary>The first step along the direction, halved as often as needed, that brings enough; null for none.</summary>
    private double? TryStep(double[] at, double value, double slope, double[] step, double[] nextAt, double[] nextGradient)
    {
        double longest = step.Max(Math.Abs), length = Math.Min(1, LongestStep / longest);
        for (int halving = 0; halving < Halvings; halving++, length /= 2)
        {
            bool moved = false;
            for (int i = 0; i < at.Length; i++)
            {
                nextAt[i] = Math.Clamp(at[i] + (length * step[i]), Lowest, Highest);
                moved |= nextAt[i] != at[i];
            }

            if (!moved) return null;
            double next = objective(nextAt, nextGradient);
            if (double.IsFinite(next) && next <= value + (Decrease * length * slope) + (Rounding * Math.Abs(value))
                && Array.TrueForAll(nextGradient, double.IsFinite))
                return next;
        }

        return null;
    }

    /// <summary>Fills in −H g, where bounds allow; gives its product with g.</summary>
    private static double Direction(double[,] inverse, double[] at, double[] gradient, double[] step)
    {
        double slope = 0;
        for (int i = 0; i < step.Length; i++)
        {
            step[i] = 0;
            if (IsHeld(at[i], gradient[i])) continue;
            for (int j = 0; j < step.Length; j++)
            {
                if (!IsHeld(at[j], gradient[j])) step[i] -= inverse[i, j] * gradient[j];
            }

            slope += step[i] * gradient[i];
        }

        return slope;
    }

    /// <summary>At a bound that the objective pushes against.</summary>
    private static bool IsHeld(double at, double gradient) => (at <= Lowest && gradient > 0) || (at >= Highest && gradient < 0);

    private static double Largest(double[] at, double[] gradient)
    {
        double largest = 0;
        for (int i = 0; i < at.Length; i++)
        {
            if (!IsHeld(at[i], gradient[i])) largest = Math.Max(largest, Math.Abs(gradient[i]));
        }

        return largest;
    }

    /// <summary>(I − s yᵀ/yᵀs) H (I − y sᵀ/yᵀs) + s sᵀ/yᵀs, left out where the curvature isn't positive.</summary>
    private static void Update(ref double[,] inverse, double[] step, double[] change, bool fresh)
    {
        int n = step.Length;
        double curvature = Dot(step, change);
        if (!(curvature > 1e-12 * Math.Sqrt(Dot(step, step) * Dot(change, change)))) return;
        if (fresh) inverse = Identity(n, curvature / Dot(change, change));
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) product[i] += inverse[i, j] * change[j];
        }

        double factor = (1 + (Dot(change, product) / curvature)) / curvature;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                inverse[i, j] += (factor * step[i] * step[j]) - (((product[i] * step[j]) + (step[i] * product[j])) / curvature);
        }
    }

    private static double[,] Identity(int n, double scale)
    {
        double[,] matrix = new double[n, n];
        for (int i = 0; i < n; i++) matrix[i, i] = scale;
        return matrix;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
