using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Picks the kernel for a metric and a width.</summary>
internal static class TileScores
{
    public static void Run(scoped in ScoredTile tile, QueryBlock queries, VectorMetric metric, LaneWidth width, BestRows best)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Run<Lanes512>(in tile, queries, metric, best); break;
            case LaneWidth.Vector256: Run<Lanes256>(in tile, queries, metric, best); break;
            case LaneWidth.Vector128: Run<Lanes128>(in tile, queries, metric, best); break;
            default: Run<Lanes1>(in tile, queries, metric, best); break;
        }
    }

    /// <summary>Scores rows of one query without a tile; false where that isn't possible.</summary>
    public static bool Single(
        ref float values, ReadOnlySpan<nint> offsets, nint ahead, scoped in ScoredTile tile, QueryBlock queries, VectorMetric metric,
        LaneWidth width, BestRows best)
    {
        if (!SingleQueryScores.Suits(queries, width))
            return false;

        switch (metric)
        {
            case VectorMetric.Dot: SingleQueryScores<DotSimilarity>.Run(ref values, offsets, ahead, in tile, queries, best); break;
            case VectorMetric.Cosine: SingleQueryScores<CosineSimilarity>.Run(ref values, offsets, ahead, in tile, queries, best); break;
            default: SingleQueryScores<EuclideanSimilarity>.Run(ref values, offsets, ahead, in tile, queries, best); break;
        }

        return true;
    }

    private static void Run<TLanes>(scoped in ScoredTile tile, QueryBlock queries, VectorMetric metric, BestRows best)
        where TLanes : struct, ILanes<TLanes>
    {
        switch (metric)
        {
            case VectorMetric.Dot: TileScores<TLanes, DotSimilarity>.Run(in tile, queries, best); break;
            case VectorMetric.Cosine: TileScores<TLanes, CosineSimilarity>.Run(in tile, queries, best); break;
            default: TileScores<TLanes, EuclideanSimilarity>.Run(in tile, queries, best); break;
        }
    }
}

