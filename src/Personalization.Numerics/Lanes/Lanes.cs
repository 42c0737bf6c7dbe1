using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

/// <summary>The scalar twin: one lane.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Lanes1 Load(ref float source, nuint index) => new(Unsafe.Add(ref source, index));

    public static Lanes1 Broadcast(float value) => new(value);

    public static Lanes1 Subtract(Lanes1 left, Lanes1 right) => new(left._value - right._value);

    public static Lanes1 MultiplyAdd(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes1 Sqrt(Lanes1 value) => new(MathF.Sqrt(value._value));

    public static Lanes1 WhereLess(Lanes1 left, Lanes1 right, Lanes1 ifLess, Lanes1 otherwise) =>
        left._value < right._value ? ifLess : otherwise;

    public static Lanes1 Smaller(Lanes1 left, Lanes1 right) => left._value < right._value ? left : right;

    public static Lanes1 Larger(Lanes1 left, Lanes1 right) => left._value > right._value ? left : right;

    public static void Store(Lanes1 value, ref float destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;

    public static void AddTo(Lanes1 value, ref double destination, nuint index) => Unsafe.Add(ref destination, index) += value._value;

    public static Lanes1 Divide(Lanes1 left, Lanes1 right) => new(left._value / right._value);

    public static uint AtLeast(Lanes1 left, Lanes1 right) => left._value >= right._value ? 1u : 0u;

    public static Lanes1 Multiply(Lanes1 left, Lanes1 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadHalves(ref ushort source, nuint index) =>
        new((float)BitConverter.UInt16BitsToHalf(Unsafe.Add(ref source, index)));

    public static Lanes1 AddAbsolute(Lanes1 value, Lanes1 addend) => new(MathF.Abs(value._value) + addend._value);

    public static Lanes1 Add(Lanes1 left, Lanes1 right) => new(left._value + right._value);

    public static Lanes1 AddToExponent(Lanes1 value, Lanes1 power) => new(BitConverter.Int32BitsToSingle(
        BitConverter.SingleToInt32Bits(value._value) + (BitConverter.SingleToInt32Bits(power._value) << SingleBits.MantissaBits)));

    public static Lanes1 ExponentOnto23(Lanes1 value, int bias) => new(BitConverter.Int32BitsToSingle(
        ((BitConverter.SingleToInt32Bits(value._value) + bias) >>> SingleBits.MantissaBits) | SingleBits.TwoTo23));
}

/// <summary>Four lanes: ARM, and x86 without AVX2.</summary>
internal readonly struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static Lanes128 Load(ref float source, nuint index) => new(Vector128.LoadUnsafe(ref source, index));

    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    public static Lanes128 Subtract(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._value));

    public static Lanes128 WhereLess(Lanes128 left, Lanes128 right, Lanes128 ifLess, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Smaller(Lanes128 left, Lanes128 right) => new(Sse.IsSupported
        ? Sse.Min(left._value, right._value)
        : Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Larger(Lanes128 left, Lanes128 right) => new(Sse.IsSupported
        ? Sse.Max(left._value, right._value)
        : Vector128.ConditionalSelect(Vector128.GreaterThan(left._value, right._value), left._value, right._value));

    public static void Store(Lanes128 value, ref float destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    public static void AddTo(Lanes128 value, ref double destination, nuint index)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(value._value);
        (Vector128.LoadUnsafe(ref destination, index) + lower).StoreUnsafe(ref destination, index);
        (Vector128.LoadUnsafe(ref destination, index + 2) + upper).StoreUnsafe(ref destination, index + 2);
    }

    public static Lanes128 Divide(Lanes128 left, Lanes128 right) => new(left._value / right._value);

    public static uint AtLeast(Lanes128 left, Lanes128 right) =>
        (uint)Vector128.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static Lanes128 Multiply(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LoadHalves(ref ushort source, nuint index)
    {
        // Shifted into place the exponent is 112 too low, for subnormal halves as well; that of what isn't finite is all ones.
        Vector128<uint> bits = Vector128.WidenLower(Vector64.LoadUnsafe(ref source, index).ToVector128Unsafe()),
            magnitude = bits & Vector128.Create(0x7FFFu);
        Vector128<uint> value = (Vector128.ShiftLeft(magnitude, 13).AsSingle() * HalfPrecision.Scale).AsUInt32();
        Vector128<uint> notFinite = Vector128.GreaterThan(magnitude, Vector128.Create(0x7BFFu)) & Vector128.Create(0x7F800000u);
        return new((value | notFinite | Vector128.ShiftLeft(bits ^ magnitude, 16)).AsSingle());
    }

    public static Lanes128 AddAbsolute(Lanes128 value, Lanes128 addend) => new(Vector128.Abs(value._value) + addend._value);

    public static Lanes128 Add(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    public static Lanes128 AddToExponent(Lanes128 value, Lanes128 power) => new(
        (value._value.AsInt32() + Vector128.ShiftLeft(power._value.AsInt32(), SingleBits.MantissaBits)).AsSingle());

    public static Lanes128 ExponentOnto23(Lanes128 value, int bias) => new(
        (Vector128.ShiftRightLogical(value._value.AsInt32() + Vector128.Create(bias), SingleBits.MantissaBits)
        | Vector128.Create(SingleBits.TwoTo23)).AsSingle());
}

/// <summary>Eight lanes: AVX2.</summary>
internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static Lanes256 Load(ref float source, nuint index) => new(Vector256.LoadUnsafe(ref source, index));

    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    public static Lanes256 Subtract(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    public static Lanes256 WhereLess(Lanes256 left, Lanes256 right, Lanes256 ifLess, Lanes256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Smaller(Lanes256 left, Lanes256 right) => new(Avx.IsSupported
        ? Avx.Min(left._value, right._value)
        : Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Larger(Lanes256 left, Lanes256 right) => new(Avx.IsSupported
        ? Avx.Max(left._value, right._value)
        : Vector256.ConditionalSelect(Vector256.GreaterThan(left._value, right._value), left._value, right._value));

    public static void Store(Lanes256 value, ref float destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    public static void AddTo(Lanes256 value, ref double destination, nuint index)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value._value);
        (Vector256.LoadUnsafe(ref destination, index) + lower).StoreUnsafe(ref destination, index);
        (Vector256.LoadUnsafe(ref destination, index + 4) + upper).StoreUnsafe(ref destination, index + 4);
    }

    public static Lanes256 Divide(Lanes256 left, Lanes256 right) => new(left._value / right._value);

    public static uint AtLeast(Lanes256 left, Lanes256 right) =>
        (uint)Vector256.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static Lanes256 Multiply(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadHalves(ref ushort source, nuint index)
    {
        Vector256<uint> bits = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, index).ToVector256Unsafe()),
            magnitude = bits & Vector256.Create(0x7FFFu);
        Vector256<uint> value = (Vector256.ShiftLeft(magnitude, 13).AsSingle() * HalfPrecision.Scale).AsUInt32();
        Vector256<uint> notFinite = Vector256.GreaterThan(magnitude, Vector256.Create(0x7BFFu)) & Vector256.Create(0x7F800000u);
        return new((value | notFinite | Vector256.ShiftLeft(bits ^ magnitude, 16)).AsSingle());
    }

    public static Lanes256 AddAbsolute(Lanes256 value, Lanes256 addend) => new(Vector256.Abs(value._value) + addend._value);

    public static Lanes256 Add(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    public static Lanes256 AddToExponent(Lanes256 value, Lanes256 power) => new(
        (value._value.AsInt32() + Vector256.ShiftLeft(power._value.AsInt32(), SingleBits.MantissaBits)).AsSingle());

    public static Lanes256 ExponentOnto23(Lanes256 value, int bias) => new(
        (Vector256.ShiftRightLogical(value._value.AsInt32() + Vector256.Create(bias), SingleBits.MantissaBits)
        | Vector256.Create(SingleBits.TwoTo23)).AsSingle());
}

/// <summary>Sixteen lanes: AVX-512.</summary>
internal readonly struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static Lanes512 Load(ref float source, nuint index) => new(Vector512.LoadUnsafe(ref source, index));

    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    public static Lanes512 Subtract(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    public static Lanes512 WhereLess(Lanes512 left, Lanes512 right, Lanes512 ifLess, Lanes512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Smaller(Lanes512 left, Lanes512 right) => new(Avx512F.IsSupported
        ? Avx512F.Min(left._value, right._value)
        : Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Larger(Lanes512 left, Lanes512 right) => new(Avx512F.IsSupported
        ? Avx512F.Max(left._value, right._value)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(left._value, right._value), left._value, right._value));

    public static void Store(Lanes512 value, ref float destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    public static void AddTo(Lanes512 value, ref double destination, nuint index)
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(value._value);
        (Vector512.LoadUnsafe(ref destination, index) + lower).StoreUnsafe(ref destination, index);
        (Vector512.LoadUnsafe(ref destination, index + 8) + upper).StoreUnsafe(ref destination, index + 8);
    }

    public static Lanes512 Divide(Lanes512 left, Lanes512 right) => new(left._value / right._value);

    public static uint AtLeast(Lanes512 left, Lanes512 right) =>
        (uint)Vector512.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static Lanes512 Multiply(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadHalves(ref ushort source, nuint index)
    {
        Vector512<uint> bits = Vector512.WidenLower(Vector256.LoadUnsafe(ref source, index).ToVector512Unsafe()),
            magnitude = bits & Vector512.Create(0x7FFFu);
        Vector512<uint> value = (Vector512.ShiftLeft(magnitude, 13).AsSingle() * HalfPrecision.Scale).AsUInt32();
        Vector512<uint> notFinite = Vector512.GreaterThan(magnitude, Vector512.Create(0x7BFFu)) & Vector512.Create(0x7F800000u);
        return new((value | notFinite | Vector512.ShiftLeft(bits ^ magnitude, 16)).AsSingle());
    }

    public static Lanes512 AddAbsolute(Lanes512 value, Lanes512 addend) => new(Vector512.Abs(value._value) + addend._value);

    public static Lanes512 Add(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    public static Lanes512 AddToExponent(Lanes512 value, Lanes512 power) => new(
        (value._value.AsInt32() + Vector512.ShiftLeft(power._value.AsInt32(), SingleBits.MantissaBits)).AsSingle());

    public static Lanes512 ExponentOnto23(Lanes512 value, int bias) => new(
        (Vector512.ShiftRightLogical(value._value.AsInt32() + Vector512.Create(bias), SingleBits.MantissaBits)
        | Vector512.Create(SingleBits.TwoTo23)).AsSingle());
}

internal static class HalfPrecision
{
    /// <summary>2¹¹²: by how much the bias of a single's exponent is larger than a half's.</summary>
    public static float Scale => BitConverter.UInt32BitsToSingle((112u + 127) << 23);
}

/// <summary>Which bits say what in a single.</summary>
internal static class SingleBits
{
    public const int MantissaBits = 23;

    /// <summary>The bits of 2²³.</summary>
    public const int TwoTo23 = 0x4B000000;
}
