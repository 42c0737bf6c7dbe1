namespace Personalization.Numerics;

/// <summary>How the left operand's values of a panel of <see cref="ProductShape.PanelRows"/> rows lie, in elements; constants for the compiler.</summary>
internal interface IPanelLayout
{
    /// <summary>From a value to that of the next row.</summary>
    static abstract int RowStep { get; }

    /// <summary>From a value to the next of the same row.</summary>
    static abstract int DepthStep { get; }
}

/// <summary>Rows side by side as they lie in a row-major matrix: packing is a plain copy.</summary>
internal readonly struct RowLayout : IPanelLayout
{
    // A cache line more than a block: rows that begin a power of two apart would fall into the same few lines of the first-level cache.
    public static int RowStep => ProductShape.DepthBlock + 16;

    public static int DepthStep => 1;
}

/// <summary>The values of all rows at one depth side by side, as they lie in a matrix that is taken transposed.</summary>
internal readonly struct DepthLayout : IPanelLayout
{
    public static int RowStep => 1;

    public static int DepthStep => ProductShape.PanelRows;
}

/// <summary>Sizes that all widths share. <see cref="DepthBlock"/> is part of what a product *is*: it decides the order of additions.</summary>
internal static class ProductShape
{
    /// <summary>Terms that are summed in registers before they are added to the destination.</summary>
    public const int DepthBlock = 256;

    /// <summary>Rows of a panel of the left operand: 12 × 2 vectors of sums fill the 32 registers of AVX-512, with two for the right and one for the left.</summary>
    public const int PanelRows = 12;

    /// <summary>Columns of a panel of the right operand: two vectors of 512 bits.</summary>
    public const int PanelColumns = 32;

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
