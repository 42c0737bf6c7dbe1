namespace Personalization.Numerics;

/// <summary>
/// n × d points laid out for kernels that work on many points at once: tiles of <see cref="TileSize"/> points, feature-major inside a tile, so
/// that one vector load brings the same feature of neighbouring points. Copied once, read often; 4 · n · d bytes, rounded up to whole tiles.
/// Immutable and thread-safe.
/// </summary>
public sealed class PointTiles
{
    /// <summary>Points in a tile: two vectors of 512 bits, four of 256.</summary>
    public const int TileSize = 32;

    private const int TilesAtOnce = 256;

    private readonly float[] _values;
    private readonly float[] _origin;

    /// <summary>Copies points into tiles.</summary>
    /// <param name="points">The points, n × d.</param>
    /// <param name="origin">d values subtracted from every point, so that coordinates far from zero keep their digits; empty for none.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next block of tiles.</param>
    /// <exception cref="ArgumentException">The origin has another number of values than the points.</exception>
    public PointTiles(
        MatrixView points, ReadOnlySpan<float> origin = default, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        if (!origin.IsEmpty && origin.Length != points.Columns)
            throw new ArgumentException($"The origin has {origin.Length} values; the points have {points.Columns}.", nameof(origin));

        Rows = points.Rows;
        Columns = points.Columns;
        TileCount = (int)(((long)points.Rows + TileSize - 1) / TileSize);
        long length = (long)TileCount * TileSize * Columns;
        if (length > Array.MaxLength)
            throw new ArgumentException($"{Rows} × {Columns} points are more than one array can hold.", nameof(points));

        _values = new float[length];
        _origin = origin.ToArray();
        ParallelChunks.Run(
            TileCount, TilesAtOnce, (_, start, end) => Fill(points, _origin, start, end, TileOf(start, end)), maxThreads, cancellationToken);
    }

    /// <summary>Number of points.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>What was subtracted from every point; empty for nothing.</summary>
    public ReadOnlySpan<float> Origin => _origin;

    /// <summary>Number of tiles; the last may be filled up with zeros.</summary>
    public int TileCount { get; }

    /// <summary>Values of a tile: feature f of its point p at f · <see cref="TileSize"/> + p.</summary>
    /// <param name="tile">From 0 to TileCount − 1.</param>
    public ReadOnlySpan<float> Tile(int tile) => TileOf(tile, tile + 1);

    /// <summary>Copies up to <see cref="TileSize"/> rows into one tile; points that are missing become zeros.</summary>
    internal static void Fill(ReadOnlySpan<float> values, int stride, int rows, int columns, ReadOnlySpan<float> origin, Span<float> tile)
    {
        for (int point = 0; point < rows; point++)
        {
            ReadOnlySpan<float> row = values.Slice(point * stride, columns);
            if (origin.IsEmpty)
            {
                for (int feature = 0; feature < row.Length; feature++)
                    tile[(feature * TileSize) + point] = row[feature];
            }
            else
            {
                for (int feature = 0; feature < row.Length; feature++)
                    tile[(feature * TileSize) + point] = row[feature] - origin[feature];
            }
        }

        for (int feature = 0; rows < TileSize && feature < columns; feature++)
            tile.Slice((feature * TileSize) + rows, TileSize - rows).Clear();
    }

    private static void Fill(MatrixView points, ReadOnlySpan<float> origin, int start, int end, Span<float> tiles)
    {
        ReadOnlySpan<float> values = points.Memory.Span;
        int size = TileSize * points.Columns;
        for (int tile = start; tile < end; tile++)
        {
            int row = tile * TileSize;
            int rows = Math.Min(TileSize, points.Rows - row);
            Fill(values[(row * points.Stride)..], points.Stride, rows, points.Columns, origin, tiles.Slice((tile - start) * size, size));
        }
    }

    private Span<float> TileOf(int start, int end)
    {
        int size = TileSize * Columns;
        return _values.AsSpan(start * size, (end - start) * size);
    }
}
