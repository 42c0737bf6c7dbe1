using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Rows in tiles of 32, each tile the other way round (depth × 32), so that products of other rows with all of these run along whole
/// vectors and read what lies together. On the caller's thread, without allocating.
/// </summary>
internal static class RowTiles
{
    /// <summary>Rows of a tile.</summary>
    public const int Size = PointTiles.TileSize;

    /// <summary>Values that tiles of some rows take.</summary>
    public static int Values(int rows, int depth) => checked((rows + Size - 1) / Size * Size * depth);

    /// <summary>Fills tiles; beyond the last row it stands again.</summary>
    public static void Fill(MatrixView rows, Span<float> tiles)
    {
        ReadOnlySpan<float> values = rows.Memory.Span;
        Span<nint> offsets = stackalloc nint[Size];
        int size = rows.Columns * Size;
        for (int first = 0; first < rows.Rows; first += Size)
        {
            for (int i = 0; i < offsets.Length; i++) offsets[i] = Math.Min(first + i, rows.Rows - 1) * rows.Stride;
            TransposingCopy.Fill(
                ref MemoryMarshal.GetReference(values), offsets, rows.Columns, Size * rows.Stride,
                ref tiles.Slice(first / Size * size, size)[0]);
        }
    }

    /// <summary>Adds left · rowsᵀ, each value's terms in the order of depth by fused multiply-add from what it holds.</summary>
    /// <param name="left">n × depth.</param>
    /// <param name="stride">Elements from a row of left to the next.</param>
    /// <param name="rows">n.</param>
    /// <param name="tiles">Of the rows.</param>
    /// <param name="count">Rows in the tiles that are meant, from the first on.</param>
    /// <param name="depth">Columns of left and of the rows.</param>
    /// <param name="destination">n × count.</param>
    /// <param name="destinationStride">Elements from a row of the destination to the next.</param>
    public static void AddProducts(
        ReadOnlySpan<float> left, int stride, int rows, ReadOnlySpan<float> tiles, int count, int depth, Span<float> destination,
        int destinationStride)
    {
        int size = depth * Size;
        for (int first = 0; first < count; first += Size)
        {
            NarrowProduct.AddTo(
                left, stride, 1, tiles.Slice(first / Size * size, size), Size, destination[first..], destinationStride, rows,
                Math.Min(Size, count - first), depth);
        }
    }
}
