using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>target += factor · source, value by value with fused multiply-add: the step that factorizations are made of, same bits at any width.</summary>
internal static unsafe class RowUpdates
{
    public static void Add(float factor, ReadOnlySpan<float> source, Span<float> target, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: AddSingle<Lanes512>(factor, source, target); break;
            case LaneWidth.Vector256: AddSingle<Lanes256>(factor, source, target); break;
            case LaneWidth.Vector128: AddSingle<Lanes128>(factor, source, target); break;
            default: AddSingle<Lanes1>(factor, source, target); break;
        }
    }

    public static void Add(double factor, ReadOnlySpan<double> source, Span<double> target, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: AddDouble<DoubleLanes512>(factor, source, target); break;
            case LaneWidth.Vector256: AddDouble<DoubleLanes256>(factor, source, target); break;
            case LaneWidth.Vector128: AddDouble<DoubleLanes128>(factor, source, target); break;
            default: AddDouble<DoubleLanes1>(factor, source, target); break;
        }
    }

    /// <summary>(first, second) = (cosine · first − sine · second, sine · first + cosine · second).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate<TLanes>(double cosine, double sine, double* first, double* second, int length)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        int i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
            RotateOne<TLanes>(cosine, sine, ref first[i], ref second[i]);

        for (; i < length; i++)
            RotateOne<DoubleLanes1>(cosine, sine, ref first[i], ref second[i]);
    }

    /// <summary>target = a · first + b · second; the target may be one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine<TLanes>(double a, double* first, double b, double* second, double* target, int length)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        int i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
            CombineOne<TLanes>(a, ref first[i], b, ref second[i], ref target[i]);

        for (; i < length; i++)
            CombineOne<DoubleLanes1>(a, ref first[i], b, ref second[i], ref target[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSingle<TLanes>(float factor, ReadOnlySpan<float> source, Span<float> target)
        where TLanes : struct, ILanes<TLanes>
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target[..source.Length]);
        nuint length = (nuint)source.Length, width = (nuint)TLanes.Count, i = 0;
        for (; i + width <= length; i += width)
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(factor), TLanes.Load(ref from, i), TLanes.Load(ref to, i)), ref to, i);

        for (; i < length; i++)
            Unsafe.Add(ref to, i) = MathF.FusedMultiplyAdd(factor, Unsafe.Add(ref from, i), Unsafe.Add(ref to, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddDouble<TLanes>(double factor, ReadOnlySpan<double> source, Span<double> target)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref double from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(target[..source.Length]);
        nuint length = (nuint)source.Length, width = (nuint)TLanes.Count, i = 0;
        for (; i + width <= length; i += width)
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(factor), TLanes.Load(ref from, i), TLanes.Load(ref to, i)), ref to, i);

        for (; i < length; i++)
            Unsafe.Add(ref to, i) = Math.FusedMultiplyAdd(factor, Unsafe.Add(ref from, i), Unsafe.Add(ref to, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotateOne<TLanes>(double cosine, double sine, ref double first, ref double second)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes a = TLanes.Load(ref first, 0), b = TLanes.Load(ref second, 0), c = TLanes.Broadcast(cosine), s = TLanes.Broadcast(sine);
        TLanes.Store(TLanes.Subtract(TLanes.Multiply(c, a), TLanes.Multiply(s, b)), ref first, 0);
        TLanes.Store(TLanes.Add(TLanes.Multiply(s, a), TLanes.Multiply(c, b)), ref second, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineOne<TLanes>(double a, ref double first, double b, ref double second, ref double target)
        where TLanes : struct, IDoubleLanes<TLanes> =>
        TLanes.Store(
            TLanes.MultiplyAdd(TLanes.Broadcast(a), TLanes.Load(ref first, 0), TLanes.Multiply(TLanes.Broadcast(b), TLanes.Load(ref second, 0))), ref target, 0);
}
