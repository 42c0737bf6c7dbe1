using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Finds rows by their values. −0 equals 0. Immutable and thread-safe.</summary>
internal sealed class RowLookup
{
    private readonly MatrixView _rows;
    private readonly Dictionary<int, int> _first;
    private readonly int[] _next;

    /// <param name="rows">Distinct rows.</param>
    public RowLookup(MatrixView rows)
    {
        _rows = rows;
        _next = new int[rows.Rows];
        _first = new Dictionary<int, int>(rows.Rows);
        for (int row = rows.Rows - 1; row >= 0; row--)
        {
            int hash = Hash(rows.Row(row));
            _next[row] = _first.GetValueOrDefault(hash, -1);
            _first[hash] = row;
        }
    }

    /// <summary>Number of the row with these values, −1 where there is none.</summary>
    public int Find(ReadOnlySpan<float> values)
    {
        int row = _first.GetValueOrDefault(Hash(values), -1);
        while (row >= 0 && !_rows.Row(row).SequenceEqual(values))
            row = _next[row];

        return row;
    }

    private static int Hash(ReadOnlySpan<float> values)
    {
        HashCode hash = default;
        foreach (float value in values)
            hash.Add(value);

        return hash.ToHashCode();
    }
}
