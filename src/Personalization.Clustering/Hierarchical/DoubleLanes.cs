using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Clustering;

/// <summary>
/// Neighbouring double-precision values that go through a kernel side by side. Each operation is rounded as IEEE 754 asks, lane by lane, so a kernel
/// whose lanes never meet gives the same bits whichever implementation runs it. Double, because merges of clusters feed on merges: near-ties that
/// single precision would decide otherwise change the tree above them.
/// </summary>
internal interface IDoubleLanes<TSelf>
    where TSelf : struct, IDoubleLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(ref double source, nuint index);

    static abstract TSelf Broadcast(double value);

    static abstract TSelf Add(TSelf left, TSelf right);

    static abstract TSelf Subtract(TSelf left, TSelf right);

    static abstract TSelf Divide(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The larger; neither may be NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Bit i tells whether lane i of left ≤ lane i of right.</summary>
    static abstract uint AtMost(TSelf left, TSelf right);

    /// <summary>Where left &lt; right: <paramref name="ifLess"/>, elsewhere <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf ifLess, TSelf otherwise);

    static abstract void Store(TSelf value, ref double destination, nuint index);
}

/// <summary>The scalar twin: one lane.</summary>
internal readonly struct DoubleLanes1(double value) : IDoubleLanes<DoubleLanes1>
{
    private readonly double _value = value;

    public static int Count => 1;

    public static DoubleLanes1 Load(ref double source, nuint index) => new(Unsafe.Add(ref source, index));

    public static DoubleLanes1 Broadcast(double value) => new(value);

    public static DoubleLanes1 Add(DoubleLanes1 left, DoubleLanes1 right) => new(left._value + right._value);

    public static DoubleLanes1 Subtract(DoubleLanes1 left, DoubleLanes1 right) => new(left._value - right._value);

    public static DoubleLanes1 Divide(DoubleLanes1 left, DoubleLanes1 right) => new(left._value / right._value);

    public static DoubleLanes1 MultiplyAdd(DoubleLanes1 left, DoubleLanes1 right, DoubleLanes1 addend) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static DoubleLanes1 Max(DoubleLanes1 left, DoubleLanes1 right) => new(Math.Max(left._value, right._value));

    public static DoubleLanes1 Sqrt(DoubleLanes1 value) => new(Math.Sqrt(value._value));

    public static uint AtMost(DoubleLanes1 left, DoubleLanes1 right) => left._value <= right._value ? 1u : 0;

    public static DoubleLanes1 WhereLess(DoubleLanes1 left, DoubleLanes1 right, DoubleLanes1 ifLess, DoubleLanes1 otherwise) =>
        left._value < right._value ? ifLess : otherwise;

    public static void Store(DoubleLanes1 value, ref double destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;
}

/// <summary>Two lanes: ARM, and x86 without AVX2.</summary>
internal readonly struct DoubleLanes2(Vector128<double> value) : IDoubleLanes<DoubleLanes2>
{
    private readonly Vector128<double> _value = value;

    public static int Count => 2;

    public static DoubleLanes2 Load(ref double source, nuint index) => new(Vector128.LoadUnsafe(ref source, index));

    public static DoubleLanes2 Broadcast(double value) => new(Vector128.Create(value));

    public static DoubleLanes2 Add(DoubleLanes2 left, DoubleLanes2 right) => new(left._value + right._value);

    public static DoubleLanes2 Subtract(DoubleLanes2 left, DoubleLanes2 right) => new(left._value - right._value);

    public static DoubleLanes2 Divide(DoubleLanes2 left, DoubleLanes2 right) => new(left._value / right._value);

    public static DoubleLanes2 MultiplyAdd(DoubleLanes2 left, DoubleLanes2 right, DoubleLanes2 addend) =>
        new(Vector128.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static DoubleLanes2 Max(DoubleLanes2 left, DoubleLanes2 right) => new(Vector128.MaxNative(left._value, right._value));

    public static DoubleLanes2 Sqrt(DoubleLanes2 value) => new(Vector128.Sqrt(value._value));

    public static uint AtMost(DoubleLanes2 left, DoubleLanes2 right) =>
        (uint)Vector128.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static DoubleLanes2 WhereLess(DoubleLanes2 left, DoubleLanes2 right, DoubleLanes2 ifLess, DoubleLanes2 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    public static void Store(DoubleLanes2 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);
}

/// <summary>Four lanes: AVX2.</summary>
internal readonly struct DoubleLanes4(Vector256<double> value) : IDoubleLanes<DoubleLanes4>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    public static DoubleLanes4 Load(ref double source, nuint index) => new(Vector256.LoadUnsafe(ref source, index));

    public static DoubleLanes4 Broadcast(double value) => new(Vector256.Create(value));

    public static DoubleLanes4 Add(DoubleLanes4 left, DoubleLanes4 right) => new(left._value + right._value);

    public static DoubleLanes4 Subtract(DoubleLanes4 left, DoubleLanes4 right) => new(left._value - right._value);

    public static DoubleLanes4 Divide(DoubleLanes4 left, DoubleLanes4 right) => new(left._value / right._value);

    public static DoubleLanes4 MultiplyAdd(DoubleLanes4 left, DoubleLanes4 right, DoubleLanes4 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static DoubleLanes4 Max(DoubleLanes4 left, DoubleLanes4 right) => new(Vector256.MaxNative(left._value, right._value));

    public static DoubleLanes4 Sqrt(DoubleLanes4 value) => new(Vector256.Sqrt(value._value));

    public static uint AtMost(DoubleLanes4 left, DoubleLanes4 right) =>
        (uint)Vector256.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static DoubleLanes4 WhereLess(DoubleLanes4 left, DoubleLanes4 right, DoubleLanes4 ifLess, DoubleLanes4 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    public static void Store(DoubleLanes4 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);
}

/// <summary>Eight lanes: AVX-512.</summary>
internal readonly struct DoubleLanes8(Vector512<double> value) : IDoubleLanes<DoubleLanes8>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static DoubleLanes8 Load(ref double source, nuint index) => new(Vector512.LoadUnsafe(ref source, index));

    public static DoubleLanes8 Broadcast(double value) => new(Vector512.Create(value));

    public static DoubleLanes8 Add(DoubleLanes8 left, DoubleLanes8 right) => new(left._value + right._value);

    public static DoubleLanes8 Subtract(DoubleLanes8 left, DoubleLanes8 right) => new(left._value - right._value);

    public static DoubleLanes8 Divide(DoubleLanes8 left, DoubleLanes8 right) => new(left._value / right._value);

    public static DoubleLanes8 MultiplyAdd(DoubleLanes8 left, DoubleLanes8 right, DoubleLanes8 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static DoubleLanes8 Max(DoubleLanes8 left, DoubleLanes8 right) => new(Vector512.MaxNative(left._value, right._value));

    public static DoubleLanes8 Sqrt(DoubleLanes8 value) => new(Vector512.Sqrt(value._value));

    public static uint AtMost(DoubleLanes8 left, DoubleLanes8 right) =>
        (uint)Vector512.LessThanOrEqual(left._value, right._value).ExtractMostSignificantBits();

    public static DoubleLanes8 WhereLess(DoubleLanes8 left, DoubleLanes8 right, DoubleLanes8 ifLess, DoubleLanes8 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), ifLess._value, otherwise._value));

    public static void Store(DoubleLanes8 value, ref double destination, nuint index) => value._value.StoreUnsafe(ref destination, index);
}
