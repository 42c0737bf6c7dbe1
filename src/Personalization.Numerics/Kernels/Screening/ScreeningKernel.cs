using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// The loop of screening, shaped as that of <see cref="NearestCenters"/>: rounded points across lanes, sixteen accumulators where there are 32
/// registers and eight where there are 16. Sums of whole numbers, so order doesn't matter.
/// </summary>
internal static class ScreeningKernel<TWords, TLanes, TSums, TResults>
    where TWords : struct, IByteLanes<TWords, TLanes>
    where TLanes : struct, ILanes<TLanes>
    where TSums : struct, IScreenedSums<TWords, TResults>
    where TResults : struct, allows ref struct
{
    /// <summary>Centers in a panel.</summary>
    public const int PanelSize = 8;

    private const int LineSize = 16;

    /// <summary>Sums of the points of a tile and all centers.</summary>
    /// <param name="tile">pairs × 32 words; those of the next tile should follow.</param>
    /// <param name="panels">panelCount × pairs × 8 words.</param>
    /// <param name="begins">panelCount × 8 values that the sums begin at.</param>
    /// <param name="panelCount">Number of panels.</param>
    /// <param name="pairs">Pairs of features.</param>
    /// <param name="results">Where sums, or what is made of them, go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run(ref int tile, ref int panels, ref int begins, int panelCount, int pairs, scoped in TResults results)
    {
        nint ahead = (nint)pairs * PointTiles.TileSize, lineStep = ((ahead / LineSize) + panelCount - 1) / panelCount;
        for (nuint point = 0; point < PointTiles.TileSize; point += 2 * (nuint)TLanes.Count)
        {
            TSums sums = default;
            sums.Begin(in results, (int)point);
            for (int panel = 0; panel < panelCount; panel++)
            {
                ref int points = ref Unsafe.Add(ref tile, point);
                ref int centers = ref Unsafe.Add(ref panels, (nint)panel * pairs * PanelSize);
                ref int begin = ref Unsafe.Add(ref begins, panel * PanelSize);

                // The next tile comes from memory while this one is worked on; a hint may point beyond the end.
                for (nint line = panel * lineStep; line < (panel + 1) * lineStep && point == 0 && Sse.IsSupported; line++)
                    Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref tile, ahead + (line * LineSize))));

                if (TLanes.Count == 16)
                {
                    Eight(ref sums, in results, ref points, ref centers, ref begin, pairs);
                }
                else
                {
                    Four(ref sums, in results, ref points, ref centers, ref begin, pairs);
                    Four(ref sums, in results, ref points, ref Unsafe.Add(ref centers, 4), ref Unsafe.Add(ref begin, 4), pairs);
                }
            }

            sums.End(in results);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref TSums sums, scoped in TResults results, ref int points, ref int centers, ref int begin, int pairs)
    {
        TWords l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TWords l4 = Begin(ref begin, 4), l5 = Begin(ref begin, 5), l6 = Begin(ref begin, 6), l7 = Begin(ref begin, 7);
        TWords r0 = l0, r1 = l1, r2 = l2, r3 = l3, r4 = l4, r5 = l5, r6 = l6, r7 = l7;
        for (int pair = 0; pair < pairs; pair++)
        {
            TWords left = Load(ref points, 0), right = Load(ref points, TLanes.Count);
            (l0, r0) = Add(left, right, ref centers, 0, l0, r0);
            (l1, r1) = Add(left, right, ref centers, 1, l1, r1);
            (l2, r2) = Add(left, right, ref centers, 2, l2, r2);
            (l3, r3) = Add(left, right, ref centers, 3, l3, r3);
            (l4, r4) = Add(left, right, ref centers, 4, l4, r4);
            (l5, r5) = Add(left, right, ref centers, 5, l5, r5);
            (l6, r6) = Add(left, right, ref centers, 6, l6, r6);
            (l7, r7) = Add(left, right, ref centers, 7, l7, r7);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            centers = ref Unsafe.Add(ref centers, PanelSize);
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
    private static void Four(ref TSums sums, scoped in TResults results, ref int points, ref int centers, ref int begin, int pairs)
    {
        TWords l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TWords r0 = l0, r1 = l1, r2 = l2, r3 = l3;
        for (int pair = 0; pair < pairs; pair++)
        {
            TWords left = Load(ref points, 0), right = Load(ref points, TLanes.Count);
            (l0, r0) = Add(left, right, ref centers, 0, l0, r0);
            (l1, r1) = Add(left, right, ref centers, 1, l1, r1);
            (l2, r2) = Add(left, right, ref centers, 2, l2, r2);
            (l3, r3) = Add(left, right, ref centers, 3, l3, r3);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            centers = ref Unsafe.Add(ref centers, PanelSize);
        }

        sums.Take(in results, l0, r0);
        sums.Take(in results, l1, r1);
        sums.Take(in results, l2, r2);
        sums.Take(in results, l3, r3);
        sums.Pause(in results);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWords Begin(ref int begin, int center) => TWords.Broadcast(Unsafe.Add(ref begin, center));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWords Load(ref int points, int offset) => TWords.Load(ref Unsafe.As<int, byte>(ref points), (nuint)offset * sizeof(int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TWords Left, TWords Right) Add(TWords left, TWords right, ref int centers, int center, TWords leftSum, TWords rightSum)
    {
        TWords value = TWords.Broadcast(Unsafe.Add(ref centers, center));
        return (TWords.MultiplyAdd(left, value, leftSum), TWords.MultiplyAdd(right, value, rightSum));
    }
}
