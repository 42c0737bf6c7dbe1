using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Neighbouring double-precision values that go through a kernel side by side, as <see cref="ILanes{TSelf}"/> for singles. Every operation
/// is rounded as IEEE 754 asks, lane by lane, so a kernel whose lanes never meet gives the same bits whichever implementation runs it.
/// </summary>
internal interface IDoubleLanes<TSelf> : IProductLanes<TSelf, double>
    where TSelf : struct, IDoubleLanes<TSelf>
{
    /// <summary>Neighbouring singles as doubles.</summary>
    static abstract TSelf Widen(ref float source, nuint index);

    static abstract TSelf Add(TSelf left, TSelf right);

    static abstract TSelf Subtract(TSelf left, TSelf right);

    static abstract TSelf Divide(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Where left &lt; right: <paramref name="ifLess"/>, elsewhere, NaN included, <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf ifLess, TSelf otherwise);

    /// <summary>
    /// Adds the bits of <paramref name="value"/>, as an integer, to those of <paramref name="power"/> shifted left by 52: value · 2ⁿ for n
    /// in the low bits.
    /// </summary>
    static abstract TSelf AddToExponent(TSelf value, TSelf power);

    /// <summary>
    /// The bits of <paramref name="value"/> plus <paramref name="bias"/>, shifted right by 52, in the low bits of 2⁵²: 2⁵² plus the
    /// exponent.
    /// </summary>
    static abstract TSelf ExponentOnto52(TSelf value, long bias);

    /// <summary>The larger; neither may be NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>Bit i says whether left ≤ right in lane i; never where one is NaN.</summary>
    static abstract uint AtMost(TSelf left, TSelf right);
}

/// <summary>Which bits say what in a double.</summary>
internal static class DoubleBits
{
    public const int MantissaBits = 52;

    /// <summary>The bits of 2⁵².</summary>
    public const long TwoTo52 = 0x4330000000000000;
}

