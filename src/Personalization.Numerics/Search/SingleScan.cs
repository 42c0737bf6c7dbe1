using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Scans rows in single precision: 32 at a time, those that are allowed, are laid out as a tile and held against a block of queries.
/// </summary>
internal sealed class SingleScan(MatrixView[] segments, VectorMetric metric, LaneWidth width)
{
    /// <summary>The scan for some queries.</summary>
    public SegmentScan Prepare(MatrixView queries)
    {
        QueryBlock block = new(queries);
        RoundedQueries? rounded = RoundedQueries.Of(queries, metric, width);
        return (segment, firstRow, start, end, allowed, best) => Scan(block, rounded, segment, firstRow, start, end, allowed, best);
    }

    /// <summary>Scores some rows of one segment, given by their numbers in it.</summary>
    [SkipLocalsInit]
    public void Score(QueryBlock queries, int segment, int firstRow, ReadOnlySpan<int> rows, BestRows best)
    {
        int length = ScoredTile.MemoryFor(queries.Columns);
        Span<float> memory = length <= ScoredTile.MostOnStack
            ? stackalloc float[length]
            : GC.AllocateUninitializedArray<float>(length, pinned: true);
        ScoredTile tile = new(memory, queries.Columns, stackalloc int[PointTiles.TileSize], firstRow);
        for (; !rows.IsEmpty; rows = rows[Math.Min(PointTiles.TileSize, rows.Length)..])
        {
            int count = Math.Min(PointTiles.TileSize, rows.Length);
            rows[..count].CopyTo(tile.Rows);
            Gather(tile, segments[segment], count, queries, null, best);
        }
    }

    /// <remarks>The stack isn't cleared: all that is read has been written.</remarks>
    [SkipLocalsInit]
    private void Scan(
        QueryBlock queries, RoundedQueries? rounded, int segment, int firstRow, int start, int end, AllowedRows allowed, BestRows best)
    {
        int length = ScoredTile.MemoryFor(queries.Columns);
        Span<float> memory = length <= ScoredTile.MostOnStack
            ? stackalloc float[length]
            : GC.AllocateUninitializedArray<float>(length, pinned: true);
        ScoredTile tile = new(memory, queries.Columns, stackalloc int[PointTiles.TileSize], firstRow);
        MatrixView rows = segments[segment];
        using ScreenedTiles? screened = rounded is null ? null : new ScreenedTiles(rounded, queries.Columns, metric, width);
        Scan(tile, rows, queries, screened, start, end, allowed, best);
    }

    private void Scan(
        ScoredTile tile, MatrixView rows, QueryBlock queries, ScreenedTiles? screened, int start, int end, AllowedRows allowed,
        BestRows best)
    {
        if (allowed.Everything)
        {
            Span<nint> offsets = stackalloc nint[PointTiles.TileSize];
            for (int i = 0; i < offsets.Length; i++)
                offsets[i] = i * (nint)rows.Stride;

            tile = tile.With(uint.MaxValue);
            int row = start;
            for (; row <= end - PointTiles.TileSize; row += PointTiles.TileSize)
            {
                tile.Number(row);
                Take(in tile, rows, row * (nint)rows.Stride, offsets, queries, screened, best);
            }

            if (row < end)
            {
                tile.Number(row);
                Gather(tile, rows, end - row, queries, screened, best);
            }

            return;
        }

        int filled = 0;
        for (int row = start; row < end; row += 64)
        {
            ulong bits = allowed.From(tile.FirstRow + row);
            if (end - row < 64)
                bits &= (1UL << (end - row)) - 1;

            for (; bits != 0; bits &= bits - 1)
            {
                tile.Rows[filled++] = row + BitOperations.TrailingZeroCount(bits);
                if (filled == PointTiles.TileSize)
                {
                    Gather(tile, rows, filled, queries, screened, best);
                    filled = 0;
                }
            }
        }

        if (filled > 0)
            Gather(tile, rows, filled, queries, screened, best);
    }

    /// <summary>Scores the first <paramref name="count"/> rows of the tile, wherever they lie; the last one fills it up.</summary>
    [SkipLocalsInit]
    private void Gather(ScoredTile tile, MatrixView rows, int count, QueryBlock queries, ScreenedTiles? screened, BestRows best)
    {
        Span<nint> offsets = stackalloc nint[PointTiles.TileSize];
        for (int i = 0; i < offsets.Length; i++)
            offsets[i] = (nint)tile.Rows[Math.Min(i, count - 1)] * rows.Stride;

        Take(tile.With(uint.MaxValue >> (PointTiles.TileSize - count)), rows, 0, offsets, queries, screened, best);
    }

    /// <summary>Scores 32 rows, given by where they begin counted from <paramref name="first"/>, which the tile has numbered.</summary>
    private void Take(
        scoped in ScoredTile tile, MatrixView rows, nint first, ReadOnlySpan<nint> offsets, QueryBlock queries, ScreenedTiles? screened,
        BestRows best)
    {
        ref float values = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Memory.Span), first);
        nint ahead = PointTiles.TileSize * (nint)rows.Stride;
        if (!TileScores.Single(ref values, offsets, ahead, in tile, queries, metric, width, best))
        {
            TransposingCopy.Fill(ref values, offsets, queries.Columns, ahead, ref MemoryMarshal.GetReference(tile.Values));
            if (screened is null || !screened.TryRun(in tile, queries, best))
                TileScores.Run(in tile, queries, metric, width, best);
        }
    }
}
