using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Scans rows in codes: each tile with an allowed row is held against the queries' codes.</summary>
internal sealed class Int8Scan(Int8Rows[] segments, VectorMetric metric, LaneWidth width)
{
    /// <summary>The scan for some queries.</summary>
    public SegmentScan Prepare(MatrixView queries)
    {
        var block = new Int8QueryBlock(queries, metric);
        return (segment, firstRow, start, end, allowed, best) => Scan(block, segments[segment], firstRow, start, end, allowed, best);
    }

    [SkipLocalsInit]
    private void Scan(Int8QueryBlock queries, Int8Rows rows, int firstRow, int start, int end, AllowedRows allowed, BestRows best)
    {
        var tile = new RowTile(stackalloc float[RowTile.MemoryFor(0)], 0, stackalloc int[PointTiles.TileSize], firstRow);
        ReadOnlySpan<byte> codes = rows.Codes.Span;
        ReadOnlySpan<float> scales = rows.Scales.Span, squares = rows.SquaredLengths.Span;
        int length = rows.PaddedColumns * PointTiles.TileSize;
        for (int row = start; row < end; row += PointTiles.TileSize)
        {
            uint valid = allowed.From(firstRow + row, Math.Min(PointTiles.TileSize, end - row));
            if (valid == 0)
                continue;

            tile.Number(row);
            squares.Slice(row, PointTiles.TileSize).CopyTo(tile.Scales);
            Run(codes.Slice(TiledRows.Start(row, rows.PaddedColumns), length), scales.Slice(row, PointTiles.TileSize), tile.With(valid), queries, best);
        }
    }

    /// <summary>Narrow vectors multiply pairs of 16 bits by an instruction of x86; elsewhere the scalar twin runs.</summary>
    private void Run(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, RowTile tile, Int8QueryBlock queries, BestRows best)
    {
        switch (width)
        {
            case LaneWidth.Vector512 when Avx512BW.IsSupported: Run<ByteLanes512, Lanes512>(codes, scales, tile, queries, best); break;
            case LaneWidth.Vector256 when Avx2.IsSupported: Run<ByteLanes256, Lanes256>(codes, scales, tile, queries, best); break;
            case LaneWidth.Vector128 when Sse2.IsSupported: Run<ByteLanes128, Lanes128>(codes, scales, tile, queries, best); break;
            default: Run<ByteLanes1, Lanes1>(codes, scales, tile, queries, best); break;
        }
    }

    private void Run<TBytes, TLanes>(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, RowTile tile, Int8QueryBlock queries, BestRows best)
        where TBytes : struct, IByteLanes<TBytes, TLanes>
        where TLanes : struct, ILanes<TLanes>
    {
        switch (metric)
        {
            case VectorMetric.Dot: Int8Scores<TBytes, TLanes, DotSimilarity>.Run(codes, scales, tile, queries, best); break;
            case VectorMetric.Cosine:
                ref float figures = ref MemoryMarshal.GetReference(tile.Scales);
                for (nuint row = 0; row < PointTiles.TileSize; row += (nuint)TLanes.Count)
                    TLanes.Store(InverseLengths.OfSquares(TLanes.Load(ref figures, row)), ref figures, row);

                Int8Scores<TBytes, TLanes, CosineSimilarity>.Run(codes, scales, tile, queries, best);
                break;
            default: Int8Scores<TBytes, TLanes, EuclideanFromDot>.Run(codes, scales, tile, queries, best); break;
        }
    }
}
