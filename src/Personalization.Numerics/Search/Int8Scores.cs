using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// The codes of one tile against the queries of a block; as in <see cref="TileScores{TLanes, TForm}"/> rows stand across lanes, and what
/// doesn't reach its query's threshold is dropped in registers.
/// </summary>
internal static class Int8Scores<TBytes, TLanes, TForm>
    where TBytes : struct, IByteLanes<TBytes, TLanes>
    where TLanes : struct, ILanes<TLanes>
    where TForm : struct, ISimilarityForm
{
    private const int GroupBytes = PointTiles.TileSize * Int8Rows.GroupSize;

    // Codes are fetched into the cache so far ahead: a processor's own prefetching leaves a single query, which takes few instructions,
    // waiting.
    private const int Ahead = 8192;

    /// <summary>Looks at the rows from <paramref name="start"/> to <paramref name="end"/> − 1.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">Their first, counted through all segments.</param>
    /// <param name="start">First row to look at.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="allowed">Which rows may come out.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="best">Where the best go.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scan(Int8Rows rows, int firstRow, int start, int end, AllowedRows allowed, Int8QueryBlock queries, BestRows best)
    {
        ScoredTile tile = new(stackalloc float[ScoredTile.MemoryFor(0)], 0, stackalloc int[PointTiles.TileSize], firstRow);
        ReadOnlySpan<byte> codes = rows.Codes.Span;
        ReadOnlySpan<float> scales = rows.Scales.Span, squares = rows.SquaredLengths.Span;
        int length = rows.PaddedColumns * PointTiles.TileSize;
        int row = start;
        if (queries.Count == 1 && allowed.Everything && 2 * TLanes.Count == PointTiles.TileSize)
        {
            tile = tile.With(uint.MaxValue);
            row = Stream(in tile, rows, start, end, queries, best);
        }

        for (; row < end; row += PointTiles.TileSize)
        {
            uint valid = allowed.From(firstRow + row, Math.Min(PointTiles.TileSize, end - row));
            if (valid == 0)
                continue;

            if (valid != tile.Valid)
                tile = tile.With(valid);

            tile.Number(row);
            if (TForm.UsesScales)
                SetScales(in tile, squares.Slice(row, PointTiles.TileSize));

            Score(in tile, codes.Slice(TiledRows.Start(row, rows.PaddedColumns), length), scales.Slice(row, PointTiles.TileSize), queries,
                best);
        }
    }

    /// <summary>
    /// One query against whole tiles of which every row is allowed, without leaving the loop for each: memory is the limit.
    /// </summary>
    /// <returns>The first row that wasn't looked at.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Stream(scoped in ScoredTile tile, Int8Rows rows, int row, int end, Int8QueryBlock queries, BestRows best)
    {
        ref byte codes = ref MemoryMarshal.GetReference(rows.Codes.Span[TiledRows.Start(row, rows.PaddedColumns)..]);
        ref float scales = ref MemoryMarshal.GetReference(rows.Scales.Span),
            squares = ref MemoryMarshal.GetReference(rows.SquaredLengths.Span);
        ref int pairs = ref MemoryMarshal.GetArrayDataReference(queries.Pairs);
        TBytes begin = TBytes.Broadcast(queries.Begins[0]);
        TLanes queryScale = TLanes.Broadcast(queries.Scales[0]), norm = TLanes.Broadcast(queries.Norms[0]),
            threshold = TLanes.Broadcast(best.Thresholds[0]);
        for (; row <= end - PointTiles.TileSize; row += PointTiles.TileSize)
        {
            TBytes l = begin, r = begin;
            for (int group = 0; group < queries.Groups; group++)
            {
                (l, r) = Add(ref codes, ref Unsafe.Add(ref pairs, 2 * group), l, r);
                codes = ref Unsafe.Add(ref codes, GroupBytes);
            }

            nuint at = (nuint)row;
            TLanes left = Similarity(l, TLanes.Load(ref scales, at), queryScale, ScalesOf(ref squares, at), norm);
            at += (nuint)TLanes.Count;
            TLanes right = Similarity(r, TLanes.Load(ref scales, at), queryScale, ScalesOf(ref squares, at), norm);
            uint mask = TLanes.AtLeast(left, threshold) | (TLanes.AtLeast(right, threshold) << TLanes.Count);
            if (mask == 0)
                continue;

            TLanes.Store(left, ref tile.Scratch[0], 0);
            TLanes.Store(right, ref tile.Scratch[0], (nuint)TLanes.Count);
            tile.Number(row);
            tile.Offer(0, 0, [mask], best);
            threshold = TLanes.Broadcast(best.Thresholds[0]);
        }

        return row;
    }

    /// <summary>Lays down what the form asks for.</summary>
    private static void SetScales(scoped in ScoredTile tile, ReadOnlySpan<float> squares)
    {
        for (nuint row = 0; row < PointTiles.TileSize; row += (nuint)TLanes.Count)
            TLanes.Store(ScalesOf(ref MemoryMarshal.GetReference(squares), row), ref MemoryMarshal.GetReference(tile.Scales), row);
    }

    /// <summary>What the form asks for: squared lengths, or 1 ÷ length, or nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ScalesOf(ref float squares, nuint row)
    {
        if (!TForm.UsesScales)
            return default;

        TLanes lengths = TLanes.Load(ref squares, row);
        return typeof(TForm) == typeof(CosineSimilarity) ? InverseLengths.OfSquares(lengths) : lengths;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Score(
        scoped in ScoredTile tile, ReadOnlySpan<byte> codes, ReadOnlySpan<float> rowScales, Int8QueryBlock queries, BestRows best)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(codes);
        ref float scales = ref MemoryMarshal.GetReference(rowScales);
        for (int point = 0; point < PointTiles.TileSize; point += 2 * TLanes.Count)
        {
            ref byte first = ref Unsafe.Add(ref bytes, point * Int8Rows.GroupSize);
            int query = 0;
            for (; query <= queries.Count - 4; query += 4)
                Four(in tile, point, query, ref first, ref Unsafe.Add(ref scales, point), queries, best);

            for (; query < queries.Count; query++)
                One(in tile, point, query, ref first, ref Unsafe.Add(ref scales, point), queries, best);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        scoped in ScoredTile tile, int point, int query, ref byte bytes, ref float scales, Int8QueryBlock queries, BestRows best)
    {
        ref int begin = ref queries.Begins[query];
        TBytes l0 = TBytes.Broadcast(begin), l1 = TBytes.Broadcast(Unsafe.Add(ref begin, 1));
        TBytes l2 = TBytes.Broadcast(Unsafe.Add(ref begin, 2)), l3 = TBytes.Broadcast(Unsafe.Add(ref begin, 3));
        TBytes r0 = l0, r1 = l1, r2 = l2, r3 = l3;
        ref int pairs = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(queries.Pairs), queries.PairOf(query, 0));
        nint stride = 2 * queries.Groups;
        for (int group = 0; group < queries.Groups; group++)
        {
            TBytes left = TBytes.Load(ref bytes, 0), right = TBytes.Load(ref bytes, (nuint)(TLanes.Count * Int8Rows.GroupSize));
            TBytes leftEven = TBytes.Even(left), leftOdd = TBytes.Odd(left), rightEven = TBytes.Even(right), rightOdd = TBytes.Odd(right);
            (l0, r0) = Add(leftEven, leftOdd, rightEven, rightOdd, ref pairs, l0, r0);
            (l1, r1) = Add(leftEven, leftOdd, rightEven, rightOdd, ref Unsafe.Add(ref pairs, stride), l1, r1);
            (l2, r2) = Add(leftEven, leftOdd, rightEven, rightOdd, ref Unsafe.Add(ref pairs, 2 * stride), l2, r2);
            (l3, r3) = Add(leftEven, leftOdd, rightEven, rightOdd, ref Unsafe.Add(ref pairs, 3 * stride), l3, r3);
            bytes = ref Unsafe.Add(ref bytes, GroupBytes);
            pairs = ref Unsafe.Add(ref pairs, 2);
        }

        uint m0 = Finish(tile, point, query, 0, l0, r0, ref scales, queries, best),
            m1 = Finish(tile, point, query, 1, l1, r1, ref scales, queries, best);
        uint m2 = Finish(tile, point, query, 2, l2, r2, ref scales, queries, best),
            m3 = Finish(tile, point, query, 3, l3, r3, ref scales, queries, best);
        if ((m0 | m1 | m2 | m3) != 0)
            tile.Offer(point, query, [m0, m1, m2, m3], best);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One(
        scoped in ScoredTile tile, int point, int query, ref byte bytes, ref float scales, Int8QueryBlock queries, BestRows best)
    {
        TBytes l = TBytes.Broadcast(queries.Begins[query]), r = l;
        ref int pairs = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(queries.Pairs), queries.PairOf(query, 0));
        for (int group = 0; group < queries.Groups; group++)
        {
            (l, r) = Add(ref bytes, ref pairs, l, r);
            bytes = ref Unsafe.Add(ref bytes, GroupBytes);
            pairs = ref Unsafe.Add(ref pairs, 2);
        }

        uint mask = Finish(tile, point, query, 0, l, r, ref scales, queries, best);
        if (mask != 0)
            tile.Offer(point, query, [mask], best);
    }

    /// <summary>One group of columns of a query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TBytes Left, TBytes Right) Add(ref byte bytes, ref int pairs, TBytes leftSum, TBytes rightSum)
    {
        FetchAhead(ref bytes);
        TBytes left = TBytes.Load(ref bytes, 0), right = TBytes.Load(ref bytes, (nuint)(TLanes.Count * Int8Rows.GroupSize));
        return Add(TBytes.Even(left), TBytes.Odd(left), TBytes.Even(right), TBytes.Odd(right), ref pairs, leftSum, rightSum);
    }

    /// <summary>A hint, so the address may lie beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void FetchAhead(ref byte bytes)
    {
        if (!Sse.IsSupported)
            return;

        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref bytes, Ahead)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref bytes, Ahead + (GroupBytes / 2))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TBytes Left, TBytes Right) Add(
        TBytes leftEven, TBytes leftOdd, TBytes rightEven, TBytes rightOdd, ref int pairs, TBytes left, TBytes right)
    {
        TBytes even = TBytes.Broadcast(pairs), odd = TBytes.Broadcast(Unsafe.Add(ref pairs, 1));
        return (
            TBytes.MultiplyAdd(leftOdd, odd, TBytes.MultiplyAdd(leftEven, even, left)),
            TBytes.MultiplyAdd(rightOdd, odd, TBytes.MultiplyAdd(rightEven, even, right)));
    }

    /// <summary>
    /// Makes similarities of sums and lays them down; bit i says whether that of row i, left before right, reaches its query's threshold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Finish(
        scoped in ScoredTile tile, int point, int query, int member, TBytes left, TBytes right, ref float scales, Int8QueryBlock queries,
        BestRows best)
    {
        TLanes threshold = TLanes.Broadcast(best.Thresholds[query + member]), scale = TLanes.Broadcast(queries.Scales[query + member]);
        TLanes norm = TForm.UsesScales ? TLanes.Broadcast(queries.Norms[query + member]) : default;
        ref float rowScales = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile.Scales), point);
        nuint second = (nuint)TLanes.Count;
        TLanes leftScore = Similarity(
            left, TLanes.Load(ref scales, 0), scale, TForm.UsesScales ? TLanes.Load(ref rowScales, 0) : default, norm);
        TLanes rightScore = Similarity(
            right, TLanes.Load(ref scales, second), scale, TForm.UsesScales ? TLanes.Load(ref rowScales, second) : default, norm);
        ref float scratch = ref tile.Scratch[member * PointTiles.TileSize];
        TLanes.Store(leftScore, ref scratch, 0);
        TLanes.Store(rightScore, ref scratch, (nuint)TLanes.Count);
        return TLanes.AtLeast(leftScore, threshold) | (TLanes.AtLeast(rightScore, threshold) << TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Similarity(TBytes sum, TLanes rowScale, TLanes queryScale, TLanes rowNorm, TLanes queryNorm)
    {
        TLanes dot = TLanes.MultiplyAdd(TLanes.MultiplyAdd(TBytes.ToSingle(sum), rowScale, default), queryScale, default);
        return TForm.Finish(dot, rowNorm, queryNorm);
    }
}
