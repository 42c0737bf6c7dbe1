namespace Personalization.Numerics;

/// <summary>What storages of rows in tiles of 32 have in common.</summary>
internal static class TiledRows
{
    private const int RowsAtOnce = 4096;

    /// <summary>Values of whole tiles for so many rows.</summary>
    public static int Length(int rows, int columns)
    {
        long length = ((rows + (PointTiles.TileSize - 1L)) / PointTiles.TileSize) * PointTiles.TileSize * columns;
        return length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(
                $"{rows} × {columns} values are more than one array can hold ({Array.MaxLength}); use several segments.", nameof(rows));
    }

    /// <summary>Where the tile of a row begins.</summary>
    public static int Start(int row, int columns) => row / PointTiles.TileSize * PointTiles.TileSize * columns;

    public static void Build(int rows, Action<int> store, int? threads, CancellationToken cancellationToken) =>
        ParallelChunks.Run(
            rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    store(row);
            },
            threads,
            cancellationToken);

    public static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException($"There are {length} values; {expected} are expected.", name);
    }
}
