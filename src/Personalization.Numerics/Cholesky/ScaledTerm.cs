using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// target += factor · source, value by value with fused multiply-add: the step that factorizations are made of, same bits at any width.
/// </summary>
internal static unsafe class ScaledTerm
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
}
