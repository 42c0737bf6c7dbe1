using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>The scalar twin: one lane.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(ref float source, nuint index) => new(Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Subtract(Lanes1 left, Lanes1 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Sqrt(Lanes1 value) => new(MathF.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 WhereLess(Lanes1 left, Lanes1 right, Lanes1 ifLess, Lanes1 otherwise) =>
        left._value < right._value ? ifLess : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Smaller(Lanes1 left, Lanes1 right) => left._value < right._value ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Larger(Lanes1 left, Lanes1 right) => left._value > right._value ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 value, ref float destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Lanes1 value, ref double destination, nuint index) => Unsafe.Add(ref destination, index) += value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Divide(Lanes1 left, Lanes1 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Lanes1 left, Lanes1 right) => left._value >= right._value ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Multiply(Lanes1 left, Lanes1 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadHalves(ref ushort source, nuint index) =>
        new((float)BitConverter.UInt16BitsToHalf(Unsafe.Add(ref source, index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddAbsolute(Lanes1 value, Lanes1 addend) => new(MathF.Abs(value._value) + addend._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Add(Lanes1 left, Lanes1 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddToExponent(Lanes1 value, Lanes1 power) => new(BitConverter.Int32BitsToSingle(
        BitConverter.SingleToInt32Bits(value._value) + (BitConverter.SingleToInt32Bits(power._value) << SingleBits.MantissaBits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ExponentOnto23(Lanes1 value, int bias) => new(BitConverter.Int32BitsToSingle(
        ((BitConverter.SingleToInt32Bits(value._value) + bias) >>> SingleBits.MantissaBits) | SingleBits.TwoTo23));
}
