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

    private readonly int _window;

    public RowBlock(int first, int length, int window)
    {
        (First, _window) = (first, window);
        Rows = Math.Min(MostRows, length - first);
        FirstKey = Math.Max(0, first + 1 - window);
        FirstTile = FirstKey / TileKeys;
        TileCount = ((End + TileKeys - 1) / TileKeys) - FirstTile;
    }

    /// <summary>The first row, from the sequence's start.</summary>
    public int First { get; }

    public int Rows { get; }

    /// <summary>One more than the last row, and than the last key.</summary>
    public int End => First + Rows;

    public int FirstKey { get; }

    public int Keys => End - FirstKey;

    public int FirstTile { get; }

    public int TileCount { get; }

    /// <summary>Columns of the block of scores.</summary>
    public int Stride => TileCount * TileKeys;

    /// <summary>Column of the first key.</summary>
    public int FirstColumn => FirstKey - (FirstTile * TileKeys);

    /// <summary>Most values that a block of scores of a sequence takes.</summary>
    public static int MostScores(int length, int window)
    {
        long keys = Math.Min(length, (long)window + MostRows + TileKeys);
        return checked((int)(MostRows * ((keys + TileKeys - 1) / TileKeys * TileKeys)));
    }

    /// <summary>Keys that a row of the block sees.</summary>
    public int KeysOf(int row) => Math.Min(First + row + 1, _window);

    /// <summary>A row of a block of scores, and within it the columns that the row sees.</summary>
    public Span<float> Row(Span<float> scores, int row, out Range seen)
    {
        int count = KeysOf(row), end = First + row + 1 - (FirstTile * TileKeys);
        seen = (end - count)..end;
        return scores.Slice(row * Stride, Stride);
    }
}
