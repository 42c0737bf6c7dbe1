using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// 32-bit lanes, each four bytes or two 16-bit numbers of one row, or a sum: what products of codes are summed in. Whole numbers, so any
/// implementation gives the same.
/// </summary>
internal interface IByteLanes<TSelf, TLanes>
    where TSelf : struct, IByteLanes<TSelf, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    static abstract TSelf Load(ref byte source, nuint index);

    static abstract TSelf Broadcast(int value);

    /// <summary>Bytes 0 and 2 of each lane, as 16-bit numbers.</summary>
    static abstract TSelf Even(TSelf bytes);

    /// <summary>Bytes 1 and 3 of each lane, as 16-bit numbers.</summary>
    static abstract TSelf Odd(TSelf bytes);

    /// <summary>sum + the products of the lower and of the upper signed 16-bit halves.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf sum);

    static abstract TLanes ToSingle(TSelf value);

    static abstract void Store(TSelf value, ref int destination, nuint index);

    static abstract TSelf Smaller(TSelf left, TSelf right);

    static abstract TSelf Larger(TSelf left, TSelf right);

    /// <summary>In each lane the kept bits of a value, with others put in their place.</summary>
    static abstract TSelf Mark(TSelf value, TSelf keep, TSelf bits);

    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>Bit i says whether left ≥ right in lane i.</summary>
    static abstract uint AtLeast(TSelf left, TSelf right);
}

internal readonly struct ByteLanes1(int value) : IByteLanes<ByteLanes1, Lanes1>
{
    private readonly int _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Load(ref byte source, nuint index) => new(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref source, index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Broadcast(int value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Even(ByteLanes1 bytes) => new(bytes._value & 0x00FF00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Odd(ByteLanes1 bytes) => new((bytes._value >>> 8) & 0x00FF00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 MultiplyAdd(ByteLanes1 left, ByteLanes1 right, ByteLanes1 sum) =>
        new(sum._value + ((short)left._value * (short)right._value) + ((left._value >> 16) * (right._value >> 16)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ToSingle(ByteLanes1 value) => new(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ByteLanes1 value, ref int destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Smaller(ByteLanes1 left, ByteLanes1 right) => new(Math.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Larger(ByteLanes1 left, ByteLanes1 right) => new(Math.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Mark(ByteLanes1 value, ByteLanes1 keep, ByteLanes1 bits) => new((value._value & keep._value) | bits._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes1 Add(ByteLanes1 left, ByteLanes1 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(ByteLanes1 left, ByteLanes1 right) => left._value >= right._value ? 1u : 0u;
}

internal readonly struct ByteLanes128(Vector128<int> value) : IByteLanes<ByteLanes128, Lanes128>
{
    private readonly Vector128<int> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Load(ref byte source, nuint index) => new(Vector128.LoadUnsafe(ref source, index).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Broadcast(int value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Even(ByteLanes128 bytes) => new(bytes._value & Vector128.Create(0x00FF00FF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Odd(ByteLanes128 bytes) => new(Vector128.ShiftRightLogical(bytes._value.AsUInt16(), 8).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 MultiplyAdd(ByteLanes128 left, ByteLanes128 right, ByteLanes128 sum) =>
        new(sum._value + Sse2.MultiplyAddAdjacent(left._value.AsInt16(), right._value.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ToSingle(ByteLanes128 value) => new(Vector128.ConvertToSingle(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ByteLanes128 value, ref int destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Smaller(ByteLanes128 left, ByteLanes128 right) => new(Vector128.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Larger(ByteLanes128 left, ByteLanes128 right) => new(Vector128.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Mark(ByteLanes128 value, ByteLanes128 keep, ByteLanes128 bits) =>
        new((value._value & keep._value) | bits._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes128 Add(ByteLanes128 left, ByteLanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(ByteLanes128 left, ByteLanes128 right) =>
        (uint)Vector128.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}

internal readonly struct ByteLanes256(Vector256<int> value) : IByteLanes<ByteLanes256, Lanes256>
{
    private readonly Vector256<int> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Load(ref byte source, nuint index) => new(Vector256.LoadUnsafe(ref source, index).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Broadcast(int value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Even(ByteLanes256 bytes) => new(bytes._value & Vector256.Create(0x00FF00FF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Odd(ByteLanes256 bytes) => new(Vector256.ShiftRightLogical(bytes._value.AsUInt16(), 8).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 MultiplyAdd(ByteLanes256 left, ByteLanes256 right, ByteLanes256 sum) =>
        new(sum._value + Avx2.MultiplyAddAdjacent(left._value.AsInt16(), right._value.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ToSingle(ByteLanes256 value) => new(Vector256.ConvertToSingle(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ByteLanes256 value, ref int destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Smaller(ByteLanes256 left, ByteLanes256 right) => new(Vector256.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Larger(ByteLanes256 left, ByteLanes256 right) => new(Vector256.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Mark(ByteLanes256 value, ByteLanes256 keep, ByteLanes256 bits) =>
        new((value._value & keep._value) | bits._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Add(ByteLanes256 left, ByteLanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(ByteLanes256 left, ByteLanes256 right) =>
        (uint)Vector256.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}

internal readonly struct ByteLanes512(Vector512<int> value) : IByteLanes<ByteLanes512, Lanes512>
{
    private readonly Vector512<int> _value = value;

    public static ByteLanes512 Load(ref byte source, nuint index) => new(Vector512.LoadUnsafe(ref source, index).AsInt32());

    public static ByteLanes512 Broadcast(int value) => new(Vector512.Create(value));

    public static ByteLanes512 Even(ByteLanes512 bytes) => new(bytes._value & Vector512.Create(0x00FF00FF));

    public static ByteLanes512 Odd(ByteLanes512 bytes) => new(Vector512.ShiftRightLogical(bytes._value.AsUInt16(), 8).AsInt32());

    public static ByteLanes512 MultiplyAdd(ByteLanes512 left, ByteLanes512 right, ByteLanes512 sum) =>
        new(sum._value + Avx512BW.MultiplyAddAdjacent(left._value.AsInt16(), right._value.AsInt16()));

    public static Lanes512 ToSingle(ByteLanes512 value) => new(Vector512.ConvertToSingle(value._value));

    public static void Store(ByteLanes512 value, ref int destination, nuint index) => value._value.StoreUnsafe(ref destination, index);

    public static ByteLanes512 Smaller(ByteLanes512 left, ByteLanes512 right) => new(Vector512.Min(left._value, right._value));

    public static ByteLanes512 Larger(ByteLanes512 left, ByteLanes512 right) => new(Vector512.Max(left._value, right._value));

    public static ByteLanes512 Mark(ByteLanes512 value, ByteLanes512 keep, ByteLanes512 bits) =>
        new((value._value & keep._value) | bits._value);

    public static ByteLanes512 Add(ByteLanes512 left, ByteLanes512 right) => new(left._value + right._value);

    public static uint AtLeast(ByteLanes512 left, ByteLanes512 right) =>
        (uint)Vector512.GreaterThanOrEqual(left._value, right._value).ExtractMostSignificantBits();
}
