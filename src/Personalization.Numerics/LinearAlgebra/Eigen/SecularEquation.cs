using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// Eigenvalues of D + ρ z zᵀ: the roots of f(x) = 1/ρ + Σ zⱼ² / (dⱼ − x), one between each two neighbouring poles and one beyond the last. A root is
/// kept as its nearer pole and the distance from there, so that its distance from every pole has full precision.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
/// <param name="poles">d, strictly ascending.</param>
/// <param name="weights">z, none of them 0.</param>
/// <param name="rho">ρ, above 0.</param>
internal sealed unsafe class SecularEquation<TLanes>(double[] poles, double[] weights, double rho)
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int MaxSteps = 200;
    private const double Rounding = 1.1102230246251565e-16;

    /// <summary>The root above a pole.</summary>
    /// <param name="index">Number of the pole, from 0.</param>
    /// <returns>The pole from which the distance is meant, and the distance, negative below it.</returns>
    public (int Origin, double Distance) Solve(int index)
    {
        int last = poles.Length - 1;
        if (last == 0)
            return (0, rho * weights[0] * weights[0]);

        if (index == last)
        {
            double square = 0;
            foreach (double weight in weights)
                square = Math.FusedMultiplyAdd(weight, weight, square);

            // The root lies at most ρ ‖z‖² beyond the last pole, up to the rounding of that sum.
            return (last, Iterate(index, last, 1, double.PositiveInfinity, rho * square / 2, rho * square * (1 + (4 * Rounding * poles.Length))));
        }

        double gap = poles[index + 1] - poles[index], middle = gap / 2;
        Sums sums = Evaluate(index, index, middle);
        double value = (1 / rho) + sums.Below + sums.Above;
        bool fromBelow = value >= 0;

        // What the other poles contribute there is taken as constant for a first guess.
        double low = weights[index] * weights[index], high = weights[index + 1] * weights[index + 1];
        double rest = value + (low / middle) - (high / middle);
        double guess = fromBelow ? Guess(rest, low, high, gap) : Guess(-rest, high, low, gap);
        return fromBelow
            ? (index, Iterate(index, index, 1, gap, guess, middle))
            : (index + 1, -Iterate(index, index + 1, -1, gap, guess, middle));
    }

    /// <summary>The t between 0 and the gap with rest − near / t + far / (gap − t) = 0.</summary>
    private static double Guess(double rest, double near, double far, double gap) => Quadratic(rest, (rest * gap) + near + far, near * gap);

    /// <summary>The smaller root, in magnitude where they have one sign, of c t² − a t + b, without cancellation.</summary>
    private static double Quadratic(double c, double a, double b)
    {
        double root = Math.Sqrt(Math.Max(0, (a * a) - (4 * b * c)));
        return a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
    }

    /// <summary>
    /// Seen from the origin in the direction of the root, t, the equation always rises from −∞: F(t) = ±1/ρ + Σ zⱼ² / (Δⱼ − t). The poles behind and
    /// those before are each replaced by one pole, the nearest, that agrees in value and slope (the middle way of Li 1993); steps that leave the
    /// interval are replaced by halving it.
    /// </summary>
    private double Iterate(int index, int origin, int direction, double gap, double guess, double limit)
    {
        double low = 0, high = limit, t = guess > 0 && guess < limit ? guess : limit / 2;
        for (int step = 0; step < MaxSteps; step++)
        {
            Sums sums = Evaluate(index, origin, direction * t);
            double behind = direction > 0 ? sums.Below : -sums.Above, before = direction > 0 ? sums.Above : -sums.Below;
            double behindSlope = direction > 0 ? sums.BelowSlope : sums.AboveSlope, beforeSlope = direction > 0 ? sums.AboveSlope : sums.BelowSlope;
            double value = (direction / rho) + behind + before, slope = behindSlope + beforeSlope;
            if (Math.Abs(value) <= Rounding * ((4 * (before - behind)) + (1 / rho) + (t * slope)))
                return t;

            if (value < 0)
                low = t;
            else
                high = t;

            double change = Change(value, behindSlope, beforeSlope, t, gap);
            if (!(change * value < 0))
                change = -value / slope;

            double next = t + change;
            if (!(next > low && next < high))
                next = low > 0 ? low + ((high - low) / 2) : high / 16;

            // Nothing lies between the ends any more, or the step is lost in rounding.
            if (next == t || next <= low || next >= high)
                return next == t ? t : high;

            t = next;
        }

        return t;
    }

    private static double Change(double value, double behindSlope, double beforeSlope, double t, double gap)
    {
        double near = -t;
        if (double.IsPositiveInfinity(gap))
        {
            double rest = value - (near * behindSlope);
            return near + (near * near * behindSlope / rest);
        }

        double far = gap - t, c = value - (near * behindSlope) - (far * beforeSlope);
        double a = ((near + far) * value) - (near * far * (behindSlope + beforeSlope)), b = near * far * value;
        return Quadratic(c, a, b);
    }

    /// <summary>Sums over the poles up to one, and over those above it, at a distance from the origin.</summary>
    private Sums Evaluate(int index, int origin, double distance)
    {
        Sums sums = default;
        fixed (double* d = poles, z = weights)
        {
            Add(d, z, index + 1, d[origin], distance, out sums.Below, out sums.BelowSlope);
            Add(d + index + 1, z + index + 1, poles.Length - index - 1, d[origin], distance, out sums.Above, out sums.AboveSlope);
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Add(double* d, double* z, int count, double origin, double distance, out double sum, out double slope)
    {
        double* sums = stackalloc double[2 * VirtualLanes.Count];
        int whole = count / VirtualLanes.Count * VirtualLanes.Count;
        TLanes from = TLanes.Broadcast(origin), to = TLanes.Broadcast(distance);
        for (int lane = 0; lane < VirtualLanes.Count; lane += TLanes.Count)
        {
            TLanes s = TLanes.Broadcast(0), slopes = s;
            for (int i = lane; i < whole; i += VirtualLanes.Count)
            {
                TLanes weight = TLanes.Load(ref z[i], 0);
                TLanes ratio = TLanes.Divide(weight, TLanes.Subtract(TLanes.Subtract(TLanes.Load(ref d[i], 0), from), to));
                s = TLanes.MultiplyAdd(weight, ratio, s);
                slopes = TLanes.MultiplyAdd(ratio, ratio, slopes);
            }

            TLanes.Store(s, ref sums[lane], 0);
            TLanes.Store(slopes, ref sums[lane + VirtualLanes.Count], 0);
        }

        for (int i = whole; i < count; i++)
        {
            double ratio = z[i] / (d[i] - origin - distance);
            sums[i - whole] = Math.FusedMultiplyAdd(z[i], ratio, sums[i - whole]);
            sums[i - whole + VirtualLanes.Count] = Math.FusedMultiplyAdd(ratio, ratio, sums[i - whole + VirtualLanes.Count]);
        }

        sum = VirtualLanes.Fold(sums);
        slope = VirtualLanes.Fold(sums + VirtualLanes.Count);
    }

    private struct Sums
    {
        public double Below;
        public double BelowSlope;
        public double Above;
        public double AboveSlope;
    }
}
