using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Rows in half precision (float16: 11 bits, up to 65,504), for searches at half the memory and half the time of single precision where
/// memory is the limit. Scores are computed in single precision from the halves, so they have the bits of a search over rows rounded to
/// halves.
/// <para>Rows stand in tiles of 32: column j of row p of a tile at j · 32 + p. 2 · n · d bytes, n rounded up to whole tiles. Immutable and
/// thread-safe.</para>
/// </summary>
public sealed class HalfRows
{
    /// <summary>Rounds rows to the nearest halves, ties to even; beyond 65,504 to infinity.</summary>
    /// <param name="rows">n × d; copied.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next block of tiles.</param>
    /// <exception cref="ArgumentException">n × d is more than one array can hold.</exception>
    public HalfRows(MatrixView rows, int? threads = null, CancellationToken cancellationToken = default)
    {
        (Rows, Columns) = (rows.Rows, rows.Columns);
        Half[] tiles = new Half[TiledRows.Length(Rows, Columns)];
        TiledRows.Build(Rows, Store, threads, cancellationToken);
        Tiles = tiles;

        void Store(int row)
        {
            Span<Half> tile = tiles.AsSpan(TiledRows.Start(row, rows.Columns));
            ReadOnlySpan<float> values = rows.Row(row);
            for (int column = 0; column < values.Length; column++)
                tile[(column * PointTiles.TileSize) + (row % PointTiles.TileSize)] = (Half)values[column];
        }
    }

    /// <summary>Looks at rows that were stored before, without copying: of an array, or of a file that is mapped into memory.</summary>
    /// <param name="tiles">What <see cref="Tiles"/> gave.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The tiles have another length than rows and columns ask for.</exception>
    public HalfRows(ReadOnlyMemory<Half> tiles, int rows, int columns)
    {
        Rows = Guard.AtLeast(rows, 0);
        Columns = Guard.AtLeast(columns, 0);
        TiledRows.CheckLength(tiles.Length, TiledRows.Length(rows, columns), nameof(tiles));
        Tiles = tiles;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Values of a row.</summary>
    public int Columns { get; }

    /// <summary>The tiles, to be stored; ⌈n / 32⌉ · 32 · d values.</summary>
    public ReadOnlyMemory<Half> Tiles { get; }

    /// <summary>The bits of one tile.</summary>
    internal ReadOnlySpan<ushort> Tile(int tile)
    {
        int length = PointTiles.TileSize * Columns;
        return MemoryMarshal.Cast<Half, ushort>(Tiles.Span.Slice(tile * length, length));
    }

    /// <summary>Widens one tile into columns × 32 values.</summary>
    internal void Expand(int tile, Span<float> values, LaneWidth width)
    {
        ReadOnlySpan<ushort> bits = Tile(tile);
        switch (width)
        {
            case LaneWidth.Vector512: Expand<Lanes512>(bits, values); break;
            case LaneWidth.Vector256: Expand<Lanes256>(bits, values); break;
            case LaneWidth.Vector128: Expand<Lanes128>(bits, values); break;
            default: Expand<Lanes1>(bits, values); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand<TLanes>(ReadOnlySpan<ushort> bits, Span<float> values)
        where TLanes : struct, ILanes<TLanes>
    {
        // Whole tiles: a multiple of 32 values.
        ref ushort source = ref MemoryMarshal.GetReference(bits);
        ref float destination = ref MemoryMarshal.GetReference(values[..bits.Length]);
        for (nuint i = 0; i < (nuint)bits.Length; i += (nuint)TLanes.Count)
            TLanes.Store(TLanes.LoadHalves(ref source, i), ref destination, i);
    }
}
