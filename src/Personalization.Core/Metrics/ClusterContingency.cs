namespace Personalization.Core;

/// <summary>
/// How often each pair of labels occurs in two clusterings of the same rows; sorted, so that sums over it have one order.
/// </summary>
internal sealed class ClusterContingency
{
    public ClusterContingency(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException(
                $"The clusterings have {first.Length} and {second.Length} labels; they must have equally many.", nameof(second));

        Rows = first.Length;
        long[] pairs = new long[first.Length];
        for (int row = 0; row < pairs.Length; row++)
            pairs[row] = ((long)first[row] << 32) | (uint)second[row];

        Array.Sort(pairs);
        List<Cell> cells = new();
        for (int start = 0, end; start < pairs.Length; start = end)
        {
            end = start + 1;
            while (end < pairs.Length && pairs[end] == pairs[start])
                end++;

            cells.Add(new Cell((int)(pairs[start] >> 32), (int)pairs[start], end - start));
        }

        Cells = cells;
        First = Sizes(cells, static cell => cell.First);
        Second = Sizes(cells, static cell => cell.Second);
    }

    public int Rows { get; }

    /// <summary>Pairs that occur, by first label, then by second.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Rows of each label of the first clustering, ascending by label.</summary>
    public SortedList<int, long> First { get; }

    /// <summary>Rows of each label of the second clustering, ascending by label.</summary>
    public SortedList<int, long> Second { get; }

    private static SortedList<int, long> Sizes(List<Cell> cells, Func<Cell, int> label)
    {
        Dictionary<int, long> counts = new();
        foreach (Cell cell in cells)
            counts[label(cell)] = counts.GetValueOrDefault(label(cell)) + cell.Count;

        return new SortedList<int, long>(counts);
    }

    /// <summary>Rows of one label in each clustering.</summary>
    public readonly record struct Cell(int First, int Second, long Count);
}
