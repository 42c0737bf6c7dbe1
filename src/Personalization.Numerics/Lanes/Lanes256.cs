using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Eight lanes: AVX2.</summary>
internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref float source, nuint index) => new(Vector256.LoadUnsafe(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Subtract(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, ref float destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Lanes256 value, ref double destination, nuint index)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value._value);
        (Vector256.LoadUnsafe(ref destination, index) + lower).StoreUnsafe(ref destination, index);
        (Vector256.LoadUnsafe(ref destination, index + 4) + upper).StoreUnsafe(ref destination, index + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Divide(Lanes256 left, Lanes256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Lanes256 left, Lanes256 right) =>
        (uint)Vector256.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddAbsolute(Lanes256 value, Lanes256 addend) => new(Vector256.Abs(value._value) + addend._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddToExponent(Lanes256 value, Lanes256 power) => new(
        (value._value.AsInt32() + Vector256.ShiftLeft(power._value.AsInt32(), SingleBits.MantissaBits)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ExponentOnto23(Lanes256 value, int bias) => new(
        (Vector256.ShiftRightLogical(value._value.AsInt32() + Vector256.Create(bias), SingleBits.MantissaBits)
        | Vector256.Create(SingleBits.TwoTo23)).AsSingle());
}
