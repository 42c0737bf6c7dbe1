using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// Exponential, logarithm, hyperbolic tangent and the logistic function on lanes of single: the same operations at every width, hence the
/// same bits. The platform's library promises that as little as a bound of the error.
/// </summary>
internal static class SingleFunctions
{
    /// <summary>Adding it rounds to a whole number, which then stands in the low bits.</summary>
    private const float RoundingMagic = 12582912; // 1.5 · 2²³

    private const float Log2Inverse = 1.44269504f;

    /// <summary>ln 2 in two parts; the first has so few bits that n times it is exact (Cody and Waite 1980).</summary>
    private const float Log2High = .693359375f;

    private const float Log2Low = -2.12194440e-4f;

    /// <summary>The bits of 1 minus those of √½: mantissas are taken from [√½, √2), around 1.</summary>
    private const int AroundOne = 0x3F800000 - 0x3F3504F3;

    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>eˣ: x = n ln 2 + r with |r| ≤ ½ ln 2, then 2ⁿ times the Taylor polynomial of degree 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        // Beyond these the result is 0 or ∞ in single precision anyway.
        TLanes x = Clamp(value, TLanes.Broadcast(-104), TLanes.Broadcast(89));
        TLanes r = Reduce(x, out TLanes whole);
        TLanes sum = TLanes.Add(TLanes.MultiplyAdd(TLanes.Multiply(r, r), Rest(r), r), TLanes.Broadcast(1));

