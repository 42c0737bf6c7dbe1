using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// A growing set of rows, each with the nearest row outside it (of equally near ones the lowest) in a heap. Rows that come into the set
/// leave the tree that is searched, so a nearest row only ever gives way to a farther one: what the heap says of a row whose nearest was
/// taken is a bound, and such a row looks again only when nobody's bound is lower.
/// </summary>
internal sealed class NearestOutside
{
    private readonly int _columns;
    private readonly double[] _coordinates;
    private readonly double[] _inverses;
    private readonly int[] _slots;
    private readonly bool[] _isInside;
    private readonly PriorityQueue<int, (double Square, int Row)> _nearest = new();
    private CentroidTree _tree;
    private int _outside;
    private int _builtFor;

    public NearestOutside(MatrixView samples)
    {
        _columns = samples.Columns;
        _coordinates = PointOrder.Coordinates(samples);
        _inverses = new double[samples.Rows];
        _inverses.AsSpan().Fill(1);
        _slots = new int[samples.Rows];
        _isInside = new bool[samples.Rows];
        _outside = samples.Rows;
        _tree = Build();
    }

    /// <summary>Takes a row into the set, outside of which at least one must be left.</summary>
    /// <returns>The row that is nearest to the set then, of equally near ones the lowest, and its squared distance.</returns>
    public (int Row, double Square) Take(int row)
    {
        _isInside[row] = true;
        _outside--;
        if (_outside * 2 <= _builtFor)
            _tree = Build();
        else
            _tree.Remove(row);

        _nearest.Enqueue(row, Look(row));
        while (_nearest.TryPeek(out int inside, out (double Square, int Row) nearest))
        {
            if (!_isInside[nearest.Row])
                return (nearest.Row, nearest.Square);

            _nearest.DequeueEnqueue(inside, Look(inside));
        }

        throw new InvalidOperationException("No row is left outside.");
    }

    private (double Square, int Row) Look(int row)
    {
        (int nearest, double square) = _tree.Nearest(_coordinates.AsSpan(row * _columns, _columns), 0);
        return (square, nearest);
    }

    private CentroidTree Build()
    {
        int[] rows = new int[_outside];
        int count = 0;
        for (int row = 0; row < _isInside.Length; row++)
        {
            if (!_isInside[row])
                rows[count++] = row;
        }

        _builtFor = count;
        return new CentroidTree(rows, _coordinates, _inverses, _columns, _slots);
    }
}
