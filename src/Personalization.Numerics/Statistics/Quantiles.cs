using System.Numerics.Tensors;

namespace Personalization.Numerics;

/// <summary>
/// Quantiles of type 7 (Hyndman and Fan 1996): linear interpolation at (n − 1) · p, numpy's default. NaN among the values is an error, as
/// is an empty input; infinities are ordered like other values. The input stays as it is; a sorted copy is made: O(n log n).
/// </summary>
public static class Quantiles
{
    /// <summary>One quantile.</summary>
    /// <param name="values">At least one value, none of them NaN.</param>
    /// <param name="probability">From 0 (the minimum) to 1 (the maximum).</param>
    public static double Of(ReadOnlySpan<double> values, double probability) => OfSorted(Sorted(values), probability);

    /// <inheritdoc cref="Of(ReadOnlySpan{double}, double)"/>
    public static double Of(ReadOnlySpan<float> values, double probability) => OfSorted(Sorted(Widen(values)), probability);

    /// <summary>Several quantiles from one sorting.</summary>
    /// <param name="values">At least one value, none of them NaN.</param>
    /// <param name="probabilities">Each from 0 to 1, in any order.</param>
    public static double[] Of(ReadOnlySpan<double> values, ReadOnlySpan<double> probabilities)
    {
        double[] sorted = Sorted(values);
        double[] quantiles = new double[probabilities.Length];
        for (int i = 0; i < quantiles.Length; i++)
            quantiles[i] = OfSorted(sorted, probabilities[i]);

        return quantiles;
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double[] Of(ReadOnlySpan<float> values, ReadOnlySpan<double> probabilities) => Of(Widen(values), probabilities);

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    /// <param name="values">At least one value, none of them NaN.</param>
    public static double Median(ReadOnlySpan<double> values) => Of(values, 0.5);

    /// <inheritdoc cref="Median(ReadOnlySpan{double})"/>
    public static double Median(ReadOnlySpan<float> values) => Of(values, 0.5);

    /// <summary>One quantile of values already in ascending order, which is not checked; O(1).</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="probability">From 0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        Guard.InRange(probability, 0, 1);
        if (sorted.IsEmpty)
            throw new ArgumentException("There are no values to take a quantile of.", nameof(sorted));

        double position = (sorted.Length - 1) * probability;
        int below = (int)position;
        double share = position - below;
        double low = sorted[below];
        double high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        if (share == 0 || low == high)
            return low;

        // From the nearer end, as numpy does, so that the result never leaves [low, high].
        return share < 0.5 ? low + ((high - low) * share) : high - ((high - low) * (1 - share));
    }

    internal static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);

        // Sorting puts NaN first.
        if (sorted.Length > 0 && double.IsNaN(sorted[0]))
            throw new ArgumentException("Some value is NaN; remove or replace it first.", nameof(values));

        return sorted;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        TensorPrimitives.ConvertChecked(values, wide);
        return wide;
    }
}
