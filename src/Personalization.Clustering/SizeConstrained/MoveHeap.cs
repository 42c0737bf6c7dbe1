namespace Personalization.Clustering;

/// <summary>
/// The moves of rows from one cluster to another, the cheapest first, of equally cheap ones the first row. A row that has left since is
/// dropped when it comes to the top.
/// </summary>
internal sealed class MoveHeap
{
    private double[] _costs = [];
    private int[] _rows = [];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Adds a move without keeping the order; <see cref="Order"/> restores it.</summary>
    public void Append(double cost, int row)
    {
        if (_count == _rows.Length)
        {
            int length = Math.Max(16, 2 * _count);
            Array.Resize(ref _costs, length);
            Array.Resize(ref _rows, length);
        }

        (_costs[_count], _rows[_count]) = (cost, row);
        _count++;
    }

    public void Order()
    {
        for (int i = (_count / 2) - 1; i >= 0; i--)
            Sink(i);
    }

    public void Add(double cost, int row)
    {
        Append(cost, row);
        int i = _count - 1;
        while (i > 0 && IsBefore(cost, row, (i - 1) / 2))
        {
            int parent = (i - 1) / 2;
            (_costs[i], _rows[i]) = (_costs[parent], _rows[parent]);
            i = parent;
        }

        (_costs[i], _rows[i]) = (cost, row);
    }

    /// <summary>The cheapest move of a row that is still in the cluster; infinite cost where there is none.</summary>
    public (double Cost, int Row) Top(int[] labels, int from)
    {
        while (_count > 0 && labels[_rows[0]] != from)
        {
            _count--;
            (_costs[0], _rows[0]) = (_costs[_count], _rows[_count]);
            Sink(0);
        }

        return _count > 0 ? (_costs[0], _rows[0]) : (double.PositiveInfinity, -1);
    }

    private void Sink(int i)
    {
        if (i >= _count)
            return;

        (double cost, int row) = (_costs[i], _rows[i]);
        for (int child = (2 * i) + 1; child < _count; child = (2 * i) + 1)
        {
            if (child + 1 < _count && IsBefore(_costs[child + 1], _rows[child + 1], child))
                child++;

            if (!IsBefore(_costs[child], _rows[child], cost, row))
                break;

            (_costs[i], _rows[i]) = (_costs[child], _rows[child]);
            i = child;
        }

        (_costs[i], _rows[i]) = (cost, row);
    }

    private bool IsBefore(double cost, int row, int other) => IsBefore(cost, row, _costs[other], _rows[other]);

    private static bool IsBefore(double cost, int row, double otherCost, int otherRow) =>
        cost < otherCost || (cost == otherCost && row < otherRow);
}
