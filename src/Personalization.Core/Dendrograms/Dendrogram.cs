namespace Personalization.Core;

/// <summary>
/// The tree of an agglomerative clustering: n rows, merged two clusters at a time until one is left. Cut it at any height or for any
/// number of clusters without fitting again. Immutable and thread-safe; 24 bytes a row.
/// </summary>
public sealed class Dendrogram
{
    private readonly DendrogramMerge[] _merges;

    private Dendrogram(DendrogramMerge[] merges) => _merges = merges;

    /// <summary>Number of rows, at least 2.</summary>
    public int LeafCount => _merges.Length + 1;

    /// <summary>The n − 1 merges, ascending in height: the rows of SciPy's linkage matrix, in its order and numbering.</summary>
    public IReadOnlyList<DendrogramMerge> Merges => _merges;

    /// <summary>Makes the tree of merges that are known, such as the first three columns of SciPy's linkage matrix. O(n).</summary>
    /// <param name="clusters">2 (n − 1) numbers: merge i joins the clusters at 2i and 2i + 1, the lower number first, numbered as
    /// <see cref="DendrogramMerge"/> says.</param>
    /// <param name="heights">n − 1 heights, at least one, finite, at least 0 and ascending.</param>
    /// <exception cref="ArgumentException">The merges aren't those of a tree; the message names the first that can't be.</exception>
    public static Dendrogram From(ReadOnlySpan<int> clusters, ReadOnlySpan<double> heights)
    {
        if (heights.IsEmpty || clusters.Length != 2 * heights.Length)
        {
            throw new ArgumentException(
                $"There are {clusters.Length} clusters for {heights.Length} heights; give two for each height, and at least one height.",
                nameof(clusters));
        }

        int leaves = heights.Length + 1;
        DendrogramMerge[] merges = new DendrogramMerge[heights.Length];
        bool[] merged = new bool[leaves + heights.Length];
        double before = 0;
        for (int i = 0; i < merges.Length; i++)
        {
            (int left, int right) = (clusters[2 * i], clusters[(2 * i) + 1]);
            if (left < 0 || left >= right || right >= leaves + i || merged[left] || merged[right])
            {
                throw new ArgumentException(
                    $"The merges are no tree: merge {i} joins clusters {left} and {right}, which can't be joined there.", nameof(clusters));
            }

            if (!(heights[i] >= before) || double.IsInfinity(heights[i]))
                throw new ArgumentException($"The merges are no tree: merge {i} has height {heights[i]}, after {before}.", nameof(heights));

            (merged[left], merged[right], before) = (true, true, heights[i]);
            merges[i] = new DendrogramMerge(left, right, before, Size(left) + Size(right));
        }

        return new Dendrogram(merges);

        int Size(int cluster) => cluster < leaves ? 1 : merges[cluster - leaves].Size;
    }

    /// <summary>Number of clusters that remain when all merges of at most this height are made.</summary>
    /// <param name="height">At least 0.</param>
    public int CountAt(double height)
    {
        if (double.IsNaN(height))
            throw new ArgumentOutOfRangeException(nameof(height), height, "The height is NaN; it must be a number.");

        int made = 0;
        for (int last = _merges.Length; made < last;)
        {
            int middle = (made + last) >>> 1;
            if (_merges[middle].Height <= height)
                made = middle + 1;
            else
                last = middle;
        }

        return LeafCount - made;
    }

    /// <summary>The cluster of each row when the last <paramref name="clusterCount"/> − 1 merges are undone. O(n).</summary>
    /// <param name="clusterCount">From 1 to n.</param>
    /// <returns>n labels; clusters are numbered in the order of their first rows, so row 0 is in cluster 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There can't be so many clusters.</exception>
    public int[] CutByCount(int clusterCount)
    {
        Guard.InRange(clusterCount, 1, LeafCount, nameof(clusterCount));
        int[] roots = Roots(LeafCount - clusterCount);
        int[] numbers = new int[LeafCount + _merges.Length];
        numbers.AsSpan().Fill(-1);
        int count = 0;
        int[] labels = new int[LeafCount];
        for (int row = 0; row < labels.Length; row++)
        {
            ref int number = ref numbers[roots[row]];
            if (number < 0)
                number = count++;

            labels[row] = number;
        }

        return labels;
    }

    /// <summary>
    /// The cluster of each row when all merges of at most this height are made, as SciPy's fcluster does for a distance. O(n).
    /// </summary>
    /// <param name="height">A distance as the linkage measures it.</param>
    /// <returns>n labels, numbered as by <see cref="CutByCount"/>.</returns>
    public int[] CutByHeight(double height) => CutByCount(CountAt(height));

    /// <summary>
    /// The number of clusters before the widest gap: the k from 2 to n at which undoing the next merge up would span the largest
    /// difference of heights, of equal ones the lowest k; 1 where all heights are 0. The height before the first merge counts as 0.
    /// </summary>
    public int CountAtWidestGap()
    {
        (int best, double widest) = (1, 0);
        for (int count = 2; count <= LeafCount; count++)
        {
            int undone = LeafCount - count;
            double gap = _merges[undone].Height - (undone > 0 ? _merges[undone - 1].Height : 0);
            if (gap > widest)
                (best, widest) = (count, gap);
        }

        return best;
    }

    /// <summary>The cluster number of each row after so many merges.</summary>
    private int[] Roots(int made)
    {
        // Parents stand behind their children, so walking backwards hands each root down in one pass.
        int[] roots = new int[LeafCount + made];
        for (int cluster = 0; cluster < roots.Length; cluster++)
            roots[cluster] = cluster;

        for (int merge = made - 1; merge >= 0; merge--)
        {
            int root = roots[LeafCount + merge];
            roots[_merges[merge].Left] = root;
            roots[_merges[merge].Right] = root;
        }

        return roots;
    }
}
