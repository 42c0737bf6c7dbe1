using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Rows in 8-bit codes, in blocks of tiles as <see cref="Int8Rows"/> reads them: the code + 128 of column j of row p of a tile at 128 · ⌊j
/// / 4⌋ + 4 · p + j mod 4. Behind the codes of a block stand its rows' scales, then the squares of the coded rows' lengths.
/// </summary>
internal static unsafe class CodeTiles
{
    private const int GroupSize = 4;
    private const int Bias = 128;

    /// <summary>No block, for rows of so many values.</summary>
    public static RowBlocks None(int columns) => RowBlocks.None(Padded(columns), 2 * sizeof(float));

    /// <summary>Puts a row's codes in their place.</summary>
    /// <param name="blocks">Where.</param>
    /// <param name="row">The row.</param>
    /// <param name="codes">Its codes, 0 behind the last.</param>
    /// <param name="scale">What a code of 1 stands for.</param>
    /// <param name="square">Squared length of the coded row.</param>
    public static void Write(RowBlocks blocks, int row, ReadOnlySpan<sbyte> codes, float scale, float square)
    {
        byte* tile = Tile(blocks, row);
        for (int i = 0; i < blocks.RowBytes; i++) tile[Place(i)] = (byte)(codes[i] + Bias);
        *Scale(blocks, row) = scale;
        Scale(blocks, row)[RowBlocks.RowsPerBlock] = square;
    }

    /// <summary>Copies a row's codes.</summary>
    /// <returns>What a code of 1 stands for, and the squared length.</returns>
    public static (float Scale, float Square) Read(RowBlocks blocks, int row, Span<sbyte> codes)
    {
        byte* tile = Tile(blocks, row);
        for (int i = 0; i < blocks.RowBytes; i++) codes[i] = (sbyte)(tile[Place(i)] - Bias);
        return (*Scale(blocks, row), Scale(blocks, row)[RowBlocks.RowsPerBlock]);
    }

    /// <summary>The first rows as exact searches read them, a block each; whoever holds one keeps the owner of the memory alive.</summary>
    public static Int8Rows[] Segments(RowBlocks blocks, int rows, int columns, object owner) => blocks.Parts(rows, (address, held) =>
    {
        int padded = HalfTiles.TilesOf(held) * HalfTiles.TileRows;
        nint scales = address + ((nint)RowBlocks.RowsPerBlock * blocks.RowBytes);
        return new Int8Rows(
            new BlockMemory<byte>(address, padded * blocks.RowBytes, owner).Memory,
            new BlockMemory<float>(scales, padded, owner).Memory,
            new BlockMemory<float>(scales + (RowBlocks.RowsPerBlock * sizeof(float)), padded, owner).Memory,
            held,
            columns);
    });

    private static int Padded(int columns) => (columns + GroupSize - 1) / GroupSize * GroupSize;

    private static int Place(int column) => (column / GroupSize * GroupSize * HalfTiles.TileRows) + (column % GroupSize);

    /// <summary>Where column 0 of a row stands.</summary>
    private static byte* Tile(RowBlocks blocks, int row)
    {
        int inBlock = row & RowBlocks.Mask, inTile = inBlock % HalfTiles.TileRows;
        return (byte*)blocks.Addresses[row >> RowBlocks.Shift] + ((nint)(inBlock - inTile) * blocks.RowBytes) + (inTile * GroupSize);
    }

    private static float* Scale(RowBlocks blocks, int row) =>
        (float*)(blocks.Addresses[row >> RowBlocks.Shift] + ((nint)RowBlocks.RowsPerBlock * blocks.RowBytes)) + (row & RowBlocks.Mask);
}
