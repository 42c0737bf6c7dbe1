using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// Collects merges in the order in which an algorithm finds them, each told by one row of either cluster, and makes the tree of them.
/// </summary>
internal sealed class DendrogramBuilder(int leaves)
{
    private readonly int[] _first = new int[leaves - 1];
    private readonly int[] _second = new int[leaves - 1];
    private readonly double[] _heights = new double[leaves - 1];

    public int Count { get; private set; }

    public void Add(int rowOfOne, int rowOfOther, double height)
    {
        (_first[Count], _second[Count], _heights[Count]) = (rowOfOne, rowOfOther, height);
        Count++;
    }

    /// <summary>The tree: merges ascending in height, of equal heights in the order in which they were added.</summary>
    public Dendrogram Build()
    {
        int[] order = Order();
        int[] merged = new int[2 * order.Length];
        double[] heights = new double[order.Length];
        RowSets sets = new(leaves);
        int[] clusters = new int[leaves];
        for (int row = 0; row < leaves; row++)
            clusters[row] = row;

        for (int i = 0; i < order.Length; i++)
        {
            int one = sets.Find(_first[order[i]]), other = sets.Find(_second[order[i]]);
            merged[2 * i] = Math.Min(clusters[one], clusters[other]);
            merged[(2 * i) + 1] = Math.Max(clusters[one], clusters[other]);
            heights[i] = _heights[order[i]];
            clusters[sets.Join(one, other)] = leaves + i;
        }

        return Dendrogram.From(merged, heights);
    }

    // The framework's sort of keys isn't stable: put runs of equal heights back into the order of adding.
    private int[] Order()
    {
        int[] order = new int[_heights.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;

        double[] heights = [.. _heights];
        Array.Sort(heights, order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && heights[end] == heights[start])
                end++;

            Array.Sort(order, start, end - start);
        }

        return order;
    }
}
