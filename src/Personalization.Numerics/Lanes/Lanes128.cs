using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Four lanes: ARM, and x86 without AVX2.</summary>
internal readonly struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref float source, nuint index) => new(Vector128.LoadUnsafe(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Subtract(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, ref float destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Lanes128 value, ref double destination, nuint index)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(value._value);
        (Vector128.LoadUnsafe(ref destination, index) + lower).StoreUnsafe(ref destination, index);
        (Vector128.LoadUnsafe(ref destination, index + 2) + upper).StoreUnsafe(ref destination, index + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Divide(Lanes128 left, Lanes128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Lanes128 left, Lanes128 right) =>
        (uint)Vector128.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddAbsolute(Lanes128 value, Lanes128 addend) => new(Vector128.Abs(value._value) + addend._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Add(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddToExponent(Lanes128 value, Lanes128 power) => new(
        (value._value.AsInt32() + Vector128.ShiftLeft(power._value.AsInt32(), SingleBits.MantissaBits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ExponentOnto23(Lanes128 value, int bias) => new(
        (Vector128.ShiftRightLogical(value._value.AsInt32() + Vector128.Create(bias), SingleBits.MantissaBits)
        | Vector128.Create(SingleBits.TwoTo23)).AsSingle());
}
