namespace Personalization.Numerics;

/// <summary>A smallest value for each point, which its distances are raised to, and the smallest of them in each node.</summary>
internal sealed class NodeFloors
{
    private readonly float[] _points;
    private readonly float[] _nodes;

    public NodeFloors(KdTree tree, ReadOnlySpan<float> byRow)
    {
        if (byRow.Length != tree.Rows)
            throw new ArgumentException($"There are {byRow.Length} core distances for {tree.Rows} points.", nameof(byRow));

        _points = tree.ToPositions(byRow, float.PositiveInfinity);
        _nodes = new float[tree.NodeCount];
        if (tree.LeafCount > 0)
            Fill(0, 0, tree.LeafCount);
    }

    public Span<float> OfLeaf(int leaf) => _points.AsSpan(leaf * KdTree.LeafSize, KdTree.LeafSize);

    public float OfNode(int node) => _nodes[node];

    private float Fill(int node, int firstLeaf, int leaves)
    {
        int left = (leaves + 1) / 2;
        return _nodes[node] = leaves == 1
            ? SmallestOf(firstLeaf)
            : Math.Min(Fill(node + 1, firstLeaf, left), Fill(node + (2 * left), firstLeaf + left, leaves - left));
    }

    private float SmallestOf(int leaf)
    {
        float smallest = float.PositiveInfinity;
        foreach (float value in OfLeaf(leaf))
            smallest = Math.Min(smallest, value);

        return smallest;
    }
}
