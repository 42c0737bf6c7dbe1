using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>One level of a <see cref="CentroidTree"/>: nodes of 16 boxes each, feature-major, with the largest inverse weight in each box.</summary>
internal sealed class BoxLevel
{
    private const int Block = BlockScores.BlockSize;

    private readonly int _columns;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _inverses;

    /// <summary>Makes a level of empty boxes.</summary>
    /// <param name="children">Boxes that it holds.</param>
    /// <param name="columns">Sides of a box.</param>
    public BoxLevel(int children, int columns)
    {
        _columns = columns;
        Nodes = ((children - 1) / Block) + 1;
        _low = new double[Nodes * Block * columns];
        _high = new double[_low.Length];
        _inverses = new double[Nodes * Block];
        _low.AsSpan().Fill(double.PositiveInfinity);
        _high.AsSpan().Fill(double.NegativeInfinity);
    }

    public int Nodes { get; }

    public uint Bounds(int node, ReadOnlySpan<double> query, double inverse, double limit, Span<double> bounds)
    {
        int first = node * Block * _columns, length = Block * _columns;
        return BlockScores.OfBoxes(
            _low.AsSpan(first, length), _high.AsSpan(first, length), _inverses.AsSpan(node * Block, Block), query, inverse, limit, bounds);
    }

    public void SetInverse(int child, double largest) => _inverses[child] = largest;

    public void SetRange(int child, int column, double low, double high)
    {
        int at = (((child / Block * _columns) + column) * Block) + (child % Block);
        _low[at] = low;
        _high[at] = high;
    }

    /// <summary>Makes a box of this level enclose all boxes of a node of the level below.</summary>
    public void Enclose(int child, BoxLevel below)
    {
        double largest = 0;
        foreach (double inverse in below._inverses.AsSpan(child * Block, Block))
            largest = Math.Max(largest, inverse);

        SetInverse(child, largest);
        for (int column = 0; column < _columns; column++)
        {
            int first = ((child * _columns) + column) * Block;
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (double value in below._low.AsSpan(first, Block))
                low = Math.Min(low, value);

            foreach (double value in below._high.AsSpan(first, Block))
                high = Math.Max(high, value);

            SetRange(child, column, low, high);
        }
    }
}