/// <summary>The scalar twin: one lane.</summary>
internal readonly struct DoubleLanes1(double value) : IDoubleLanes<DoubleLanes1>
{
    private readonly double _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Load(ref double source, nuint index) => new(Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Widen(ref float source, nuint index) => new(Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Add(DoubleLanes1 left, DoubleLanes1 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Subtract(DoubleLanes1 left, DoubleLanes1 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Multiply(DoubleLanes1 left, DoubleLanes1 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Divide(DoubleLanes1 left, DoubleLanes1 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 MultiplyAdd(DoubleLanes1 left, DoubleLanes1 right, DoubleLanes1 addend) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Sqrt(DoubleLanes1 value) => new(Math.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 WhereLess(DoubleLanes1 left, DoubleLanes1 right, DoubleLanes1 ifLess, DoubleLanes1 otherwise) =>
        left._value < right._value ? ifLess : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 AddToExponent(DoubleLanes1 value, DoubleLanes1 power) => new(BitConverter.Int64BitsToDouble(
        BitConverter.DoubleToInt64Bits(value._value) + (BitConverter.DoubleToInt64Bits(power._value) << DoubleBits.MantissaBits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 ExponentOnto52(DoubleLanes1 value, long bias) => new(BitConverter.Int64BitsToDouble(
        ((BitConverter.DoubleToInt64Bits(value._value) + bias) >>> DoubleBits.MantissaBits) | DoubleBits.TwoTo52));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes1 value, ref double destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Max(DoubleLanes1 left, DoubleLanes1 right) => new(Math.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(DoubleLanes1 left, DoubleLanes1 right) => left._value <= right._value ? 1u : 0;
}

/// <summary>Two lanes: ARM, and x86 without AVX2.</summary>
internal readonly struct DoubleLanes128(Vector128<double> value) : IDoubleLanes<DoubleLanes128>
{
    private readonly Vector128<double> _value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Load(ref double source, nuint index) => new(Vector128.LoadUnsafe(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Widen(ref float source, nuint index) =>
        new(Vector128.WidenLower(Vector64.LoadUnsafe(ref source, index).ToVector128Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Broadcast(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Add(DoubleLanes128 left, DoubleLanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Subtract(DoubleLanes128 left, DoubleLanes128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Multiply(DoubleLanes128 left, DoubleLanes128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Divide(DoubleLanes128 left, DoubleLanes128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 MultiplyAdd(DoubleLanes128 left, DoubleLanes128 right, DoubleLanes128 addend) =>
        new(Vector128.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Sqrt(DoubleLanes128 value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 WhereLess(DoubleLanes128 left, DoubleLanes128 right, DoubleLanes128 ifLess, DoubleLanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 AddToExponent(DoubleLanes128 value, DoubleLanes128 power) =>
        new((value._value.AsInt64() + (power._value.AsInt64() << DoubleBits.MantissaBits)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 ExponentOnto52(DoubleLanes128 value, long bias) =>
        new((((value._value.AsInt64() + Vector128.Create(bias)) >>> DoubleBits.MantissaBits)
            | Vector128.Create(DoubleBits.TwoTo52)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes128 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Max(DoubleLanes128 left, DoubleLanes128 right) => new(Vector128.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(DoubleLanes128 left, DoubleLanes128 right) =>
        (uint)Vector128.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}

/// <summary>Four lanes: AVX2.</summary>
internal readonly struct DoubleLanes256(Vector256<double> value) : IDoubleLanes<DoubleLanes256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Load(ref double source, nuint index) => new(Vector256.LoadUnsafe(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Widen(ref float source, nuint index) =>
        new(Vector256.WidenLower(Vector128.LoadUnsafe(ref source, index).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Add(DoubleLanes256 left, DoubleLanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Subtract(DoubleLanes256 left, DoubleLanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Multiply(DoubleLanes256 left, DoubleLanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Divide(DoubleLanes256 left, DoubleLanes256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 MultiplyAdd(DoubleLanes256 left, DoubleLanes256 right, DoubleLanes256 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Sqrt(DoubleLanes256 value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 WhereLess(DoubleLanes256 left, DoubleLanes256 right, DoubleLanes256 ifLess, DoubleLanes256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 AddToExponent(DoubleLanes256 value, DoubleLanes256 power) =>
        new((value._value.AsInt64() + (power._value.AsInt64() << DoubleBits.MantissaBits)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 ExponentOnto52(DoubleLanes256 value, long bias) =>
        new((((value._value.AsInt64() + Vector256.Create(bias)) >>> DoubleBits.MantissaBits)
            | Vector256.Create(DoubleBits.TwoTo52)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes256 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Max(DoubleLanes256 left, DoubleLanes256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(DoubleLanes256 left, DoubleLanes256 right) =>
        (uint)Vector256.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}

/// <summary>Eight lanes: AVX-512.</summary>
internal readonly struct DoubleLanes512(Vector512<double> value) : IDoubleLanes<DoubleLanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static DoubleLanes512 Load(ref double source, nuint index) => new(Vector512.LoadUnsafe(ref source, index));

    public static DoubleLanes512 Widen(ref float source, nuint index) =>
        new(Vector512.WidenLower(Vector256.LoadUnsafe(ref source, index).ToVector512Unsafe()));

    public static DoubleLanes512 Broadcast(double value) => new(Vector512.Create(value));

    public static DoubleLanes512 Add(DoubleLanes512 left, DoubleLanes512 right) => new(left._value + right._value);

    public static DoubleLanes512 Subtract(DoubleLanes512 left, DoubleLanes512 right) => new(left._value - right._value);

    public static DoubleLanes512 Multiply(DoubleLanes512 left, DoubleLanes512 right) => new(left._value * right._value);

    public static DoubleLanes512 Divide(DoubleLanes512 left, DoubleLanes512 right) => new(left._value / right._value);

    public static DoubleLanes512 MultiplyAdd(DoubleLanes512 left, DoubleLanes512 right, DoubleLanes512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static DoubleLanes512 Sqrt(DoubleLanes512 value) => new(Vector512.Sqrt(value._value));

    public static DoubleLanes512 WhereLess(DoubleLanes512 left, DoubleLanes512 right, DoubleLanes512 ifLess, DoubleLanes512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    public static DoubleLanes512 AddToExponent(DoubleLanes512 value, DoubleLanes512 power) =>
        new((value._value.AsInt64() + (power._value.AsInt64() << DoubleBits.MantissaBits)).AsDouble());

    public static DoubleLanes512 ExponentOnto52(DoubleLanes512 value, long bias) =>
        new((((value._value.AsInt64() + Vector512.Create(bias)) >>> DoubleBits.MantissaBits)
            | Vector512.Create(DoubleBits.TwoTo52)).AsDouble());

    public static void Store(DoubleLanes512 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    public static DoubleLanes512 Max(DoubleLanes512 left, DoubleLanes512 right) => new(Vector512.MaxNative(left._value, right._value));

    public static uint AtMost(DoubleLanes512 left, DoubleLanes512 right) =>
        (uint)Vector512.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}
