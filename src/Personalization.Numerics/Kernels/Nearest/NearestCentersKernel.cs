using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// The loop of <see cref="NearestCenters"/>: for the points of one tile, the first center whose figure is smallest, that figure, and the second smallest.
/// <para>Points stand across lanes, so every point's additions run over the features in order, and then over the centers in order, at any width.
/// Sixteen accumulators (2 vectors of points × 8 centers) cover the latency of a fused multiply-add where there are 32 registers; eight (2 × 4)
/// where there are 16. The running minimum and its center stay in registers: the n × k distances never exist.</para>
/// </summary>
internal static class NearestCentersKernel<TLanes, TForm>
    where TLanes : struct, ILanes<TLanes>
    where TForm : struct, IDistanceForm
{
    /// <summary>Centers in a panel: their values stand side by side, feature after feature.</summary>
    public const int PanelSize = 8;

    /// <summary>Values that come from memory together.</summary>
    private const int LineSize = 16;

    /// <summary>Figures of some tiles; the labels come as the bits of the lanes, because lanes are chosen, never computed with.</summary>
    /// <param name="tile">tileCount × columns × 32 values.</param>
    /// <param name="tileCount">Number of tiles.</param>
    /// <param name="panels">panelCount × columns × 8 values.</param>
    /// <param name="begins">panelCount × 8 values that the sums begin at; +∞ for a center that only fills its panel up.</param>
    /// <param name="panelCount">Number of panels.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="labels">tileCount × 32 labels.</param>
    /// <param name="figures">tileCount × 32 smallest figures.</param>
    /// <param name="seconds">tileCount × 32 second smallest figures; +∞ where there is one center.</param>
    /// <remarks>Optimized at once: a first call through unoptimized vector code would cost more than whole small fits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run(
        ref float tile, int tileCount, ref float panels, ref float begins, int panelCount, int columns, ref int labels, ref float figures, ref float seconds)
    {
        nuint width = (nuint)TLanes.Count;
        ref float labelBits = ref Unsafe.As<int, float>(ref labels);
        nint ahead = (nint)columns * PointTiles.TileSize, lineStep = ((ahead / LineSize) + panelCount - 1) / panelCount;
        for (int at = 0; at < tileCount; at++)
        {
            for (nuint point = 0; point < PointTiles.TileSize; point += 2 * width)
            {
                Best best = Best.None;
                for (int panel = 0; panel < panelCount; panel++)
                {
                    ref float points = ref Unsafe.Add(ref tile, point);
                    ref float centers = ref Unsafe.Add(ref panels, (nint)panel * columns * PanelSize);
                    ref float begin = ref Unsafe.Add(ref begins, panel * PanelSize);

                    // The next tile comes from memory while this one is worked on; a hint may point beyond the end.
                    for (nint line = panel * lineStep; line < (panel + 1) * lineStep && point == 0 && Sse.IsSupported; line++)
                        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref tile, ahead + (line * LineSize))));

                    if (TLanes.Count == 16)
                    {
                        Eight(ref best, ref points, ref centers, ref begin, columns, panel * PanelSize);
                    }
                    else
                    {
                        Four(ref best, ref points, ref centers, ref begin, columns, panel * PanelSize);
                        Four(
                            ref best, ref points, ref Unsafe.Add(ref centers, 4), ref Unsafe.Add(ref begin, 4), columns, (panel * PanelSize) + 4);
                    }
                }

                TLanes.Store(best.LeftLabel, ref labelBits, point);
                TLanes.Store(best.RightLabel, ref labelBits, point + width);
                TLanes.Store(best.Left, ref figures, point);
                TLanes.Store(best.Right, ref figures, point + width);
                TLanes.Store(best.LeftSecond, ref seconds, point);
                TLanes.Store(best.RightSecond, ref seconds, point + width);
            }

            tile = ref Unsafe.Add(ref tile, columns * PointTiles.TileSize);
            labelBits = ref Unsafe.Add(ref labelBits, PointTiles.TileSize);
            figures = ref Unsafe.Add(ref figures, PointTiles.TileSize);
            seconds = ref Unsafe.Add(ref seconds, PointTiles.TileSize);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref Best best, ref float points, ref float centers, ref float begin, int columns, int label)
    {
        TLanes l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TLanes l4 = Begin(ref begin, 4), l5 = Begin(ref begin, 5), l6 = Begin(ref begin, 6), l7 = Begin(ref begin, 7);
        TLanes r0 = l0, r1 = l1, r2 = l2, r3 = l3, r4 = l4, r5 = l5, r6 = l6, r7 = l7;
        for (int column = 0; column < columns; column++)
        {
            TLanes left = TLanes.Load(ref points, 0), right = TLanes.Load(ref points, (nuint)TLanes.Count);
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

        best.Offer(l0, r0, label);
        best.Offer(l1, r1, label + 1);
        best.Offer(l2, r2, label + 2);
        best.Offer(l3, r3, label + 3);
        best.Offer(l4, r4, label + 4);
        best.Offer(l5, r5, label + 5);
        best.Offer(l6, r6, label + 6);
        best.Offer(l7, r7, label + 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref Best best, ref float points, ref float centers, ref float begin, int columns, int label)
    {
        TLanes l0 = Begin(ref begin, 0), l1 = Begin(ref begin, 1), l2 = Begin(ref begin, 2), l3 = Begin(ref begin, 3);
        TLanes r0 = l0, r1 = l1, r2 = l2, r3 = l3;
        for (int column = 0; column < columns; column++)
        {
            TLanes left = TLanes.Load(ref points, 0), right = TLanes.Load(ref points, (nuint)TLanes.Count);
            (l0, r0) = Add(left, right, ref centers, 0, l0, r0);
            (l1, r1) = Add(left, right, ref centers, 1, l1, r1);
            (l2, r2) = Add(left, right, ref centers, 2, l2, r2);
            (l3, r3) = Add(left, right, ref centers, 3, l3, r3);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            centers = ref Unsafe.Add(ref centers, PanelSize);
        }

        best.Offer(l0, r0, label);
        best.Offer(l1, r1, label + 1);
        best.Offer(l2, r2, label + 2);
        best.Offer(l3, r3, label + 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Begin(ref float begin, int center) => TLanes.Broadcast(Unsafe.Add(ref begin, center));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Left, TLanes Right) Add(
        TLanes left, TLanes right, ref float centers, int center, TLanes leftSum, TLanes rightSum)
    {
        TLanes value = TLanes.Broadcast(Unsafe.Add(ref centers, center));
        return (TForm.Add(left, value, leftSum), TForm.Add(right, value, rightSum));
    }

    /// <summary>The smallest figures so far of two vectors of points, and whose they are.</summary>
    private struct Best
    {
        public TLanes Left;
        public TLanes Right;
        public TLanes LeftLabel;
        public TLanes RightLabel;
        public TLanes LeftSecond;
        public TLanes RightSecond;

        public static Best None
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                TLanes infinity = TLanes.Broadcast(float.PositiveInfinity);
                return new Best { Left = infinity, Right = infinity, LeftSecond = infinity, RightSecond = infinity };
            }
        }

        /// <summary>Takes a center where it is strictly nearer: of equally near ones the first stays.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Offer(TLanes left, TLanes right, int label)
        {
            // The second smallest is the smaller of what was second and the loser of this comparison.
            LeftSecond = TLanes.Smaller(TLanes.Larger(Left, left), LeftSecond);
            RightSecond = TLanes.Smaller(TLanes.Larger(Right, right), RightSecond);

            TLanes bits = TLanes.Broadcast(BitConverter.Int32BitsToSingle(label));
            LeftLabel = TLanes.WhereLess(left, Left, bits, LeftLabel);
            Left = TLanes.WhereLess(left, Left, left, Left);
            RightLabel = TLanes.WhereLess(right, Right, bits, RightLabel);
            Right = TLanes.WhereLess(right, Right, right, Right);
        }
    }
}
