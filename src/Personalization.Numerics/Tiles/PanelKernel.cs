using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// The loop that finds nearest centers and screens: points of tiles against panels of centers.
/// <para>Points stand across lanes, so every point's additions run over the features in order, and then over the centers in order, at any
/// width. Sixteen accumulators (2 vectors of points × 8 centers) cover the latency of a multiply-add where there are 32 registers; eight (2
/// × 4) where there are 16. What becomes of the sums is a type, <typeparamref name="TSums"/>, so it stays in registers too: the n × k sums
/// never exist.</para>
/// </summary>
/// <remarks>Optimized at once: a first call through unoptimized vector code would cost more than whole small fits.</remarks>
internal static class PanelKernel<TVector, TItem, TForm, TSums, TResults>
    where TVector : struct
    where TItem : struct
    where TForm : struct, IPanelForm<TVector, TItem>
    where TSums : struct, IPanelSums<TVector, TResults>
    where TResults : struct, allows ref struct
{
    /// <summary>32-bit items that come from memory together.</summary>
    private const int LineSize = 16;

    /// <summary>Sums of the points of some tiles and all centers.</summary>
    /// <param name="tile">tileCount × depth × 32 items.</param>
    /// <param name="tileCount">Number of tiles.</param>
    /// <param name="panels">panelCount × depth × 8 items.</param>
    /// <param name="begins">panelCount × 8 items that the sums begin at.</param>
    /// <param name="panelCount">Number of panels.</param>
    /// <param name="depth">Items of a point: features, or pairs of features.</param>
    /// <param name="results">Where sums, or what is made of them, go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run(
        ref TItem tile, int tileCount, ref TItem panels, ref TItem begins, int panelCount, int depth, scoped in TResults results)
    {
        nint ahead = (nint)depth * PointTiles.TileSize, lineStep = ((ahead / LineSize) + panelCount - 1) / panelCount;
        for (int at = 0; at < tileCount * PointTiles.TileSize; at += PointTiles.TileSize)
        {
            for (int point = 0; point < PointTiles.TileSize; point += 2 * TForm.Count)
            {
                TSums sums = default;
                sums.Begin(in results, at + point);
                for (int panel = 0; panel < panelCount; panel++)
                {
                    ref TItem points = ref Unsafe.Add(ref tile, point);
                    ref TItem centers = ref Unsafe.Add(ref panels, (nint)panel * depth * Panel.Size);
                    ref TItem begin = ref Unsafe.Add(ref begins, panel * Panel.Size);

                    // The next tile comes from memory while this one is worked on; a hint may point beyond the end.
                    for (nint line = panel * lineStep; line < (panel + 1) * lineStep && point == 0 && Sse.IsSupported; line++)
                        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.As<TItem, int>(ref Unsafe.Add(ref tile, ahead + (line * LineSize)))));

                    if (TForm.Count == 16)
                    {
                        Eight(ref sums, in results, ref points, ref centers, ref begin, depth);
                    }
                    else
                    {
                        // A loop rather than two calls: twice as much would be more than is inlined into one method.
                        for (int half = 0; half < Panel.Size; half += 4)
                        {
                            Four(
                                ref sums, in results, ref points, ref Unsafe.Add(ref centers, half), ref Unsafe.Add(ref begin, half),
                                depth);
                        }
                    }
                }

                sums.End(in results);
            }

            tile = ref Unsafe.Add(ref tile, ahead);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref TSums sums, scoped in TResults results, ref TItem points, ref TItem centers, ref TItem begin, int depth)
    {
        TVector l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TVector l4 = Begin(ref begin, 4), l5 = Begin(ref begin, 5), l6 = Begin(ref begin, 6), l7 = Begin(ref begin, 7);
        TVector r0 = l0, r1 = l1, r2 = l2, r3 = l3, r4 = l4, r5 = l5, r6 = l6, r7 = l7;
        for (int item = 0; item < depth; item++)
        {
            TVector left = TForm.Load(ref points, 0), right = TForm.Load(ref points, TForm.Count);
            (l0, r0) = Add(left, right, ref centers, 0, l0, r0);
            (l1, r1) = Add(left, right, ref centers, 1, l1, r1);
            (l2, r2) = Add(left, right, ref centers, 2, l2, r2);
            (l3, r3) = Add(left, right, ref centers, 3, l3, r3);
            (l4, r4) = Add(left, right, ref centers, 4, l4, r4);
            (l5, r5) = Add(left, right, ref centers, 5, l5, r5);
            (l6, r6) = Add(left, right, ref centers, 6, l6, r6);
            (l7, r7) = Add(left, right, ref centers, 7, l7, r7);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            centers = ref Unsafe.Add(ref centers, Panel.Size);
        }

        sums.Take(in results, l0, r0);
        sums.Take(in results, l1, r1);
        sums.Take(in results, l2, r2);
        sums.Take(in results, l3, r3);
        sums.Take(in results, l4, r4);
        sums.Take(in results, l5, r5);
        sums.Take(in results, l6, r6);
        sums.Take(in results, l7, r7);
        sums.Pause(in results);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref TSums sums, scoped in TResults results, ref TItem points, ref TItem centers, ref TItem begin, int depth)
    {
        TVector l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TVector r0 = l0, r1 = l1, r2 = l2, r3 = l3;
        for (int item = 0; item < depth; item++)
        {
            TVector left = TForm.Load(ref points, 0), right = TForm.Load(ref points, TForm.Count);
            (l0, r0) = Add(left, right, ref centers, 0, l0, r0);
            (l1, r1) = Add(left, right, ref centers, 1, l1, r1);
            (l2, r2) = Add(left, right, ref centers, 2, l2, r2);
            (l3, r3) = Add(left, right, ref centers, 3, l3, r3);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            centers = ref Unsafe.Add(ref centers, Panel.Size);
        }

        sums.Take(in results, l0, r0);
        sums.Take(in results, l1, r1);
        sums.Take(in results, l2, r2);
        sums.Take(in results, l3, r3);
        sums.Pause(in results);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Begin(ref TItem begin, int center) => TForm.Broadcast(Unsafe.Add(ref begin, center));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Left, TVector Right) Add(
        TVector left, TVector right, ref TItem centers, int center, TVector leftSum, TVector rightSum)
    {
        TVector value = TForm.Broadcast(Unsafe.Add(ref centers, center));
        return (TForm.Add(left, value, leftSum), TForm.Add(right, value, rightSum));
    }
}

/// <summary>Centers in panels: their values stand side by side, feature after feature.</summary>
internal static class Panel
{
    /// <summary>Centers in a panel.</summary>
    public const int Size = 8;
}