        // 2ⁿ in two factors: neither leaves the normal numbers, and the last product is rounded once where the result is subnormal.
        TLanes magic = TLanes.Broadcast(RoundingMagic);
        TLanes half = TLanes.MultiplyAdd(whole, TLanes.Broadcast(.5f), magic);
        TLanes otherHalf = TLanes.Add(TLanes.Subtract(whole, TLanes.Subtract(half, magic)), magic);
        TLanes result = TLanes.Multiply(TLanes.AddToExponent(sum, half), TLanes.AddToExponent(TLanes.Broadcast(1), otherHalf));
        return KeepNaN(result, x);
    }

    /// <summary>
    /// ln x: x = m 2ⁿ with m in [√½, √2), then n ln 2 + 2 artanh s, s = (m − 1) / (m + 1), whose series is broken off after s⁹.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1), infinity = TLanes.Broadcast(float.PositiveInfinity);
        TLanes smallest = TLanes.Broadcast(SmallestNormal);

        // Subnormal numbers are lifted by 2²³ first.
        TLanes x = TLanes.WhereLess(value, smallest, TLanes.Multiply(value, TLanes.Broadcast(8388608)), value);
        TLanes lifted = TLanes.WhereLess(value, smallest, TLanes.Broadcast(23), zero);
        TLanes exponent = TLanes.Subtract(TLanes.ExponentOnto23(x, AroundOne), TLanes.Broadcast(8388608 + 127));
        TLanes mantissa = TLanes.AddToExponent(x, TLanes.Subtract(TLanes.Broadcast(RoundingMagic), exponent));
        exponent = TLanes.Subtract(exponent, lifted);

        TLanes f = TLanes.Subtract(mantissa, one);
        TLanes s = TLanes.Divide(f, TLanes.Add(mantissa, one));
        TLanes z = TLanes.Multiply(s, s);
        TLanes series = TLanes.MultiplyAdd(TLanes.Broadcast(2f / 9), z, TLanes.Broadcast(2f / 7));
        series = TLanes.MultiplyAdd(series, z, TLanes.Broadcast(2f / 5));
        series = TLanes.MultiplyAdd(series, z, TLanes.Broadcast(2f / 3));

        // 2s = f − s·f, so that the leading term keeps the digits of f: ln m = f − s (f − z · series).
        TLanes rest = TLanes.MultiplyAdd(TLanes.Subtract(zero, z), series, f);
        TLanes result = TLanes.MultiplyAdd(TLanes.Subtract(zero, s), rest, f);
        result = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Log2Low), result);
        result = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Log2High), result);

        TLanes largest = TLanes.Broadcast(float.MaxValue);
        result = KeepNaN(result, TLanes.WhereLess(largest, value, largest, value));
        result = TLanes.WhereLess(largest, value, infinity, result);
        result = TLanes.WhereLess(value, TLanes.Broadcast(float.Epsilon), TLanes.Subtract(zero, infinity), result);
        return TLanes.WhereLess(value, zero, TLanes.Broadcast(float.NaN), result);
    }

    /// <summary>
    /// tanh x = m / (m + 2) with m = e^(2|x|) − 1, which is summed without losing the digits of small x; the sign follows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1), two = TLanes.Broadcast(2);
        TLanes negated = TLanes.Subtract(zero, value), magnitude = TLanes.WhereLess(value, zero, negated, value);
        TLanes x = TLanes.Multiply(two, Clamp(magnitude, zero, TLanes.Broadcast(10)));
        TLanes r = Reduce(x, out TLanes whole);
        TLanes lessOne = TLanes.MultiplyAdd(TLanes.Multiply(r, r), Rest(r), r);
        TLanes power = TLanes.AddToExponent(one, TLanes.Add(whole, TLanes.Broadcast(RoundingMagic)));
        TLanes m = TLanes.MultiplyAdd(power, lessOne, TLanes.Subtract(power, one));
        TLanes larger = TLanes.WhereLess(m, two, two, m), smaller = TLanes.WhereLess(m, two, m, two);
        TLanes result = KeepNaN(DivideBySum(m, larger, smaller), x);
        result = TLanes.WhereLess(value, zero, TLanes.Subtract(zero, result), result);

        // Up to 2⁻¹² the next term, x³/3, is below half a unit in the last place. Zeros keep their sign.
        return TLanes.WhereLess(magnitude, TLanes.Broadcast(1f / 4096), value, result);
    }

    /// <summary>
    /// 1 / (1 + e⁻ˣ), from z = e^(−|x|): 1 / (1 + z) or z / (1 + z), so that nothing overflows and small results keep their digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1);
        TLanes z = Exp(TLanes.WhereLess(zero, value, TLanes.Subtract(zero, value), value));
        return DivideBySum(TLanes.WhereLess(value, zero, z, one), one, z);
    }

    /// <summary>
    /// value / (larger + smaller): what the rounded sum and quotient leave over is divided once more, so that half a unit in the last place
    /// is lost in all.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes DivideBySum<TLanes>(TLanes value, TLanes larger, TLanes smaller)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes divisor = TLanes.Add(larger, smaller), inverse = TLanes.Divide(TLanes.Broadcast(1), divisor);
        TLanes lost = TLanes.Subtract(smaller, TLanes.Subtract(divisor, larger));
        TLanes quotient = TLanes.Multiply(value, inverse), opposite = TLanes.Subtract(TLanes.Broadcast(0), quotient);
        TLanes rest = TLanes.MultiplyAdd(opposite, lost, TLanes.MultiplyAdd(opposite, divisor, value));
        return TLanes.MultiplyAdd(rest, inverse, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduce<TLanes>(TLanes x, out TLanes whole)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes magic = TLanes.Broadcast(RoundingMagic);
        whole = TLanes.Subtract(TLanes.MultiplyAdd(x, TLanes.Broadcast(Log2Inverse), magic), magic);
        TLanes r = TLanes.MultiplyAdd(whole, TLanes.Broadcast(-Log2High), x);
        return TLanes.MultiplyAdd(whole, TLanes.Broadcast(-Log2Low), r);
    }

    /// <summary>(eʳ − 1 − r) / r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Rest<TLanes>(TLanes r)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sum = TLanes.MultiplyAdd(TLanes.Broadcast(1f / 5040), r, TLanes.Broadcast(1f / 720));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 120));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 24));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 6));
        return TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(.5f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp<TLanes>(TLanes value, TLanes smallest, TLanes largest)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes x = TLanes.WhereLess(value, smallest, smallest, value);
        return TLanes.WhereLess(largest, x, largest, x);
    }

    /// <summary>
    /// The one NaN where x, finite otherwise, is NaN: integer arithmetic on exponents may have made a number of it, and which of two NaN an
    /// operation keeps differs by width.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes KeepNaN<TLanes>(TLanes result, TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereLess(x, TLanes.Broadcast(float.PositiveInfinity), result, TLanes.Broadcast(float.NaN));
}
