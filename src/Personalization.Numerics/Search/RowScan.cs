using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>Scans rows in single precision: 32 at a time, those that are allowed, are laid out as a tile and held against a block of queries.</summary>
internal sealed class RowScan(MatrixView[] segments, VectorMetric metric, LaneWidth width)
{
    /// <summary>Columns up to which a tile lies on the stack: 64 KB.</summary>
    private const int MostStackColumns = 512;

    /// <summary>The scan for some queries.</summary>
    public SegmentScan Prepare(MatrixView queries)
    {
        var block = new QueryBlock(queries);
        return (segment, firstRow, start, end, allowed, best) => Scan(block, segments[segment], firstRow, start, end, allowed, best);
    }

    /// <remarks>The stack isn't cleared: all that is read has been written.</remarks>
    [SkipLocalsInit]
    private void Scan(QueryBlock queries, MatrixView rows, int firstRow, int start, int end, AllowedRows allowed, BestRows best)
    {
        int length = (queries.Columns + 9) * PointTiles.TileSize;
        Span<float> memory = queries.Columns <= MostStackColumns ? stackalloc float[length + 15] : GC.AllocateUninitializedArray<float>(length + 15, pinned: true);
        memory = memory.Slice(Misalignment(memory), length);
        var tile = new RowTile(
            memory[(9 * PointTiles.TileSize)..], memory[..PointTiles.TileSize], memory.Slice(PointTiles.TileSize, 8 * PointTiles.TileSize),
            stackalloc int[PointTiles.TileSize], firstRow, valid: 0);
        ref float values = ref MemoryMarshal.GetReference(rows.Memory.Span);
        if (allowed.Everything)
        {
            for (int row = start; row < end; row += PointTiles.TileSize)
            {
                int count = Math.Min(PointTiles.TileSize, end - row);
                for (int i = 0; i < PointTiles.TileSize; i += Vector256<int>.Count)
                    Vector256.CreateSequence(row + i, 1).CopyTo(tile.Rows[i..]);

                Take(tile, ref values, rows.Stride, count, queries, best);
            }

            return;
        }

        int filled = 0;
        for (int row = start; row < end; row += 64)
        {
            ulong bits = allowed.From(firstRow + row);
            if (end - row < 64)
                bits &= (1UL << (end - row)) - 1;

            for (; bits != 0; bits &= bits - 1)
            {
                tile.Rows[filled++] = row + BitOperations.TrailingZeroCount(bits);
                if (filled == PointTiles.TileSize)
                {
                    Take(tile, ref values, rows.Stride, filled, queries, best);
                    filled = 0;
                }
            }
        }

        if (filled > 0)
            Take(tile, ref values, rows.Stride, filled, queries, best);
    }

    /// <summary>Fills the tile with the first <paramref name="count"/> of its rows and scores them.</summary>
    [SkipLocalsInit]
    private void Take(RowTile tile, ref float values, int stride, int count, QueryBlock queries, BestRows best)
    {
        Span<nint> offsets = stackalloc nint[PointTiles.TileSize];
        for (int i = 0; i < offsets.Length; i++)
            offsets[i] = (nint)tile.Rows[Math.Min(i, count - 1)] * stride;

        TransposingCopy.Fill(ref values, offsets, queries.Columns, ref MemoryMarshal.GetReference(tile.Values));
        TileScores.Run(tile.With(uint.MaxValue >> (PointTiles.TileSize - count)), queries, metric, width, best);
    }

    /// <summary>Values up to the next multiple of 64 bytes, so that no vector straddles two cache lines. The memory doesn't move: it's the stack's or pinned.</summary>
    private static unsafe int Misalignment(Span<float> memory) =>
        (int)((64 - ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)) & 63)) & 63) / sizeof(float);
}
