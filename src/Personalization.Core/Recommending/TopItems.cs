namespace Personalization.Core;

/// <summary>
/// The best few of many scored rows: higher scores first, equal scores in row order, whatever order they came in. A heap with the worst at
/// its root.
/// </summary>
internal sealed class TopItems(int capacity)
{
    private readonly int[] _rows = new int[capacity];
    private readonly double[] _scores = new double[capacity];

    public int Count { get; private set; }

    /// <summary>Rows in heap order; best first after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The scores beside <see cref="Rows"/>.</summary>
    public ReadOnlySpan<double> Scores => _scores.AsSpan(0, Count);

    /// <summary>True where a row more pushes another one out.</summary>
    public bool IsFull => Count == _rows.Length;

    /// <summary>The lowest score that is kept; there is one, and <see cref="Sort"/> hasn't been called.</summary>
    public double Worst => _scores[0];

    /// <summary>True where <see cref="Add"/> would keep the row: asked first when checking a row costs more than scoring it.</summary>
    public bool Keeps(int row, double score) =>
        Count < _rows.Length || (Count > 0 && IsBetter(score, row, _scores[0], _rows[0]));

    /// <summary>Takes a row in; it must be one that <see cref="Keeps"/> accepts.</summary>
    public void Add(int row, double score)
    {
        if (Count < _rows.Length)
        {
            int i = Count++;
            while (i > 0)
            {
                int parent = (i - 1) / 2;
                if (!IsBetter(_scores[parent], _rows[parent], score, row)) break;
                (_rows[i], _scores[i]) = (_rows[parent], _scores[parent]);
                i = parent;
            }

            (_rows[i], _scores[i]) = (row, score);
        }
        else
        {
            Sink(row, score, Count);
        }
    }

    /// <summary>Puts the rows best first. Only <see cref="Clear"/> may follow, not another <see cref="Add"/>.</summary>
    public void Sort()
    {
        for (int last = Count - 1; last > 0; last--)
        {
            (int row, double score) = (_rows[last], _scores[last]);
            (_rows[last], _scores[last]) = (_rows[0], _scores[0]);
            Sink(row, score, last);
        }
    }

    public void Clear() => Count = 0;

    private static bool IsBetter(double score, int row, double otherScore, int otherRow) =>
        score > otherScore || (score == otherScore && row < otherRow);

    /// <summary>Replaces the root of the first <paramref name="count"/> elements and restores the heap.</summary>
    private void Sink(int row, double score, int count)
    {
        int i = 0;
        while (true)
        {
            int child = (2 * i) + 1;
            if (child >= count) break;
            if (child + 1 < count && IsBetter(_scores[child], _rows[child], _scores[child + 1], _rows[child + 1])) child++;
            if (!IsBetter(score, row, _scores[child], _rows[child])) break;
            (_rows[i], _scores[i]) = (_rows[child], _scores[child]);
            i = child;
        }

        (_rows[i], _scores[i]) = (row, score);
    }
}
