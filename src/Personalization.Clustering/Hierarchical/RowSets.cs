namespace Personalization.Clustering;

/// <summary>Disjoint sets of rows that are joined and found (union by lower row, paths halved): nearly constant time each.</summary>
internal sealed class RowSets
{
    private readonly int[] _parents;

    public RowSets(int rows)
    {
        _parents = new int[rows];
        for (int row = 0; row < rows; row++)
            _parents[row] = row;
    }

    /// <summary>The lowest row of the set that a row is in.</summary>
    public int Find(int row)
    {
        while (_parents[row] != row)
        {
            _parents[row] = _parents[_parents[row]];
            row = _parents[row];
        }

        return row;
    }

    /// <summary>Joins the sets of two rows; returns the lowest row of both.</summary>
    public int Join(int one, int other)
    {
        int a = Find(one), b = Find(other), root = Math.Min(a, b);
        _parents[Math.Max(a, b)] = root;
        return root;
    }
}
