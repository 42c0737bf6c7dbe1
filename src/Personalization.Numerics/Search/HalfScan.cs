using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// Scans rows in half precision: each tile with an allowed row is widened, then held against the queries as rows in single precision are.
/// </summary>
internal sealed class HalfScan(HalfRows[] segments, VectorMetric metric, LaneWidth width)
{
    /// <summary>The scan for some queries.</summary>
    public SegmentScan Prepare(MatrixView queries)
    {
        QueryBlock block = new(queries);
        return (segment, firstRow, start, end, allowed, best) => Scan(block, segments[segment], firstRow, start, end, allowed, best);
    }

    [SkipLocalsInit]
    private void Scan(QueryBlock queries, HalfRows rows, int firstRow, int start, int end, AllowedRows allowed, BestRows best)
    {
        int length = ScoredTile.MemoryFor(queries.Columns);
        Span<float> memory = length <= ScoredTile.MostOnStack
            ? stackalloc float[length]
            : GC.AllocateUninitializedArray<float>(length, pinned: true);
        ScoredTile tile = new(memory, queries.Columns, stackalloc int[PointTiles.TileSize], firstRow);
        for (int row = start; row < end; row += PointTiles.TileSize)
        {
            uint valid = allowed.From(firstRow + row, Math.Min(PointTiles.TileSize, end - row));
            if (valid == 0)
                continue;

            if (valid != tile.Valid)
                tile = tile.With(valid);

            tile.Number(row);
            if (queries.Count == 1)
            {
                HalfScores.Run(in tile, rows.Tile(row / PointTiles.TileSize), queries, metric, width, best);
            }
            else
            {
                rows.Expand(row / PointTiles.TileSize, tile.Values, width);
                TileScores.Run(in tile, queries, metric, width, best);
            }
        }
    }
}
