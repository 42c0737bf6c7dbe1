namespace Personalization.Neural;

/// <summary>
/// Rows of a sequence whose scores are computed together, and the keys that any of them attends to. Keys come in tiles of 32, counted from
/// the sequence's start, so a block's first columns may belong to keys that none of its rows sees.
/// </summary>
internal readonly struct RowBlock
{
    /// <summary>
    /// Rows at a time: four strips of the product's six, few enough that little of the triangle's other half is computed.
    /// </summary>
    public const int MostRows = 24;

    /// <summary>Keys of a tile.</summary>
    public const int TileKeys = 32;

    private readonly int _window, _length;
    private readonly bool _bothWays;

    public RowBlock(int first, int length, CausalAttention layer)
    {
        (First, _length, _window, _bothWays) = (first, length, layer.Window, layer.Options.BothWays);
        Rows = Math.Min(MostRows, length - first);
        FirstKey = First - KeysBefore(0);
        EndKey = EndOf(Rows - 1);
        FirstTile = FirstKey / TileKeys;
        TileCount = ((EndKey + TileKeys - 1) / TileKeys) - FirstTile;
    }

    /// <summary>The first row, from the sequence's start.</summary>
    public int First { get; }

    public int Rows { get; }

    /// <summary>One more than the last row.</summary>
    public int End => First + Rows;

    public int FirstKey { get; }

    /// <summary>One more than the last key.</summary>
    public int EndKey { get; }

    public int Keys => EndKey - FirstKey;

    public int FirstTile { get; }

    public int TileCount { get; }

    /// <summary>Columns of the block of scores.</summary>
    public int Stride => TileCount * TileKeys;

    /// <summary>Column of the first key.</summary>
    public int FirstColumn => FirstKey - (FirstTile * TileKeys);

    /// <summary>Most values that a block of scores of a sequence takes.</summary>
    public static int MostScores(int length, CausalAttention layer)
    {
        long seen = (long)layer.Window * (layer.Options.BothWays ? 2 : 1), keys = Math.Min(length, seen + MostRows + TileKeys);
        return checked((int)(MostRows * ((keys + TileKeys - 1) / TileKeys * TileKeys)));
    }

    /// <summary>Keys that a row of the block sees before its own.</summary>
    public int KeysBefore(int row) => Math.Min(First + row, _window - 1);

    /// <summary>A row of a block of scores, and within it the columns that the row sees.</summary>
    public Span<float> Row(Span<float> scores, int row, out Range seen)
    {
        int origin = FirstTile * TileKeys;
        seen = (First + row - KeysBefore(row) - origin)..(EndOf(row) - origin);
        return scores.Slice(row * Stride, Stride);
    }

    /// <summary>One more than the last key that a row of the block sees.</summary>
    private int EndOf(int row) => First + row + 1 + (_bothWays ? Math.Min(_length - 1 - First - row, _window - 1) : 0);
}
