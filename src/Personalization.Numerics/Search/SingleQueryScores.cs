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
/// One query with AVX-512: squares of 16 rows × 16 columns are transposed in registers and go into the sums from there, so that a tile
/// never exists and memory is the limit. The additions are those of <see cref="TileScores{TLanes, TForm}"/>, in its order.
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
    public static void Run(
        ref float values, ReadOnlySpan<nint> offsets, nint ahead, scoped in ScoredTile tile, QueryBlock queries, BestRows best)
    {
        int columns = queries.Columns, whole = columns / Side * Side;
        ref float query = ref queries.Values;

        // Two independent chains of additions, so that neither waits.
        Vector512<float> lower = default, upper = default, lowerSquare = default, upperSquare = default;
        ReadOnlySpan<nint> lowerRows = offsets[..Side], upperRows = offsets.Slice(Side, Side);
        for (int column = 0; column < whole; column += Side)
        {
            ref float square = ref Unsafe.Add(ref values, column);
            TransposingCopy.Prefetch(ref Unsafe.Add(ref square, ahead), lowerRows);
            Add(ref square, lowerRows, ref Unsafe.Add(ref query, column), ref lower, ref lowerSquare);
            TransposingCopy.Prefetch(ref Unsafe.Add(ref square, ahead), upperRows);
            Add(ref square, upperRows, ref Unsafe.Add(ref query, column), ref upper, ref upperSquare);
        }

        if (whole < columns)
        {
            int start = columns - Side;
            ref float rest = ref MemoryMarshal.GetReference(tile.Values);
            TransposingCopy.Fill(ref Unsafe.Add(ref values, start), offsets, Side, 0, ref rest);
            (lower, lowerSquare) = AddRest(ref rest, whole - start, ref Unsafe.Add(ref query, start), lower, lowerSquare);
            (upper, upperSquare) = AddRest(
                ref Unsafe.Add(ref rest, Side), whole - start, ref Unsafe.Add(ref query, start), upper, upperSquare);
        }

        Finish(lower, upper, lowerSquare, upperSquare, tile, queries, best);
    }

    /// <remarks>
    /// Not inlined, as little as the rest: the compiler would run out of what it may inline in one method before the last square, at a
    /// third of the speed.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Finish(
        Vector512<float> lowerSum, Vector512<float> upperSum, Vector512<float> lowerSquare, Vector512<float> upperSquare,
        scoped in ScoredTile tile,
        QueryBlock queries, BestRows best)
    {
        Lanes512 threshold = Lanes512.Broadcast(best.Thresholds[0]), scale = Lanes512.Broadcast(queries.Scales[0]);
        Lanes512 lower = TForm.Finish(
            new Lanes512(lowerSum), TForm.UsesScales ? InverseLengths.OfSquares(new Lanes512(lowerSquare)) : default, scale);
        Lanes512 upper = TForm.Finish(
            new Lanes512(upperSum), TForm.UsesScales ? InverseLengths.OfSquares(new Lanes512(upperSquare)) : default, scale);
        uint mask = Lanes512.AtLeast(lower, threshold) | (Lanes512.AtLeast(upper, threshold) << Side);
        if (mask == 0)
            return;

        ref float similarities = ref MemoryMarshal.GetReference(tile.Scratch);
        Lanes512.Store(lower, ref similarities, 0);
        Lanes512.Store(upper, ref similarities, Side);
        tile.Offer(0, 0, [mask], best);
    }

    /// <summary>The columns of one square, in order, onto the sums of its sixteen rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref float values, ReadOnlySpan<nint> rows, ref float query, ref Vector512<float> sum, ref Vector512<float> square)
    {
        _ = rows[Side - 1];
        Vector512<float> a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
        Vector512<float> v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15;
        (a0, a1, a2, a3) = TransposingCopy.Quad512(ref values, rows[0], rows[1], rows[2], rows[3]);
        (b0, b1, b2, b3) = TransposingCopy.Quad512(ref values, rows[4], rows[5], rows[6], rows[7]);
        (c0, c1, c2, c3) = TransposingCopy.Quad512(ref values, rows[8], rows[9], rows[10], rows[11]);
        (d0, d1, d2, d3) = TransposingCopy.Quad512(ref values, rows[12], rows[13], rows[14], rows[15]);
        (v0, v4, v8, v12) = TransposingCopy.Columns512(a0, b0, c0, d0);
        (v1, v5, v9, v13) = TransposingCopy.Columns512(a1, b1, c1, d1);
        (v2, v6, v10, v14) = TransposingCopy.Columns512(a2, b2, c2, d2);
        (v3, v7, v11, v15) = TransposingCopy.Columns512(a3, b3, c3, d3);
        One(v0, query, ref sum, ref square);
        One(v1, Unsafe.Add(ref query, 1), ref sum, ref square);
        One(v2, Unsafe.Add(ref query, 2), ref sum, ref square);
        One(v3, Unsafe.Add(ref query, 3), ref sum, ref square);
        One(v4, Unsafe.Add(ref query, 4), ref sum, ref square);
        One(v5, Unsafe.Add(ref query, 5), ref sum, ref square);
        One(v6, Unsafe.Add(ref query, 6), ref sum, ref square);
        One(v7, Unsafe.Add(ref query, 7), ref sum, ref square);
        One(v8, Unsafe.Add(ref query, 8), ref sum, ref square);
        One(v9, Unsafe.Add(ref query, 9), ref sum, ref square);
        One(v10, Unsafe.Add(ref query, 10), ref sum, ref square);
        One(v11, Unsafe.Add(ref query, 11), ref sum, ref square);
        One(v12, Unsafe.Add(ref query, 12), ref sum, ref square);
        One(v13, Unsafe.Add(ref query, 13), ref sum, ref square);
        One(v14, Unsafe.Add(ref query, 14), ref sum, ref square);
        One(v15, Unsafe.Add(ref query, 15), ref sum, ref square);
    }

    /// <summary>
    /// What the form's Add does, in plain vectors: the compiler inlines no more than so many locals into one method, and a square has many.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(Vector512<float> row, float query, ref Vector512<float> sum, ref Vector512<float> square)
    {
        if (TForm.AddsSquaredDifferences)
        {
            row -= Vector512.Create(query);
            sum = Vector512.FusedMultiplyAdd(row, row, sum);
        }
        else
        {
            sum = Vector512.FusedMultiplyAdd(row, Vector512.Create(query), sum);
            if (TForm.UsesScales)
                square = Vector512.FusedMultiplyAdd(row, row, square);
        }
    }

    /// <summary>The columns beyond the last whole square, from a tile of the last <see cref="Side"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (Vector512<float> Sum, Vector512<float> Square) AddRest(
        ref float tile, int column, ref float query, Vector512<float> sum, Vector512<float> square)
    {
        for (; column < Side; column++)
            One(Vector512.LoadUnsafe(ref tile, (nuint)(column * PointTiles.TileSize)), Unsafe.Add(ref query, column), ref sum, ref square);

        return (sum, square);
    }
}
