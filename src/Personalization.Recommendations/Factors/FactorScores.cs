using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Scores of all items for one vector, x·y of each, from a copy of the items' factors in panels of 64 items, factor after factor: read from
/// start to end, vectorized across items, each score summed by fused multiply-add in the order of the factors. Immutable and thread-safe.
/// </summary>
internal sealed unsafe class FactorScores
{
    private const int PanelItems = 64;

    private readonly Matrix _items;
    private readonly int _compared;
    private readonly float[] _panels;
    private readonly double[] _lengths;

    /// <param name="items">Factors of items.</param>
    /// <param name="compared">How many of them tell how alike two items are: all, or all but a bias at the end.</param>
    public FactorScores(Matrix items, int compared)
    {
        _items = items;
        _compared = compared;
        int panels = (items.Rows + PanelItems - 1) / PanelItems;
        _panels = new float[(long)panels * PanelItems * items.Columns];
        _lengths = new double[items.Rows];
        for (int item = 0; item < items.Rows; item++)
        {
            ReadOnlySpan<float> row = items.Row(item);
            int start = (item / PanelItems * PanelItems * items.Columns) + (item % PanelItems);
            for (int factor = 0; factor < row.Length; factor++) _panels[start + (factor * PanelItems)] = row[factor];
            _lengths[item] = Math.Sqrt(StableSum.Dot(row[..compared], row[..compared]));
        }
    }

    /// <summary>Writes x·y of every item.</summary>
    public void Score(ReadOnlySpan<float> vector, Span<float> scores) => Score(vector, scores, LaneWidths.Widest);

    /// <summary>The same for several vectors at once, with the same bits: each panel is read once for all of them.</summary>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="rows">How many.</param>
    /// <param name="scores">Receives the scores of all items for the first, then for the next.</param>
    public void Score(ReadOnlySpan<float> vectors, int rows, Span<float> scores)
    {
        int count = _items.Rows, columns = _items.Columns;
        scores.Clear();
        for (int start = 0; start < count; start += PanelItems)
        {
            ReadOnlySpan<float> panel = _panels.AsSpan(start * columns, PanelItems * columns);
            int width = Math.Min(PanelItems, count - start);
            NarrowProduct.AddTo(vectors, columns, 1, panel, PanelItems, scores[start..], count, rows, width, columns);
        }
    }

    /// <summary>Cosine of two items' factors; 0 where one has none.</summary>
    public double Similarity(int item, int other)
    {
        double lengths = _lengths[item] * _lengths[other];
        return lengths > 0 ? Math.Clamp(RowDots.Of(_items.Row(item)[.._compared], _items.Row(other)[.._compared]) / lengths, -1, 1) : 0;
    }

    /// <summary>The items whose factors point most in an item's direction, that one left out.</summary>
    public IReadOnlyList<Recommendation> Similar(int item, int count, IdIndex<ItemId> items)
    {
        TopItems top = new(Math.Min(count, items.Count));
        for (int other = 0; other < items.Count; other++)
        {
            double similarity = other == item ? 0 : Similarity(item, other);
            if (similarity > 0 && top.Keeps(other, similarity)) top.Add(other, similarity);
        }

        top.Sort();
        Recommendation[] list = new Recommendation[top.Count];
        for (int i = 0; i < list.Length; i++)
            list[i] = new Recommendation(items[top.Rows[i]], top.Scores[i]) { BecauseOf = [items[item]] };
        return list;
    }

    internal void Score(ReadOnlySpan<float> vector, Span<float> scores, LaneWidth width)
    {
        fixed (float* panels = _panels, factors = vector, to = scores)
        {
            switch (width)
            {
                case LaneWidth.Vector512: Score<Lanes512>(panels, factors, to); break;
                case LaneWidth.Vector256: Score<Lanes256>(panels, factors, to); break;
                case LaneWidth.Vector128: Score<Lanes128>(panels, factors, to); break;
                default: Score<Lanes1>(panels, factors, to); break;
            }
        }
    }

    private void Score<TLanes>(float* panels, float* factors, float* scores)
        where TLanes : struct, ILanes<TLanes>
    {
        int count = _items.Rows, columns = _items.Columns;
        float* last = stackalloc float[PanelItems];
        for (int start = 0; start < count; start += PanelItems)
        {
            float* to = start + PanelItems <= count ? scores + start : last;
            new Span<float>(to, PanelItems).Clear();
            ScaledTerms<float, TLanes>.Add(factors, columns, panels + ((nint)start * columns), PanelItems, to, PanelItems);
            if (to == last) new Span<float>(last, count - start).CopyTo(new Span<float>(scores + start, count - start));
        }
    }
}
