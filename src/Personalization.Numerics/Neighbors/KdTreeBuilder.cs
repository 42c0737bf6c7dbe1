using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>Sorts points into the leaves of a <see cref="KdTree"/>, finds the boxes and fills the tiles.</summary>
internal sealed class KdTreeBuilder
{
    /// <summary>
    /// Down to here nodes are split level by level, below each subtree by one thread. Depends on nothing, so the order of work doesn't
    /// either.
    /// </summary>
    private const int ParallelLevels = 5;

    private readonly MatrixView _points;
    private readonly int _columns;
    private readonly ulong[] _keys;

    public KdTreeBuilder(MatrixView points, int leaves, int? threads, CancellationToken cancellationToken)
    {
        _points = points;
        _columns = points.Columns;
        Rows = new int[points.Rows];
        _keys = new ulong[points.Rows];
        Boxes = new float[Math.Max(0, (2L * leaves) - 1) * 2 * _columns];
        Tiles = new float[leaves * KdTree.LeafSize * _columns];
        for (int row = 0; row < Rows.Length; row++)
            Rows[row] = row;

        List<Node> level = leaves == 0 ? [] : [new Node(0, 0, leaves)];
        for (int depth = 0; depth < ParallelLevels; depth++)
            level = SplitAll(level, threads, cancellationToken);

        ParallelChunks.Run(level.Count, 1, (i, _, _) => Build(level[i]), threads, cancellationToken);
    }

    public int[] Rows { get; }

    public float[] Boxes { get; }

    public float[] Tiles { get; }

    private List<Node> SplitAll(List<Node> level, int? threads, CancellationToken cancellationToken)
    {
        ParallelChunks.Run(
            level.Count,
            1,
            (i, _, _) =>
            {
                if (level[i].Leaves > 1)
                    Split(level[i]);
            },
            threads,
            cancellationToken);
        List<Node> next = new(2 * level.Count);
        foreach (Node node in level)
        {
            if (node.Leaves == 1)
                next.Add(node);
            else
                next.AddRange([node.Left, node.Right]);
        }

        return next;
    }

    private void Build(Node node)
    {
        if (node.Leaves == 1)
        {
            Finish(node);
            return;
        }

        Split(node);
        Build(node.Left);
        Build(node.Right);
    }

    private void Split(Node node)
    {
        Span<int> rows = RowsOf(node);
        int feature = FindBox(node, rows);
        Span<ulong> keys = _keys.AsSpan(node.FirstLeaf * KdTree.LeafSize, rows.Length);
        ReadOnlySpan<float> values = _points.Memory.Span;
        for (int i = 0; i < rows.Length; i++)
            keys[i] = Key(values[(rows[i] * _points.Stride) + feature], rows[i]);

        Select(keys, node.Left.Leaves * KdTree.LeafSize);
        for (int i = 0; i < rows.Length; i++)
            rows[i] = (int)(uint)keys[i];
    }

    private void Finish(Node node)
    {
        Span<int> rows = RowsOf(node);
        rows.Sort();
        FindBox(node, rows);
        Span<float> tile = Tiles.AsSpan(node.FirstLeaf * KdTree.LeafSize * _columns, KdTree.LeafSize * _columns);
        ReadOnlySpan<float> values = _points.Memory.Span;
        for (int feature = 0; feature < _columns; feature++)
        {
            Span<float> line = tile.Slice(feature * KdTree.LeafSize, KdTree.LeafSize);
            for (int i = 0; i < rows.Length; i++)
                line[i] = values[(rows[i] * _points.Stride) + feature];

            line[rows.Length..].Fill(float.PositiveInfinity);
        }
    }

    private Span<int> RowsOf(Node node)
    {
        int start = node.FirstLeaf * KdTree.LeafSize;
        return Rows.AsSpan(start, Math.Min(node.Leaves * KdTree.LeafSize, Rows.Length - start));
    }

    /// <summary>Stores the box of the points; gives the feature in which it is widest, of equals the first.</summary>
    private int FindBox(Node node, ReadOnlySpan<int> rows)
    {
        Span<float> box = Boxes.AsSpan(node.Index * 2 * _columns, 2 * _columns);
        Span<float> lower = box[.._columns], upper = box[_columns..];
        lower.Fill(float.PositiveInfinity);
        upper.Fill(float.NegativeInfinity);
        ReadOnlySpan<float> values = _points.Memory.Span;
        foreach (int row in rows)
        {
            ReadOnlySpan<float> point = values.Slice(row * _points.Stride, _columns);
            for (int feature = 0; feature < point.Length; feature++)
            {
                float value = point[feature];
                lower[feature] = value < lower[feature] ? value : lower[feature];
                upper[feature] = value > upper[feature] ? value : upper[feature];
            }
        }

        int widest = 0;
        for (int feature = 1; feature < _columns; feature++)
        {
            if (upper[feature] - lower[feature] > upper[widest] - lower[widest])
                widest = feature;
        }

        return widest;
    }

    /// <summary>
    /// A key that sorts like (value, row) and holds the row in its lower half. −0 sorts before 0, which no distance sees.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(float value, int row)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        bits ^= (uint)((int)bits >> 31) | 0x80000000u;
        return ((ulong)bits << 32) | (uint)row;
    }

    /// <summary>
    /// Brings the smallest <paramref name="count"/> keys to the front (Hoare's quickselect, the median of three as pivot). Keys are
    /// distinct.
    /// </summary>
    private static void Select(Span<ulong> keys, int count)
    {
        int first = 0, last = keys.Length - 1, steps = 0;
        while (first < last)
        {
            // Inputs that are made to defeat the pivot end in a sort, so the time stays n log n.
            if (++steps > 64)
            {
                keys[first..(last + 1)].Sort();
                return;
            }

            ulong pivot = MedianOf(keys[first], keys[first + ((last - first) / 2)], keys[last]);
            int left = first, right = last;
            while (left <= right)
            {
                while (keys[left] < pivot)
                    left++;
                while (keys[right] > pivot)
                    right--;
                if (left <= right)
                {
                    (keys[left], keys[right]) = (keys[right], keys[left]);
                    left++;
                    right--;
                }
            }

            if (count - 1 <= right)
                last = right;
            else if (count - 1 >= left)
                first = left;
            else
                return;
        }
    }

    private static ulong MedianOf(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    /// <summary>A node and the leaves it spans.</summary>
    private readonly record struct Node(int Index, int FirstLeaf, int Leaves)
    {
        public Node Left => new(Index + 1, FirstLeaf, (Leaves + 1) / 2);

        public Node Right => new(Index + (2 * Left.Leaves), FirstLeaf + Left.Leaves, Leaves - Left.Leaves);
    }
}
