using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Rows of different values: of equal rows the first stays. −0 equals 0.</summary>
internal sealed class RowSet : IEqualityComparer<int>
{
    private readonly MatrixView _samples;
    private readonly HashSet<int> _rows;

    public RowSet(MatrixView samples)
    {
        _samples = samples;
        _rows = new HashSet<int>(this);
    }

    public int Count => _rows.Count;

    /// <summary>Number of different rows, counted no further than a limit.</summary>
    public static int CountDistinct(MatrixView samples, int limit)
    {
        RowSet distinct = new(samples);
        for (int row = 0; row < samples.Rows && distinct.Count < limit; row++)
            distinct.Add(row);

        return distinct.Count;
    }

    public bool Add(int row) => _rows.Add(row);

    public bool Equals(int x, int y) => _samples.Row(x).SequenceEqual(_samples.Row(y));

    public int GetHashCode(int obj)
    {
        HashCode hash = default;
        foreach (float value in _samples.Row(obj))
            hash.Add(value);

        return hash.ToHashCode();
    }
}
