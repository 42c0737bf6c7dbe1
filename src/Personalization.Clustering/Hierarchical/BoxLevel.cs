using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One level of a <see cref="CentroidTree"/>: nodes of 16 boxes each, feature-major, with the largest inverse weight in each box.
/// </summary>
internal sealed class BoxLevel
{
    private const int Block = BlockScores.BlockSize;

    private readonly int _columns;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _inverses;

    // Of empty boxes.
    private BoxLevel(int children, int columns)
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

    /// <summary>The levels above some blocks, the lowest first; the highest has one node. Inverse weights are yet to be set.</summary>
    public static BoxLevel[] Over(PointBlocks points)
    {
        List<BoxLevel> levels = [];
        for (int children = points.Count; levels.Count == 0 || children > 1; children = levels[^1].Nodes)
            levels.Add(new BoxLevel(children, points.Columns));

        for (int block = 0; block < points.Count; block++)
            levels[0].Enclose(block, points);

        for (int level = 1; level < levels.Count; level++)
        {
            for (int node = 0; node < levels[level - 1].Nodes; node++)
                levels[level].Enclose(node, levels[level - 1]);
        }

        return [.. levels];
    }

    public uint Bounds(int node, ReadOnlySpan<double> query, double inverse, double limit, Span<double> bounds)
    {
        int first = node * Block * _columns, length = Block * _columns;
        return BlockScores.OfBoxes(
            _low.AsSpan(first, length), _high.AsSpan(first, length), _inverses.AsSpan(node * Block, Block), query, inverse, limit, bounds);
    }

    public void SetInverse(int child, double largest) => _inverses[child] = largest;

    /// <summary>The largest inverse weight of a node.</summary>
    public double Largest(int node)
    {
        double largest = 0;
        foreach (double inverse in _inverses.AsSpan(node * Block, Block))
            largest = Math.Max(largest, inverse);

        return largest;
    }

    /// <summary>Makes a box of this level enclose the points of a block.</summary>
    public void Enclose(int child, PointBlocks points)
    {
        for (int column = 0; column < _columns; column++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (double value in points.Feature(child, column))
            {
                low = Math.Min(low, value);
                high = value < double.PositiveInfinity ? Math.Max(high, value) : high;
            }

            SetRange(child, column, low, high);
        }
    }

    /// <summary>Makes a box of this level enclose all boxes of a node of the level below.</summary>
    public void Enclose(int child, BoxLevel below)
    {
        SetInverse(child, below.Largest(child));
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

    private void SetRange(int child, int column, double low, double high)
    {
        int at = (((child / Block * _columns) + column) * Block) + (child % Block);
        _low[at] = low;
        _high[at] = high;
    }
}
