using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Points in blocks of 16, feature-major inside a block, for <see cref="BlockScores"/>. Places that hold no point hold infinity, so that
/// they are never near to anything.
/// </summary>
internal sealed class PointBlocks
{
    private const int Block = BlockScores.BlockSize;

    private readonly double[] _values;

    public PointBlocks(int capacity, int columns)
    {
        Columns = columns;
        Count = Math.Max(1, (capacity + Block - 1) / Block);
        long length = (long)Count * Block * columns;
        if (length > Array.MaxLength)
            throw new ArgumentException(
                $"{capacity} × {columns} values are more than one array can hold ({Array.MaxLength}).", nameof(capacity));

        _values = new double[length];
        _values.AsSpan().Fill(double.PositiveInfinity);
    }

    public PointBlocks(MatrixView samples)
        : this(samples.Rows, samples.Columns)
    {
        for (int row = 0; row < samples.Rows; row++)
        {
            ReadOnlySpan<float> values = samples.Row(row);
            for (int column = 0; column < values.Length; column++)
                _values[At(row, column)] = values[column];
        }
    }

    public int Columns { get; }

    /// <summary>Number of blocks.</summary>
    public int Count { get; }

    public ReadOnlySpan<double> Values => _values;

    public ReadOnlySpan<double> this[int block] => _values.AsSpan(block * Block * Columns, Block * Columns);

    /// <summary>The 16 values of one feature in a block.</summary>
    public ReadOnlySpan<double> Feature(int block, int column) => _values.AsSpan(((block * Columns) + column) * Block, Block);

    public void Put(int place, ReadOnlySpan<double> point)
    {
        for (int column = 0; column < point.Length; column++)
            _values[At(place, column)] = point[column];
    }

    public void Clear(int place)
    {
        for (int column = 0; column < Columns; column++)
            _values[At(place, column)] = double.PositiveInfinity;
    }

    public void Get(int place, Span<double> point)
    {
        for (int column = 0; column < point.Length; column++)
            point[column] = _values[At(place, column)];
    }

    private int At(int place, int column) => (((place / Block * Columns) + column) * Block) + (place % Block);
}
