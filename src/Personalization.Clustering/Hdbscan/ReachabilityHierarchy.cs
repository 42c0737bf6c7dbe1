using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// What hangs together up to each distance: a tree whose leaves are rows, and whose inner nodes join all that one distance joins, two parts
/// or more. Edges of equal weight are taken together, so the tree follows from the distances alone, not from which spanning tree was found.
/// </summary>
internal sealed class ReachabilityHierarchy
{
    private readonly int[] _firstChild;
    private readonly int[] _children;
    private readonly double[] _distances;
    private readonly int[] _sizes;

    /// <param name="rows">Number of rows.</param>
    /// <param name="edges">Their minimum spanning tree, ascending.</param>
    public ReachabilityHierarchy(int rows, ReadOnlySpan<ReachabilityEdge> edges)
    {
        Rows = rows;
        int[] parents = new int[rows + edges.Length];
        double[] distances = new double[parents.Length];
        Array.Fill(parents, -1);
        int count = Join(edges, parents, distances);
        _distances = distances[..count];
        _sizes = new int[count];
        _firstChild = new int[count + 1];
        for (int node = 0; node < count; node++)
        {
            // Parents come after their children, so a node's size is complete before it's added to the parent's.
            _sizes[node] += node < rows ? 1 : 0;
            if (parents[node] >= 0)
            {
                _sizes[parents[node]] += _sizes[node];
                _firstChild[parents[node] + 1]++;
            }
        }

        for (int node = 0; node < count; node++)
            _firstChild[node + 1] += _firstChild[node];

        _children = new int[count - 1];
        int[] filled = new int[count];
        for (int node = 0; node < count - 1; node++)
            _children[_firstChild[parents[node]] + filled[parents[node]]++] = node;
    }

    public int Rows { get; }

    public int Root => _sizes.Length - 1;

    /// <summary>The distance that joins a node's children.</summary>
    public double Distance(int node) => _distances[node];

    public int Size(int node) => _sizes[node];

    /// <summary>The parts of an inner node; none of a row.</summary>
    public ReadOnlySpan<int> Children(int node) => _children.AsSpan(_firstChild[node].._firstChild[node + 1]);

    private static int Join(ReadOnlySpan<ReachabilityEdge> edges, int[] parents, double[] distances)
    {
        int rows = edges.Length + 1, next = rows;
        int[] roots = new int[rows], nodes = new int[rows];
        for (int row = 0; row < rows; row++)
            roots[row] = nodes[row] = row;

        List<(int First, int Second)> before = new();
        for (int start = 0, end; start < edges.Length; start = end)
        {
            before.Clear();
            for (end = start; end < edges.Length && edges[end].Square == edges[start].Square; end++)
                before.Add((nodes[Find(roots, edges[end].First)], nodes[Find(roots, edges[end].Second)]));

            for (int edge = start; edge < end; edge++)
                roots[Find(roots, edges[edge].Second)] = Find(roots, edges[edge].First);

            int fresh = next;
            for (int edge = start; edge < end; edge++)
            {
                int root = Find(roots, edges[edge].First);
                if (nodes[root] < fresh)
                {
                    distances[next] = Math.Sqrt(edges[start].Square);
                    nodes[root] = next++;
                }

                (int first, int second) = before[edge - start];
                parents[first] = parents[second] = nodes[root];
            }
        }

        return next;
    }

    private static int Find(int[] roots, int row)
    {
        while (roots[row] != row)
            row = roots[row] = roots[roots[row]];

        return row;
    }
}