/// <summary>
/// The loop of <see cref="ExactSearch"/>: the rows of one tile against the queries of a block, each similarity held against its query's
/// threshold in registers; what passes, seldom, goes to <see cref="BestRows"/>. No similarity is stored otherwise.
/// <para>Rows stand across lanes, so each similarity adds its columns in order at any width, alone or among other queries. Sixteen
/// accumulators (2 vectors of rows × 8 queries) cover the latency of a fused multiply-add.</para>
/// </summary>
internal static class TileScores<TLanes, TForm>
    where TLanes : struct, ILanes<TLanes>
    where TForm : struct, ISimilarityForm
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(scoped in ScoredTile tile, QueryBlock queries, BestRows best)
    {
        int columns = queries.Columns;
        ref float values = ref MemoryMarshal.GetReference(tile.Values);
        ref float scales = ref MemoryMarshal.GetReference(tile.Scales);
        if (TForm.UsesScales)
            InverseLengths.Of<TLanes>(ref values, columns, ref scales);

        for (int point = 0; point < PointTiles.TileSize; point += 2 * TLanes.Count)
        {
            ref float points = ref Unsafe.Add(ref values, point);
            int query = 0;
            for (; query <= queries.Count - QueryBlock.PanelSize; query += QueryBlock.PanelSize)
            {
                if (TLanes.Count == 16)
                {
                    Eight(in tile, point, query, ref points, ref Unsafe.Add(ref queries.Values, query * columns), columns, queries, best);
                }
                else
                {
                    Four(in tile, point, query, ref points, ref Unsafe.Add(ref queries.Values, query * columns), QueryBlock.PanelSize,
                        columns, queries, best);
                    Four(in tile, point, query + 4, ref points, ref Unsafe.Add(ref queries.Values, (query * columns) + 4),
                        QueryBlock.PanelSize, columns, queries, best);
                }
            }

            if (query <= queries.Count - 4)
            {
                Four(in tile, point, query, ref points, ref Unsafe.Add(ref queries.Values, query * columns), 4, columns, queries, best);
                query += 4;
            }

            for (; query < queries.Count; query++)
                One(in tile, point, query, ref points, ref Unsafe.Add(ref queries.Values, query * columns), columns, queries, best);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Eight(
        scoped in ScoredTile tile, int point, int query, ref float points, ref float panel, int columns, QueryBlock queries, BestRows best)
    {
        TLanes l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default, l7 = default;
        TLanes r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        for (int column = 0; column < columns; column++)
        {
            TLanes left = TLanes.Load(ref points, 0), right = TLanes.Load(ref points, (nuint)TLanes.Count);
            (l0, r0) = Add(left, right, ref panel, 0, l0, r0);
            (l1, r1) = Add(left, right, ref panel, 1, l1, r1);
            (l2, r2) = Add(left, right, ref panel, 2, l2, r2);
            (l3, r3) = Add(left, right, ref panel, 3, l3, r3);
            (l4, r4) = Add(left, right, ref panel, 4, l4, r4);
            (l5, r5) = Add(left, right, ref panel, 5, l5, r5);
            (l6, r6) = Add(left, right, ref panel, 6, l6, r6);
            (l7, r7) = Add(left, right, ref panel, 7, l7, r7);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            panel = ref Unsafe.Add(ref panel, QueryBlock.PanelSize);
        }

        (TLanes, TLanes) scale = ScalesOf(tile, point);
        ref float thresholds = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(best.Thresholds), query);
        ref float queryScales = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(queries.Scales), query);
        uint m0 = Finish(ref l0, ref r0, scale, ref thresholds, ref queryScales, 0);
        uint m1 = Finish(ref l1, ref r1, scale, ref thresholds, ref queryScales, 1);
        uint m2 = Finish(ref l2, ref r2, scale, ref thresholds, ref queryScales, 2);
        uint m3 = Finish(ref l3, ref r3, scale, ref thresholds, ref queryScales, 3);
        uint m4 = Finish(ref l4, ref r4, scale, ref thresholds, ref queryScales, 4);
        uint m5 = Finish(ref l5, ref r5, scale, ref thresholds, ref queryScales, 5);
        uint m6 = Finish(ref l6, ref r6, scale, ref thresholds, ref queryScales, 6);
        uint m7 = Finish(ref l7, ref r7, scale, ref thresholds, ref queryScales, 7);
        if ((m0 | m1 | m2 | m3 | m4 | m5 | m6 | m7) == 0)
            return;

        ref float scratch = ref MemoryMarshal.GetReference(tile.Scratch);
        Store(l0, r0, ref scratch, 0);
        Store(l1, r1, ref scratch, 1);
        Store(l2, r2, ref scratch, 2);
        Store(l3, r3, ref scratch, 3);
        Store(l4, r4, ref scratch, 4);
        Store(l5, r5, ref scratch, 5);
        Store(l6, r6, ref scratch, 6);
        Store(l7, r7, ref scratch, 7);
        tile.Offer(point, query, [m0, m1, m2, m3, m4, m5, m6, m7], best);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        scoped in ScoredTile tile, int point, int query, ref float points, ref float panel, int panelSize, int columns, QueryBlock queries,
        BestRows best)
    {
        TLanes l0 = default, l1 = default, l2 = default, l3 = default, r0 = default, r1 = default, r2 = default, r3 = default;
        for (int column = 0; column < columns; column++)
        {
            TLanes left = TLanes.Load(ref points, 0), right = TLanes.Load(ref points, (nuint)TLanes.Count);
            (l0, r0) = Add(left, right, ref panel, 0, l0, r0);
            (l1, r1) = Add(left, right, ref panel, 1, l1, r1);
            (l2, r2) = Add(left, right, ref panel, 2, l2, r2);
            (l3, r3) = Add(left, right, ref panel, 3, l3, r3);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
            panel = ref Unsafe.Add(ref panel, panelSize);
        }

        (TLanes, TLanes) scale = ScalesOf(tile, point);
        ref float thresholds = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(best.Thresholds), query);
        ref float queryScales = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(queries.Scales), query);
        uint m0 = Finish(ref l0, ref r0, scale, ref thresholds, ref queryScales, 0);
        uint m1 = Finish(ref l1, ref r1, scale, ref thresholds, ref queryScales, 1);
        uint m2 = Finish(ref l2, ref r2, scale, ref thresholds, ref queryScales, 2);
        uint m3 = Finish(ref l3, ref r3, scale, ref thresholds, ref queryScales, 3);
        if ((m0 | m1 | m2 | m3) == 0)
            return;

        ref float scratch = ref MemoryMarshal.GetReference(tile.Scratch);
        Store(l0, r0, ref scratch, 0);
        Store(l1, r1, ref scratch, 1);
        Store(l2, r2, ref scratch, 2);
        Store(l3, r3, ref scratch, 3);
        tile.Offer(point, query, [m0, m1, m2, m3], best);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One(
        scoped in ScoredTile tile, int point, int query, ref float points, ref float values, int columns, QueryBlock queries, BestRows best)
    {
        TLanes l = default, r = default;
        for (int column = 0; column < columns; column++)
        {
            (l, r) = Add(TLanes.Load(ref points, 0), TLanes.Load(ref points, (nuint)TLanes.Count), ref values, column, l, r);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
        }

        uint mask = Finish(ref l, ref r, ScalesOf(tile, point), ref best.Thresholds[query], ref queries.Scales[query], 0);
        if (mask == 0)
            return;

        Store(l, r, ref MemoryMarshal.GetReference(tile.Scratch), 0);
        tile.Offer(point, query, [mask], best);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Left, TLanes Right) Add(TLanes left, TLanes right, ref float panel, int query, TLanes leftSum, TLanes rightSum)
    {
        TLanes value = TLanes.Broadcast(Unsafe.Add(ref panel, query));
        return (TForm.Add(left, value, leftSum), TForm.Add(right, value, rightSum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Left, TLanes Right) ScalesOf(scoped in ScoredTile tile, int point) => TForm.UsesScales
        ? (TLanes.Load(ref MemoryMarshal.GetReference(tile.Scales), (nuint)point),
            TLanes.Load(ref MemoryMarshal.GetReference(tile.Scales), (nuint)(point + TLanes.Count)))
        : default;

    /// <summary>Makes similarities of sums; bit i says whether that of row i, left before right, reaches its query's threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Finish(
        ref TLanes left, ref TLanes right, (TLanes Left, TLanes Right) scale, ref float thresholds, ref float queryScales, int query)
    {
        TLanes threshold = TLanes.Broadcast(Unsafe.Add(ref thresholds, query));
        TLanes queryScale = TForm.UsesScales ? TLanes.Broadcast(Unsafe.Add(ref queryScales, query)) : default;
        left = TForm.Finish(left, scale.Left, queryScale);
        right = TForm.Finish(right, scale.Right, queryScale);
        return TLanes.AtLeast(left, threshold) | (TLanes.AtLeast(right, threshold) << TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes left, TLanes right, ref float scratch, int query)
    {
        TLanes.Store(left, ref scratch, (nuint)(query * PointTiles.TileSize));
        TLanes.Store(right, ref scratch, (nuint)((query * PointTiles.TileSize) + TLanes.Count));
    }
}
