using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.VectorIndex;

/// <summary>
/// Sixteen virtual lanes: term i of a sum goes to lane i mod 16, and the lanes are folded in halves (8, 4, 2, 1), whatever registers hold
/// them. So each implementation gives the same bits.
/// </summary>
internal unsafe interface IBlock<TSelf>
    where TSelf : struct, IBlock<TSelf>
{
    static abstract TSelf Zero { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Subtract(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The sums over the lanes of four blocks.</summary>
    static abstract Vector128<float> Fold(TSelf first, TSelf second, TSelf third, TSelf fourth);
}

/// <summary>One register: AVX-512.</summary>
internal readonly unsafe struct Block512(Vector512<float> value) : IBlock<Block512>
{
    private readonly Vector512<float> _value = value;

    public static Block512 Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Subtract(Block512 left, Block512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 MultiplyAdd(Block512 left, Block512 right, Block512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Block512 first, Block512 second, Block512 third, Block512 fourth)
    {
        if (!Avx512F.IsSupported)
        {
            return Block256.Fold(
                new(first._value.GetLower(), first._value.GetUpper()), new(second._value.GetLower(), second._value.GetUpper()),
                new(third._value.GetLower(), third._value.GetUpper()), new(fourth._value.GetLower(), fourth._value.GetUpper()));
        }

        // Two rows share a register from the first fold on, four from the second.
        Vector512<float> two = Avx512F.Shuffle4x128(first._value, second._value, 0x44)
            + Avx512F.Shuffle4x128(first._value, second._value, 0xEE);
        Vector512<float> others = Avx512F.Shuffle4x128(third._value, fourth._value, 0x44)
            + Avx512F.Shuffle4x128(third._value, fourth._value, 0xEE);
        Vector512<float> four = Avx512F.Shuffle4x128(two, others, 0x88) + Avx512F.Shuffle4x128(two, others, 0xDD);
        four += Avx512F.Permute4x32(four, 0b01_00_11_10);
        four += Avx512F.Permute4x32(four, 0b10_11_00_01);
        return Avx512F.PermuteVar16x32(four, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).GetLower().GetLower();
    }
}

/// <summary>Two registers: AVX2.</summary>
internal readonly unsafe struct Block256(Vector256<float> lower, Vector256<float> upper) : IBlock<Block256>
{
    private readonly Vector256<float> _lower = lower;
    private readonly Vector256<float> _upper = upper;

    public static Block256 Zero => new(Vector256<float>.Zero, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Subtract(Block256 left, Block256 right) => new(left._lower - right._lower, left._upper - right._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 MultiplyAdd(Block256 left, Block256 right, Block256 addend) => new(
        Vector256.FusedMultiplyAdd(left._lower, right._lower, addend._lower),
        Vector256.FusedMultiplyAdd(left._upper, right._upper, addend._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Block256 first, Block256 second, Block256 third, Block256 fourth) =>
        Block128.FoldFours(Four(first), Four(second), Four(third), Four(fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(Block256 block)
    {
        Vector256<float> eight = block._lower + block._upper;
        return eight.GetLower() + eight.GetUpper();
    }
}

/// <summary>Four registers: ARM, and x86 without AVX2.</summary>
internal readonly unsafe struct Block128(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) : IBlock<Block128>
{
    private readonly Vector128<float> _a = a;
    private readonly Vector128<float> _b = b;
    private readonly Vector128<float> _c = c;
    private readonly Vector128<float> _d = d;

    public static Block128 Zero => new(Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Load(float* source) =>
        new(Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Subtract(Block128 left, Block128 right) =>
        new(left._a - right._a, left._b - right._b, left._c - right._c, left._d - right._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 MultiplyAdd(Block128 left, Block128 right, Block128 addend) => new(
        Vector128.FusedMultiplyAdd(left._a, right._a, addend._a), Vector128.FusedMultiplyAdd(left._b, right._b, addend._b),
        Vector128.FusedMultiplyAdd(left._c, right._c, addend._c), Vector128.FusedMultiplyAdd(left._d, right._d, addend._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Block128 first, Block128 second, Block128 third, Block128 fourth) =>
        FoldFours(Four(first), Four(second), Four(third), Four(fourth));

    /// <summary>The last two folds (4 to 2, 2 to 1) of four rows side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FoldFours(
        Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth)
    {
        Vector128<float> left = LowerHalves(first, second) + UpperHalves(first, second),
            right = LowerHalves(third, fourth) + UpperHalves(third, fourth);
        if (Sse.IsSupported) return Sse.Shuffle(left, right, 0b10_00_10_00) + Sse.Shuffle(left, right, 0b11_01_11_01);
        return Vector128.Create(left[0], left[2], right[0], right[2]) + Vector128.Create(left[1], left[3], right[1], right[3]);
    }

    private static Vector128<float> LowerHalves(Vector128<float> left, Vector128<float> right) =>
        Vector128.Create(left.GetLower(), right.GetLower());

    private static Vector128<float> UpperHalves(Vector128<float> left, Vector128<float> right) =>
        Vector128.Create(left.GetUpper(), right.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(Block128 block) => (block._a + block._c) + (block._b + block._d);
}
