using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Sixteen lanes: AVX-512.</summary>
/// <remarks>
/// Members are inlined without being marked, and must not be: marked, they use up what the compiler inlines into one method, and the end of
/// the loop of <see cref="PanelKernel{TVector, TItem, TForm, TSums, TResults}"/> is called instead, its sums in memory. Narrower lanes'
/// members are not inlined there unless they are marked.
/// </remarks>
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
