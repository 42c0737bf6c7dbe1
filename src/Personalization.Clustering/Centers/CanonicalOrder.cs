using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// The order of a model's clusters: by their centers, ascending in the first feature, then in the next, so that a solution has one
/// numbering.
/// </summary>
internal static class CanonicalOrder
{
    /// <summary>Which row of the centers comes first, second, and so on; of equal ones the first.</summary>
    public static int[] Of(Matrix centers)
    {
        int[] order = new int[centers.Rows];
        for (int cluster = 0; cluster < order.Length; cluster++)
            order[cluster] = cluster;

        Array.Sort(
            order, (a, b) => centers.Row(a).SequenceCompareTo(centers.Row(b)) is int comparison and not 0 ? comparison : a.CompareTo(b));
        return order;
    }

    /// <summary>The centers in an order.</summary>
    public static Matrix Sorted(Matrix centers, ReadOnlySpan<int> order)
    {
        Matrix sorted = new(centers.Rows, centers.Columns);
        for (int cluster = 0; cluster < order.Length; cluster++)
            centers.Row(order[cluster]).CopyTo(sorted.Row(cluster));

        return sorted;
    }
}
