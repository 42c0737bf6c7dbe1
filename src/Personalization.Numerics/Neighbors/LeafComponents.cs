using System.Numerics;

namespace Personalization.Numerics;

/// <summary>
/// Components of points by position, joined from many threads at once without locks: every root is the lowest position of its component so
/// far, so the outcome depends on what was joined, not on when. Nodes whose members are known to be of one component are remembered, which
/// spares looking at them again.
/// </summary>
internal sealed class LeafComponents
{
    private const int Unknown = -1;
    private const int Empty = -2;

    private readonly KdTree _tree;
    private readonly int[] _parents;
    private readonly uint[] _members;

    /// <summary>A member of the node's one component, or Unknown, or Empty for a node without members. Once known it stays true.</summary>
    private readonly int[] _one;

    public LeafComponents(KdTree tree, ReadOnlySpan<bool> members)
    {
        _tree = tree;
        _parents = new int[tree.Rows];
        _members = new uint[tree.LeafCount];
        _one = new int[tree.NodeCount];
        ReadOnlySpan<int> rows = tree.RowsByPosition;
        for (int position = 0; position < _parents.Length; position++)
        {
            _parents[position] = position;
            if (members[rows[position]])
                _members[position / KdTree.LeafSize] |= 1u << (position % KdTree.LeafSize);
        }

        if (tree.LeafCount > 0)
            MarkEmpty(0, 0, tree.LeafCount);
    }

    public uint Members(int leaf) => _members[leaf];

    /// <summary>A member that stands for the whole node; below 0 where it has none, or they aren't known to be of one component.</summary>
    public int One(int node) => Volatile.Read(ref _one[node]);

    public bool IsEmpty(int node) => One(node) == Empty;

    public int Find(int position)
    {
        while (true)
        {
            int parent = Volatile.Read(ref _parents[position]);
            if (parent == position)
                return position;

            int grandparent = Volatile.Read(ref _parents[parent]);
            if (grandparent != parent)
                Volatile.Write(ref _parents[position], grandparent);

            position = grandparent;
        }
    }

    public void Join(int left, int right)
    {
        while (true)
        {
            left = Find(left);
            right = Find(right);
            if (left == right)
                return;

            (left, right) = (Math.Min(left, right), Math.Max(left, right));
            if (Interlocked.CompareExchange(ref _parents[right], left, right) == right)
                return;
        }
    }

    /// <summary>Notes a leaf whose members are of one component by now, and the ancestors that become so with it.</summary>
    public void Settle(int leaf)
    {
        Span<(int Node, int Left, int Right)> path = stackalloc (int, int, int)[32];
        int depth = 0, node = 0, first = 0, leaves = _tree.LeafCount;
        while (leaves > 1)
        {
            int left = (leaves + 1) / 2;
            bool isLeft = leaf < first + left;
            path[depth++] = (node, node + 1, node + (2 * left));
            node += isLeft ? 1 : 2 * left;
            first += isLeft ? 0 : left;
            leaves = isLeft ? left : leaves - left;
        }

        bool isOne = One(node) != Unknown || IsJoined(leaf, node);
        while (isOne && --depth >= 0)
            isOne = One(path[depth].Node) != Unknown || IsJoined(path[depth]);
    }

    /// <summary>For each row its component's first row; −1 for those that aren't members.</summary>
    public int[] FirstRows()
    {
        ReadOnlySpan<int> rows = _tree.RowsByPosition;
        int[] first = new int[_parents.Length];
        int[] byRow = new int[_parents.Length];
        Array.Fill(first, int.MaxValue);
        for (int position = 0; position < first.Length; position++)
        {
            int root = Find(position);
            first[root] = Math.Min(first[root], rows[position]);
        }

        for (int position = 0; position < first.Length; position++)
        {
            bool isMember = (_members[position / KdTree.LeafSize] >> (position % KdTree.LeafSize) & 1) != 0;
            byRow[rows[position]] = isMember ? first[Find(position)] : -1;
        }

        return byRow;
    }

    private bool IsJoined(int leaf, int node)
    {
        uint members = _members[leaf];
        int start = leaf * KdTree.LeafSize, first = start + BitOperations.TrailingZeroCount(members), root = Find(first);
        for (members &= members - 1; members != 0; members &= members - 1)
        {
            if (Find(start + BitOperations.TrailingZeroCount(members)) != root)
                return false;
        }

        Volatile.Write(ref _one[node], first);
        return true;
    }

    private bool IsJoined((int Node, int Left, int Right) inner)
    {
        int left = One(inner.Left), right = One(inner.Right);
        if (left == Unknown || right == Unknown || (left >= 0 && right >= 0 && Find(left) != Find(right)))
            return false;

        Volatile.Write(ref _one[inner.Node], Math.Max(left, right));
        return true;
    }

    private bool MarkEmpty(int node, int firstLeaf, int leaves)
    {
        int left = (leaves + 1) / 2;
        bool isEmpty = leaves == 1
            ? _members[firstLeaf] == 0
            : MarkEmpty(node + 1, firstLeaf, left) & MarkEmpty(node + (2 * left), firstLeaf + left, leaves - left);
        _one[node] = isEmpty ? Empty : Unknown;
        return isEmpty;
    }
}
