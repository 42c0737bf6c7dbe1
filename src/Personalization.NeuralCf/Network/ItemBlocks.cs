using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Vectors of items in blocks of neighbours, each block the other way round: coordinate by coordinate, so that work on many items at once
/// runs along whole vectors.
/// </summary>
internal sealed class ItemBlocks
{
    /// <summary>
    /// Items of a block, so few that a layer's outputs stay in the first-level cache; the last one is filled up with zeros.
    /// </summary>
    public const int Size = 64;

    private readonly float[] _values;

    /// <param name="items">items × columns.</param>
    public ItemBlocks(Matrix items)
    {
        Columns = items.Columns;
        Count = items.Rows;
        _values = new float[(long)ParallelChunks.ChunkCount(items.Rows, Size) * Size * Columns];
        for (int item = 0; item < items.Rows; item++)
        {
            ReadOnlySpan<float> row = items.Row(item);
            int start = Start(item);
            for (int column = 0; column < row.Length; column++) _values[start + (column * Size)] = row[column];
        }
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>Coordinates of the items of a block, columns × <see cref="Size"/>.</summary>
    public ReadOnlySpan<float> Block(int block) => _values.AsSpan(block * Size * Columns, Size * Columns);

    /// <summary>Dot product of two items, in double precision.</summary>
    public double Dot(int item, int other)
    {
        int left = Start(item), right = Start(other);
        double dot = 0;
        for (int column = 0; column < Columns; column++, left += Size, right += Size) dot += (double)_values[left] * _values[right];
        return dot;
    }

    private int Start(int item) => checked((item / Size * Size * Columns) + (item % Size));
}
