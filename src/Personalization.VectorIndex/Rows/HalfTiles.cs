using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Rows in half precision, in blocks of tiles as <see cref="HalfRows"/> reads them: column j of row p of a tile at j · 32 + p.
/// </summary>
internal static unsafe class HalfTiles
{
    /// <summary>Rows of a tile. A block is a whole number of them.</summary>
    public const int TileRows = 32;

    /// <summary>No block, for rows of so many values.</summary>
    public static RowBlocks None(int columns) => RowBlocks.None(columns * sizeof(Half));

    /// <summary>Tiles that so many rows take.</summary>
    public static int TilesOf(int rows) => (int)((rows + (TileRows - 1L)) / TileRows);

    /// <summary>Rounds a row into its place.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Write(RowBlocks blocks, int row, ReadOnlySpan<float> values)
    {
        Half* cells = Cells(blocks, row, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Half half = (Half)values[i];
            if (!Half.IsFinite(half))
                return $"has the value {values[i]:G6}, beyond {(float)Half.MaxValue}, half precision's largest; "
                    + "scale the vectors down, or store them in single precision";
            cells[i * TileRows] = half;
        }

        return null;
    }

    /// <summary>Copies a row, widened.</summary>
    public static void Copy(RowBlocks blocks, int row, Span<float> destination)
    {
        Half* cells = Cells(blocks, row, destination.Length);
        for (int i = 0; i < destination.Length; i++) destination[i] = (float)cells[i * TileRows];
    }

    /// <summary>
    /// Clears what stands behind the last row in its tile: nobody reads it but a file, whose bytes must be the same each time.
    /// </summary>
    public static void ClearBehind(RowBlocks blocks, int rows, int columns)
    {
        for (int row = rows; row % TileRows != 0; row++)
        {
            Half* cells = Cells(blocks, row, columns);
            for (int i = 0; i < columns; i++) cells[i * TileRows] = default;
        }
    }

    /// <summary>The first rows as exact searches read them, a block each; whoever holds one keeps the owner of the memory alive.</summary>
    public static HalfRows[] Segments(RowBlocks blocks, int rows, int columns, object owner) => blocks.Parts(rows, (address, held) =>
        new HalfRows(new BlockMemory<Half>(address, TilesOf(held) * TileRows * columns, owner).Memory, held, columns));

    private static Half* Cells(RowBlocks blocks, int row, int columns)
    {
        int inBlock = row & RowBlocks.Mask;
        return (Half*)blocks.Addresses[row >> RowBlocks.Shift] + ((nint)(inBlock / TileRows) * TileRows * columns) + (inBlock % TileRows);
    }
}
