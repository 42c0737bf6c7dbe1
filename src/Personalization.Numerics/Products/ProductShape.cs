namespace Personalization.Numerics;

/// <summary>
/// Up to <see cref="ProductShape.PanelRows"/> rows of the left operand, wherever they lie: packed, or in the matrix itself.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
/// <param name="values">The first row's value at the first depth.</param>
/// <param name="rowStep">Elements from a value to that of the next row.</param>
/// <param name="depthStep">Elements from a value to the next of the same row.</param>
internal readonly unsafe struct LeftTile<T>(T* values, nint rowStep, nint depthStep)
    where T : unmanaged
{
    public T* Values { get; } = values;

    public nint RowStep { get; } = rowStep;

    public nint DepthStep { get; } = depthStep;

    public LeftTile<T> From(int row) => new(Values + (row * RowStep), RowStep, DepthStep);
}

/// <summary>
/// Sizes that all widths share. <see cref="DepthBlock"/> is part of what a product *is*: it decides the order of additions.
/// </summary>
internal static class ProductShape
{
    /// <summary>Terms that are summed in registers before they are added to the destination.</summary>
    public const int DepthBlock = 256;

    /// <summary>
    /// Rows of a panel of the left operand: 12 × 2 vectors of sums fill the 32 registers of AVX-512, with two for the right and one for the
    /// left.
    /// </summary>
    public const int PanelRows = 12;

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}

/// <summary>Sizes that depend on the element.</summary>
/// <typeparam name="T">An element.</typeparam>
internal static unsafe class ProductShape<T>
    where T : unmanaged
{
    /// <summary>Columns of a panel of the right operand: two vectors of 512 bits.</summary>
    public static int PanelColumns => 2 * Prefetch.CacheLine / sizeof(T);

    /// <summary>
    /// From a packed row of the left operand to the next: a cache line more than a block, because rows that begin a power of two apart
    /// would fall into the same few lines of the first-level cache.
    /// </summary>
    public static int PackedRowStep => ProductShape.DepthBlock + (Prefetch.CacheLine / sizeof(T));
}
