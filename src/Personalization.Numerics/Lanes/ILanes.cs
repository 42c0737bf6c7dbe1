namespace Personalization.Numerics;

/// <summary>
/// Neighbouring single-precision values that go through a kernel side by side. Every operation is rounded as IEEE 754 asks, lane by lane,
/// so a kernel whose lanes never meet gives the same bits whichever implementation runs it.
/// </summary>
internal interface ILanes<TSelf> : IProductLanes<TSelf, float>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract TSelf Subtract(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Where left &lt; right: <paramref name="ifLess"/>, elsewhere, NaN included, <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf ifLess, TSelf otherwise);

    /// <summary>left &lt; right ? left : right, so the right one where either is NaN.</summary>
    static abstract TSelf Smaller(TSelf left, TSelf right);

    /// <summary>left &gt; right ? left : right, so the right one where either is NaN.</summary>
    static abstract TSelf Larger(TSelf left, TSelf right);

    /// <summary>Adds each lane, widened, to a double in memory.</summary>
    static abstract void AddTo(TSelf value, ref double destination, nuint index);

    static abstract TSelf Divide(TSelf left, TSelf right);

    /// <summary>Bit i says whether left ≥ right in lane i; never where one is NaN.</summary>
    static abstract uint AtLeast(TSelf left, TSelf right);

    /// <summary>The lanes of half-precision values, given by their bits: exact, NaN and infinities included.</summary>
    static abstract TSelf LoadHalves(ref ushort source, nuint index);

    /// <summary>|value| + addend.</summary>
    static abstract TSelf AddAbsolute(TSelf value, TSelf addend);

    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>
    /// Adds the bits of <paramref name="power"/>, shifted left by 23, to those of <paramref name="value"/>: value · 2ⁿ for n in the low
    /// bits.
    /// </summary>
    static abstract TSelf AddToExponent(TSelf value, TSelf power);

    /// <summary>
    /// The bits of <paramref name="value"/> plus <paramref name="bias"/>, shifted right by 23, in the low bits of 2²³: 2²³ plus the
    /// exponent.
    /// </summary>
    static abstract TSelf ExponentOnto23(TSelf value, int bias);
}
