namespace Personalization.Numerics;

/// <summary>Where the points of some tiles came from: neighbouring rows, or rows from anywhere.</summary>
internal readonly ref struct PointSource
{
    private readonly ReadOnlySpan<int> _rows;

    /// <param name="values">The values of rows.</param>
    /// <param name="stride">Values from the start of one row to that of the next.</param>
    /// <param name="firstRow">The row of the first point; the others follow.</param>
    public PointSource(ReadOnlySpan<float> values, int stride, int firstRow)
    {
        Values = values[(firstRow * stride)..];
        Stride = stride;
    }

    /// <param name="values">The values of rows.</param>
    /// <param name="stride">Values from the start of one row to that of the next.</param>
    /// <param name="rows">The row of each point.</param>
    public PointSource(ReadOnlySpan<float> values, int stride, ReadOnlySpan<int> rows)
    {
        Values = values;
        Stride = stride;
        _rows = rows;
    }

    public ReadOnlySpan<float> Values { get; }

    public int Stride { get; }

    /// <summary>Neighbouring rows from a later one on.</summary>
    public PointSource From(int point) => new(Values, Stride, point);

    public ReadOnlySpan<float> Point(int index, int columns) => Values.Slice((_rows.IsEmpty ? index : _rows[index]) * Stride, columns);
}
