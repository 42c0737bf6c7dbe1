using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// One query against a tile of halves, which are widened on their way into the sums: memory is the limit. The additions are those of
/// <see cref="TileScores"/>.
/// </summary>
internal static class HalfScores
{
    /// <param name="tile">Numbers of the rows.</param>
    /// <param name="halves">columns × 32 halves, by their bits.</param>
    /// <param name="queries">The one query.</param>
    /// <param name="metric">What is best.</param>
    /// <param name="width">Lanes to use.</param>
    /// <param name="best">Where the best go.</param>
    public static void Run(
        scoped in ScoredTile tile, ReadOnlySpan<ushort> halves, QueryBlock queries, VectorMetric metric, LaneWidth width, BestRows best)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Run<Lanes512>(in tile, halves, queries, metric, best); break;
            case LaneWidth.Vector256: Run<Lanes256>(in tile, halves, queries, metric, best); break;
            case LaneWidth.Vector128: Run<Lanes128>(in tile, halves, queries, metric, best); break;
            default: Run<Lanes1>(in tile, halves, queries, metric, best); break;
        }
    }

    private static void Run<TLanes>(
        scoped in ScoredTile tile, ReadOnlySpan<ushort> halves, QueryBlock queries, VectorMetric metric, BestRows best)
        where TLanes : struct, ILanes<TLanes>
    {
        switch (metric)
        {
            case VectorMetric.Dot: Run<TLanes, DotSimilarity>(in tile, halves, queries, best); break;
            case VectorMetric.Cosine: Run<TLanes, CosineSimilarity>(in tile, halves, queries, best); break;
            default: Run<TLanes, EuclideanSimilarity>(in tile, halves, queries, best); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLanes, TForm>(scoped in ScoredTile tile, ReadOnlySpan<ushort> halves, QueryBlock queries, BestRows best)
        where TLanes : struct, ILanes<TLanes>
        where TForm : struct, ISimilarityForm
    {
        TLanes threshold = TLanes.Broadcast(best.Thresholds[0]), queryScale = TLanes.Broadcast(queries.Scales[0]);
        ref float similarities = ref MemoryMarshal.GetReference(tile.Scratch);
        uint mask = 0;
        for (int point = 0; point < PointTiles.TileSize; point += 2 * TLanes.Count)
        {
            ref ushort bits = ref Unsafe.Add(ref MemoryMarshal.GetReference(halves), point);
            TLanes left = default, right = default, leftSquare = default, rightSquare = default;
            for (int column = 0; column < queries.Columns; column++)
            {
                FetchAhead(ref bits);
                TLanes query = TLanes.Broadcast(Unsafe.Add(ref queries.Values, column));
                Add<TLanes, TForm>(TLanes.LoadHalves(ref bits, 0), query, ref left, ref leftSquare);
                Add<TLanes, TForm>(TLanes.LoadHalves(ref bits, (nuint)TLanes.Count), query, ref right, ref rightSquare);
                bits = ref Unsafe.Add(ref bits, PointTiles.TileSize);
            }

            left = TForm.Finish(left, TForm.UsesScales ? InverseLengths.OfSquares(leftSquare) : default, queryScale);
            right = TForm.Finish(right, TForm.UsesScales ? InverseLengths.OfSquares(rightSquare) : default, queryScale);
            TLanes.Store(left, ref similarities, (nuint)point);
            TLanes.Store(right, ref similarities, (nuint)(point + TLanes.Count));
            mask |= (TLanes.AtLeast(left, threshold) | (TLanes.AtLeast(right, threshold) << TLanes.Count)) << point;
        }

        if (mask != 0)
            tile.Offer(0, 0, [mask], best);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TForm>(TLanes row, TLanes query, ref TLanes sum, ref TLanes square)
        where TLanes : struct, ILanes<TLanes>
        where TForm : struct, ISimilarityForm
    {
        sum = TForm.Add(row, query, sum);
        if (TForm.UsesScales)
            square = TLanes.MultiplyAdd(row, row, square);
    }

    /// <summary>A hint, so the address may lie beyond the end. Two tiles of 64 columns ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void FetchAhead(ref ushort bits)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref bits, 4096)));
    }
}
