using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>target += factor · source, value by value with fused multiply-add: the step that factorizations are made of, same bits at any width.</summary>
internal static class RowUpdates
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
    public static void Rotate(double cosine, double sine, Span<double> first, Span<double> second, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Rotate<DoubleLanes512>(cosine, sine, first, second); break;
            case LaneWidth.Vector256: Rotate<DoubleLanes256>(cosine, sine, first, second); break;
            case LaneWidth.Vector128: Rotate<DoubleLanes128>(cosine, sine, first, second); break;
            default: Rotate<DoubleLanes1>(cosine, sine, first, second); break;
        }
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate<TLanes>(double cosine, double sine, Span<double> first, Span<double> second)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref double a = ref MemoryMarshal.GetReference(first);
        ref double b = ref MemoryMarshal.GetReference(second[..first.Length]);
        nuint length = (nuint)first.Length, width = (nuint)TLanes.Count, i = 0;
        for (; i + width <= length; i += width)
            RotateOne<TLanes>(cosine, sine, ref a, ref b, i);

        for (; i < length; i++)
            RotateOne<DoubleLanes1>(cosine, sine, ref a, ref b, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotateOne<TLanes>(double cosine, double sine, ref double first, ref double second, nuint index)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes a = TLanes.Load(ref first, index), b = TLanes.Load(ref second, index), c = TLanes.Broadcast(cosine), s = TLanes.Broadcast(sine);
        TLanes.Store(TLanes.Subtract(TLanes.Multiply(c, a), TLanes.Multiply(s, b)), ref first, index);
        TLanes.Store(TLanes.Add(TLanes.Multiply(s, a), TLanes.Multiply(c, b)), ref second, index);
    }
}
