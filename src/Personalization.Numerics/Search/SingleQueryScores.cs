using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>When the kernel for one query runs.</summary>
internal static class SingleQueryScores
{
    /// <summary>Rows and columns of a square.</summary>
    public const int Side = 16;

    /// <summary>Narrower vectors, and several queries, take the tile.</summary>
    public static bool Suits(QueryBlock queries, LaneWidth width) =>
        Avx512F.IsSupported && width == LaneWidth.Vector512 && queries.Count == 1 && queries.Columns >= Side;
}

/// <summary>
/// One query with AVX-512: squares of 16 rows × 16 columns are transposed in registers and go into the sums from there, so that a tile never exists and
/// memory is the limit. The additions are those of <see cref="TileScores{TLanes, TForm}"/>, in its order.
/// </summary>
internal static class SingleQueryScores<TForm>
    where TForm : struct, ISimilarityForm
{
    private const int Side = SingleQueryScores.Side;

    /// <param name="values">The first value of the rows.</param>
    /// <param name="offsets">Where each of 32 rows begins.</param>
    /// <param name="ahead">How many values further on the next rows lie.</param>
    /// <param name="tile">Numbers of the rows; its values serve for columns that don't fill a square.</param>
    /// <param name="queries">The one query.</param>
    /// <param name="best">Where the best go.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float values, ReadOnlySpan<nint> offsets, nint ahead, scoped in RowTile tile, QueryBlock queries, BestRows best)
    {
        int columns = queries.Columns, whole = columns / Side * Side;
        ref float query = ref queries.Values;
        ref float sums = ref MemoryMarshal.GetReference(tile.Scratch);
        ref float squares = ref MemoryMarshal.GetReference(tile.Scales);
        tile.Scratch[..PointTiles.TileSize].Clear();
        tile.Scales.Clear();
        for (int column = 0; column < whole; column += Side)
        {
            // Two independent chains of additions, so that neither waits.
            for (int point = 0; point < PointTiles.TileSize; point += Side)
            {
                ReadOnlySpan<nint> rows = offsets.Slice(point, Side);
                TransposingCopy.Prefetch(ref Unsafe.Add(ref values, column + ahead), rows);
                Add(ref Unsafe.Add(ref values, column), rows, ref Unsafe.Add(ref query, column), ref Unsafe.Add(ref sums, point), ref Unsafe.Add(ref squares, point));
            }
        }

        if (whole < columns)
            AddRest(ref values, offsets, whole, tile, queries);

        uint any = 0;
        for (nuint point = 0; point < PointTiles.TileSize; point += Side)
        {
            Lanes512 scale = TForm.UsesScales ? InverseLengths.OfSquares(Lanes512.Load(ref squares, point)) : default;
            Lanes512 similarity = TForm.Finish(Lanes512.Load(ref sums, point), scale, Lanes512.Broadcast(queries.Scales[0]));
            Lanes512.Store(similarity, ref sums, point);
            any |= Lanes512.AtLeast(similarity, Lanes512.Broadcast(best.Thresholds[0]));
        }

        if (any != 0)
            tile.Offer(0, PointTiles.TileSize, 0, 1, best);
    }

    /// <summary>The columns of one square, in order, onto the sums of its sixteen rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float values, ReadOnlySpan<nint> rows, ref float query, ref float sums, ref float squares)
    {
        _ = rows[Side - 1];
        var (a0, a1, a2, a3) = TransposingCopy.Quad512(ref values, rows[0], rows[1], rows[2], rows[3]);
        var (b0, b1, b2, b3) = TransposingCopy.Quad512(ref values, rows[4], rows[5], rows[6], rows[7]);
        var (c0, c1, c2, c3) = TransposingCopy.Quad512(ref values, rows[8], rows[9], rows[10], rows[11]);
        var (d0, d1, d2, d3) = TransposingCopy.Quad512(ref values, rows[12], rows[13], rows[14], rows[15]);
        var (v0, v4, v8, v12) = TransposingCopy.Columns512(a0, b0, c0, d0);
        var (v1, v5, v9, v13) = TransposingCopy.Columns512(a1, b1, c1, d1);
        var (v2, v6, v10, v14) = TransposingCopy.Columns512(a2, b2, c2, d2);
        var (v3, v7, v11, v15) = TransposingCopy.Columns512(a3, b3, c3, d3);
        Lanes512 sum = Lanes512.Load(ref sums, 0), square = TForm.UsesScales ? Lanes512.Load(ref squares, 0) : default;
        Four(v0, v1, v2, v3, ref query, ref sum, ref square);
        Four(v4, v5, v6, v7, ref Unsafe.Add(ref query, 4), ref sum, ref square);
        Four(v8, v9, v10, v11, ref Unsafe.Add(ref query, 8), ref sum, ref square);
        Four(v12, v13, v14, v15, ref Unsafe.Add(ref query, 12), ref sum, ref square);
        Lanes512.Store(sum, ref sums, 0);
        if (TForm.UsesScales)
            Lanes512.Store(square, ref squares, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float query, ref Lanes512 sum, ref Lanes512 square)
    {
        One(new Lanes512(a), query, ref sum, ref square);
        One(new Lanes512(b), Unsafe.Add(ref query, 1), ref sum, ref square);
        One(new Lanes512(c), Unsafe.Add(ref query, 2), ref sum, ref square);
        One(new Lanes512(d), Unsafe.Add(ref query, 3), ref sum, ref square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(Lanes512 value, float query, ref Lanes512 sum, ref Lanes512 square)
    {
        sum = TForm.Add(value, Lanes512.Broadcast(query), sum);
        if (TForm.UsesScales)
            square = Lanes512.MultiplyAdd(value, value, square);
    }

    /// <summary>The columns beyond the last whole square, by way of the tile.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddRest(ref float values, ReadOnlySpan<nint> offsets, int column, scoped in RowTile tile, QueryBlock queries)
    {
        ref float first = ref MemoryMarshal.GetReference(tile.Values);
        ref float sums = ref MemoryMarshal.GetReference(tile.Scratch);
        ref float squares = ref MemoryMarshal.GetReference(tile.Scales);
        int start = queries.Columns - Side;
        TransposingCopy.Fill(ref Unsafe.Add(ref values, start), offsets, Side, 0, ref first);
        for (; column < queries.Columns; column++)
        {
            Lanes512 query = Lanes512.Broadcast(Unsafe.Add(ref queries.Values, column));
            for (nuint point = 0; point < PointTiles.TileSize; point += Side)
            {
                Lanes512 value = Lanes512.Load(ref first, ((nuint)(column - start) * PointTiles.TileSize) + point);
                Lanes512.Store(TForm.Add(value, query, Lanes512.Load(ref sums, point)), ref sums, point);
                if (TForm.UsesScales)
                    Lanes512.Store(Lanes512.MultiplyAdd(value, value, Lanes512.Load(ref squares, point)), ref squares, point);
            }
        }
    }
}
