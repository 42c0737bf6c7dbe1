using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Scores single pairs of a query and a row of a tile, by the additions of <see cref="TileScores{TLanes, TForm}"/> in its order.
/// </summary>
internal static class PairScores<TForm>
    where TForm : struct, ISimilarityForm
{
    /// <summary>So many at once, because each waits for its own last addition.</summary>
    private const int AtOnce = 4;

    /// <param name="tile">The rows; their scales where the metric asks for them.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="pairs">32 times the query's number, plus the row's.</param>
    /// <param name="best">Where they go.</param>
    [SkipLocalsInit]
    public static void Offer(scoped in ScoredTile tile, QueryBlock queries, ReadOnlySpan<int> pairs, BestRows best)
    {
        Span<float> similarities = stackalloc float[AtOnce];
        Span<int> some = stackalloc int[AtOnce];
        ref float values = ref MemoryMarshal.GetReference(queries.Queries.Memory.Span);
        for (int start = 0; start < pairs.Length; start += AtOnce)
        {
            int count = Math.Min(AtOnce, pairs.Length - start);
            some.Fill(pairs[start]);
            pairs.Slice(start, count).CopyTo(some);
            Score(in tile, queries, ref values, some, similarities);
            for (int i = 0; i < count; i++)
            {
                (int query, int row) = (some[i] / PointTiles.TileSize, some[i] % PointTiles.TileSize);
                if (similarities[i] >= best.Thresholds[query])
                    best.Offer(query, tile.FirstRow + tile.Rows[row], similarities[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(
        scoped in ScoredTile tile, QueryBlock queries, ref float values, ReadOnlySpan<int> pairs, Span<float> similarities)
    {
        nint stride = queries.Queries.Stride;
        (uint q0, uint p0) = Split(pairs[0]);
        (uint q1, uint p1) = Split(pairs[1]);
        (uint q2, uint p2) = Split(pairs[2]);
        (uint q3, uint p3) = Split(pairs[3]);
        ref float first = ref Unsafe.Add(ref values, (nint)q0 * stride), second = ref Unsafe.Add(ref values, (nint)q1 * stride);
        ref float third = ref Unsafe.Add(ref values, (nint)q2 * stride), fourth = ref Unsafe.Add(ref values, (nint)q3 * stride);
        ref float row = ref MemoryMarshal.GetReference(tile.Values);
        Lanes1 a = default, b = default, c = default, d = default;
        for (nuint column = 0; column < (nuint)queries.Columns; column++)
        {
            a = TForm.Add(Lanes1.Load(ref row, p0), Lanes1.Load(ref first, column), a);
            b = TForm.Add(Lanes1.Load(ref row, p1), Lanes1.Load(ref second, column), b);
            c = TForm.Add(Lanes1.Load(ref row, p2), Lanes1.Load(ref third, column), c);
            d = TForm.Add(Lanes1.Load(ref row, p3), Lanes1.Load(ref fourth, column), d);
            row = ref Unsafe.Add(ref row, PointTiles.TileSize);
        }

        similarities[0] = Finish(in tile, queries, q0, p0, a);
        similarities[1] = Finish(in tile, queries, q1, p1, b);
        similarities[2] = Finish(in tile, queries, q2, p2, c);
        similarities[3] = Finish(in tile, queries, q3, p3, d);
    }

    private static (uint Query, uint Row) Split(int pair) => ((uint)pair / PointTiles.TileSize, (uint)pair % PointTiles.TileSize);

    private static float Finish(scoped in ScoredTile tile, QueryBlock queries, uint query, uint row, Lanes1 sum)
    {
        float similarity = 0;
        Lanes1.Store(
            TForm.Finish(sum, Lanes1.Broadcast(tile.Scales[(int)row]), Lanes1.Broadcast(queries.Scales[query])), ref similarity, 0);
        return similarity;
    }
}
