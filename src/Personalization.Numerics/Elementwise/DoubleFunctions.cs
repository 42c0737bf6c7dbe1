using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// Exponential and logarithm on lanes of double: the same operations at every width, hence the same bits, and within two units in the last
/// place of the exact value where the result is a normal number. The platform's library promises neither.
/// </summary>
internal static class DoubleFunctions
{
    /// <summary>Below, eˣ is no normal number any more and 0 is given.</summary>
    private const double SmallestExponent = -708;

    /// <summary>Above, eˣ overflows.</summary>
    private const double LargestExponent = 709.78;

    /// <summary>Adding it rounds to a whole number, which then stands in the low bits.</summary>
    private const double RoundingMagic = 6755399441055744; // 1.5 · 2⁵²

    private const double Log2Of2Inverse = 1.4426950408889634;

    /// <summary>ln 2 in two parts; the first has 32 zero bits at its end, so that n times it is exact (Cody and Waite 1980).</summary>
    private const double Log2High = 0.693147180369123816490;

    private const double Log2Low = 1.90821492927058770002e-10;

    /// <summary>The bits of 1 minus those of √½: mantissas are taken from [√½, √2), around 1.</summary>
    private const long AroundOne = 0x3ff0000000000000 - 0x3fe6a09e667f3bcd;

    /// <summary>
    /// eˣ: x = n ln 2 + r with |r| ≤ ½ ln 2, then 2ⁿ times the Taylor polynomial of degree 13, whose remainder is below 4e-18. 0 below
    /// −708, ∞ above 709.78; NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes value)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes smallest = TLanes.Broadcast(SmallestExponent), largest = TLanes.Broadcast(LargestExponent);
        TLanes x = TLanes.WhereLess(value, smallest, smallest, value);
        x = TLanes.WhereLess(largest, x, largest, x);

        TLanes magic = TLanes.Broadcast(RoundingMagic);
        TLanes power = TLanes.MultiplyAdd(x, TLanes.Broadcast(Log2Of2Inverse), magic);
        TLanes whole = TLanes.Subtract(power, magic);
        TLanes r = TLanes.MultiplyAdd(whole, TLanes.Broadcast(-Log2High), x);
        r = TLanes.MultiplyAdd(whole, TLanes.Broadcast(-Log2Low), r);

        // Pairs, then pairs of pairs (Estrin): the chain of dependent operations is a third of Horner's.
        TLanes r2 = TLanes.Multiply(r, r), r4 = TLanes.Multiply(r2, r2), r8 = TLanes.Multiply(r4, r4);
        TLanes low = TLanes.MultiplyAdd(Pair<TLanes>(r, 1.0 / 6, .5), r2, TLanes.Add(TLanes.Broadcast(1), r));
        TLanes middle = TLanes.MultiplyAdd(Pair<TLanes>(r, 1.0 / 5040, 1.0 / 720), r2, Pair<TLanes>(r, 1.0 / 120, 1.0 / 24));
        TLanes high = TLanes.MultiplyAdd(Pair<TLanes>(r, 1.0 / 39916800, 1.0 / 3628800), r2, Pair<TLanes>(r, 1.0 / 362880, 1.0 / 40320));
        TLanes highest = Pair<TLanes>(r, 1.0 / 6227020800, 1.0 / 479001600);
        TLanes sum = TLanes.MultiplyAdd(TLanes.MultiplyAdd(highest, r4, high), r8, TLanes.MultiplyAdd(middle, r4, low));

        TLanes result = TLanes.AddToExponent(sum, power);
        result = TLanes.WhereLess(value, smallest, TLanes.Broadcast(0), result);
        return TLanes.WhereLess(largest, value, TLanes.Broadcast(double.PositiveInfinity), result);
    }

    /// <summary>
    /// ln x of positive normal numbers: x = m 2ⁿ with m in [√½, √2), then n ln 2 + 2 artanh s, s = (m − 1) / (m + 1), whose series is
    /// broken off after s²³. Anything else (zero, negative, subnormal, not finite) gives a meaningless number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes value)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes exponent = TLanes.Subtract(TLanes.ExponentOnto52(value, AroundOne), TLanes.Broadcast(4503599627370496 + 1023.0));
        TLanes negated = TLanes.Subtract(TLanes.Broadcast(RoundingMagic), exponent);
        TLanes mantissa = TLanes.AddToExponent(value, negated);

        TLanes one = TLanes.Broadcast(1);
        TLanes f = TLanes.Subtract(mantissa, one);
        TLanes s = TLanes.Divide(f, TLanes.Add(mantissa, one));
        TLanes z = TLanes.Multiply(s, s);
        TLanes series = TLanes.Broadcast(2.0 / 23);
        for (int i = 21; i >= 3; i -= 2)
            series = TLanes.MultiplyAdd(series, z, TLanes.Broadcast(2.0 / i));

        // 2s = f − s·f, so that the leading term keeps the digits of f: ln m = f − s (f − z · series).
        TLanes rest = TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Broadcast(0), z), series, f);
        TLanes logarithm = TLanes.Subtract(f, TLanes.Multiply(s, rest));
        logarithm = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Log2Low), logarithm);
        return TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Log2High), logarithm);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Pair<TLanes>(TLanes r, double factor, double addend)
        where TLanes : struct, IDoubleLanes<TLanes> =>
        TLanes.MultiplyAdd(r, TLanes.Broadcast(factor), TLanes.Broadcast(addend));
}
