using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Numbers clusters by their centers: ascending in the first feature, then in the next, so that the same solution has the same numbers.</summary>
internal static class CenterOrder
{
    /// <summary>Cluster that becomes number 0, number 1, …</summary>
    public static int[] Of(Matrix centers)
    {
        var order = new int[centers.Rows];
        for (int cluster = 0; cluster < order.Length; cluster++)
            order[cluster] = cluster;

        Array.Sort(order, (a, b) => centers.Row(a).SequenceCompareTo(centers.Row(b)) is var comparison and not 0 ? comparison : a.CompareTo(b));
        return order;
    }

    public static Matrix Apply(int[] order, Matrix centers)
    {
        var sorted = new Matrix(centers.Rows, centers.Columns);
        for (int cluster = 0; cluster < order.Length; cluster++)
            centers.Row(order[cluster]).CopyTo(sorted.Row(cluster));

        return sorted;
    }

    /// <summary>Rows in each cluster.</summary>
    public static long[] Sizes(ReadOnlySpan<int> labels, int clusterCount)
    {
        var sizes = new long[clusterCount];
        foreach (int label in labels)
            sizes[label]++;

        return sizes;
    }
}
