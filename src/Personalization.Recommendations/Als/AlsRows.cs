using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>What a fit and a fold-in compute alike for one row, so that they come out alike.</summary>
internal static class AlsRows
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>λ (r summed + α₀ n)^ν.</summary>
    /// <param name="options">The objective.</param>
    /// <param name="weight">r summed.</param>
    /// <param name="otherCount">n, rows of the other side.</param>
    public static float Regularization(AlsOptions options, double weight, int otherCount)
    {
        double all = weight + (options.UnobservedWeight * otherCount);
        double scale = options.RegularizationExponent switch
        {
            0 => 1,
            1 => all,
            double exponent => Power(all, exponent),
        };
        return Math.Clamp((float)(options.Regularization * scale), SmallestNormal, float.MaxValue);
    }

    /// <summary>√r; null where all r are 1.</summary>
    public static float[]? RootsOf(ReadOnlySpan<float> values)
    {
        if (!values.ContainsAnyExcept(1f)) return null;
        float[] roots = values.ToArray();
        foreach (ref float root in roots.AsSpan()) root = MathF.Sqrt(root);
        return roots;
    }

    /// <summary>The factors of somebody who has these items, solved exactly.</summary>
    /// <param name="owned">What they have, at least one item.</param>
    /// <param name="items">Factors of items.</param>
    /// <param name="solver">Solves.</param>
    /// <param name="options">The objective.</param>
    /// <param name="factors">Receives the factors.</param>
    public static unsafe void FoldIn(OwnedItems owned, Matrix items, RowSolver solver, AlsOptions options, Span<float> factors)
    {
        float regularization = Regularization(options, StableSum.Sum(owned.Values), items.Rows);
        fixed (float* values = items.Values, roots = RootsOf(owned.Values))
        {
            fixed (int* columns = owned.Rows)
            {
                int count = owned.Rows.Length;
                solver.SolveExactly(new NormalEquations(values, columns, roots, count, count, regularization), factors);
            }
        }
    }

    /// <summary>By our own logarithm and exponential: the same bits on any platform.</summary>
    private static double Power(double value, double exponent)
    {
        DoubleLanes1 power = DoubleLanes1.Multiply(DoubleFunctions.Log(DoubleLanes1.Broadcast(value)), DoubleLanes1.Broadcast(exponent));
        double result = 0;
        DoubleLanes1.Store(DoubleFunctions.Exp(power), ref result, 0);
        return result;
    }
}
