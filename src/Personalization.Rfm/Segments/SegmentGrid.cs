namespace Personalization.Rfm;

/// <summary>
/// Segments by scores from 1 to 5: a name for each of the 125 cells of recency × frequency × monetary, checked when the grid is made, so
/// that every customer has exactly one segment. Scores of b bins other than 5 are put onto five: score s becomes 1 + ⌊5 (s − ½) ÷ b⌋.
/// </summary>
public sealed class SegmentGrid : Segmentation
{
    private const int Side = 5;

    private readonly byte[] _cells = new byte[Side * Side * Side];

    /// <summary>Makes a grid of a function that names each cell.</summary>
    /// <param name="name">Name of the segmentation.</param>
    /// <param name="segments">The segments, at most 255.</param>
    /// <param name="segmentOf">Name of the segment of recency, frequency and monetary scores, each 1 to 5, 5 best. Called once for each
    /// cell, here.</param>
    /// <param name="prospects">Segment of customers who never bought; null: they are left out.</param>
    /// <exception cref="ArgumentException">
    /// A cell has a name that isn't among the segments, or a segment has no cell; the message says which.
    /// </exception>
    public SegmentGrid(string name, IReadOnlyList<Segment> segments, Func<int, int, int, string> segmentOf, Segment? prospects = null)
        : base(name, segments, prospects)
    {
        ArgumentNullException.ThrowIfNull(segmentOf);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Segments.Length, byte.MaxValue, nameof(segments));
        bool[] used = new bool[Segments.Length];
        for (int cell = 0; cell < _cells.Length; cell++)
        {
            (int recency, int frequency, int monetary) = ((cell / (Side * Side)) + 1, (cell / Side % Side) + 1, (cell % Side) + 1);
            string segment = segmentOf(recency, frequency, monetary);
            int index = Position(segment);
            if (index < 0)
            {
                throw new ArgumentException(
                    $"Cell {recency}{frequency}{monetary} of '{name}' is '{segment}', which isn't one of its segments.", nameof(segmentOf));
            }

            _cells[cell] = (byte)index;
            used[index] = true;
        }

        if (prospects is not null) used[^1] = true;
        if (Array.IndexOf(used, false) is >= 0 and int unused)
            throw new ArgumentException($"No cell of '{name}' is '{Segments[unused].Name}'.", nameof(segments));
    }

    /// <summary>The segment of a cell; scores are 1 to 5, 5 best.</summary>
    public Segment At(int recency, int frequency, int monetary)
    {
        Guard.InRange(recency, 1, Side, nameof(recency));
        Guard.InRange(frequency, 1, Side, nameof(frequency));
        Guard.InRange(monetary, 1, Side, nameof(monetary));
        return Segments[_cells[CellOf(recency, frequency, monetary)]];
    }

    internal override int IndexOf(in RfmRow row, in RfmScore score, (int Recency, int Frequency, int Monetary) bins) =>
        _cells[CellOf(OnFive(score.Recency, bins.Recency), OnFive(score.Frequency, bins.Frequency), OnFive(score.Monetary, bins.Monetary))];

    private static int CellOf(int recency, int frequency, int monetary) => ((((recency - 1) * Side) + frequency - 1) * Side) + monetary - 1;

    private static int OnFive(int score, int bins) => 1 + (Side * ((2 * score) - 1) / (2 * bins));
}
