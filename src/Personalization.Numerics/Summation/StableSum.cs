using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Sums in double precision with one fixed order of additions: term <c>i</c> goes to virtual lane <c>i mod 16</c>, and the lanes are folded
/// in halves (8, 4, 2, 1). The same input gives the same bits at any vector width. NaN and infinities propagate as in plain addition.
/// </summary>
public static class StableSum
{
    private const int Lanes = 16;

    /// <summary>Sum of single-precision values; 0 of none.</summary>
    /// <param name="values">The values.</param>
    public static double Sum(ReadOnlySpan<float> values) => Fold(new SingleTerms(values));

    /// <summary>Sum of double-precision values; 0 of none.</summary>
    /// <param name="values">The values.</param>
    public static double Sum(ReadOnlySpan<double> values) => Fold(new DoubleTerms(values));

    /// <summary>Sum of the products of two vectors of equal length.</summary>
    /// <param name="left">The one vector.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => left.Length == right.Length
        ? Fold(new ProductTerms(left, right))
        : throw new ArgumentException(
            $"The vectors have {left.Length} and {right.Length} values; they must have equally many.", nameof(right));

    /// <summary>Arithmetic mean; NaN of none.</summary>
    /// <param name="values">The values.</param>
    public static double Mean(ReadOnlySpan<float> values) => Sum(values) / values.Length;

    /// <summary>Arithmetic mean; NaN of none.</summary>
    /// <param name="values">The values.</param>
    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    /// <summary>Two-pass variance, divided by n − <paramref name="correction"/>; NaN where that is not positive.</summary>
    /// <param name="values">The values.</param>
    /// <param name="correction">0 for the variance of a population (numpy's default), 1 for the estimate from a sample.</param>
    public static double Variance(ReadOnlySpan<float> values, int correction = 0) => values.Length > correction
        ? Fold(new SquaredDeviations<SingleTerms>(new(values), Mean(values))) / (values.Length - correction)
        : double.NaN;

    /// <summary>Variance of a population whose mean is known.</summary>
    internal static double Variance(ReadOnlySpan<float> values, double mean) =>
        Fold(new SquaredDeviations<SingleTerms>(new(values), mean)) / values.Length;

    /// <inheritdoc cref="Variance(ReadOnlySpan{float}, int)"/>
    public static double Variance(ReadOnlySpan<double> values, int correction = 0) => values.Length > correction
        ? Fold(new SquaredDeviations<DoubleTerms>(new(values), Mean(values))) / (values.Length - correction)
        : double.NaN;

    /// <param name="terms">What to sum.</param>
    /// <param name="width">
    /// Bits of the vectors to use: 512, 256, or 0 for the scalar twin. Default: the widest that the machine has.
    /// </param>
    internal static double Fold<TTerms>(TTerms terms, int? width = null)
        where TTerms : struct, ILaneTerms, allows ref struct
    {
        width ??= Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;
        int index = 0;
        Vector256<double> a = default, b = default, c = default, d = default;
        if (width == 512)
        {
            Vector512<double> lower = default, upper = default;
            for (; index <= terms.Length - Lanes; index += Lanes)
            {
                (Vector512<double> first, Vector512<double> second) = terms.Sixteen(index);
                lower += first;
                upper += second;
            }

            (a, b, c, d) = (lower.GetLower(), lower.GetUpper(), upper.GetLower(), upper.GetUpper());
        }
        else if (width == 256)
        {
            for (; index <= terms.Length - Lanes; index += Lanes)
            {
                (Vector256<double> first, Vector256<double> second) = terms.Eight(index);
                (Vector256<double> third, Vector256<double> fourth) = terms.Eight(index + 8);
                a += first;
                b += second;
                c += third;
                d += fourth;
            }
        }

        if (index < terms.Length)
        {
            Span<double> lanes = stackalloc double[Lanes];
            a.CopyTo(lanes);
            b.CopyTo(lanes[4..]);
            c.CopyTo(lanes[8..]);
            d.CopyTo(lanes[12..]);
            for (; index < terms.Length; index++) lanes[index % Lanes] += terms.One(index);
            (a, b) = (Vector256.Create<double>(lanes[..4]), Vector256.Create<double>(lanes[4..8]));
            (c, d) = (Vector256.Create<double>(lanes[8..12]), Vector256.Create<double>(lanes[12..]));
        }

        // Halves of the lanes are added until one is left.
        Vector256<double> four = a + c + (b + d);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
