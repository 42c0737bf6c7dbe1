namespace Personalization.Numerics;

/// <summary>
/// n × d points in a balanced tree (Bentley 1975): each node splits its points at the median of the feature in which they spread widest,
/// down to leaves of <see cref="LeafSize"/> points, which vector lanes look at together. Points that are equal in the feature are split by
/// row, so there is one tree for one input. Squared distances are summed in single precision over the features in order, the same bits
/// whatever the vector width and whoever asks, and the distance to a node's box is computed in the same order, so rounding never prunes a
/// point that counts. O(n log n · d) to build, 4 · n · d bytes, half as many for the boxes at d = 3, and 8 a point. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// In one to about ten features it looks at few leaves; in many features it looks at most of them, which is a plain scan with vector lanes.
/// </remarks>
internal sealed partial class KdTree
{
    /// <summary>Points of a leaf: one vector of 512 bits.</summary>
    public const int LeafSize = 16;

    private readonly float[] _tiles;
    private readonly float[] _boxes;
    private readonly int[] _rows;

    /// <summary>Builds the tree; the points are copied.</summary>
    /// <param name="points">The points, n × d, finite.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite, or one array can't hold the points.</exception>
    public KdTree(MatrixView points, int? threads = null, CancellationToken cancellationToken = default)
    {
        Rows = points.Rows;
        Columns = points.Columns;
        LeafCount = (int)(((long)Rows + LeafSize - 1) / LeafSize);
        long length = (long)LeafCount * LeafSize * Columns;
        if (length > Array.MaxLength)
            throw new ArgumentException($"{Rows} × {Columns} points are more than one tree can hold.", nameof(points));

        RequireFinite(points);
        KdTreeBuilder builder = new(points, LeafCount, threads, cancellationToken);
        _rows = builder.Rows;
        _boxes = builder.Boxes;
        _tiles = builder.Tiles;
    }

    /// <summary>Number of points.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>
    /// Squared length of the diagonal of the points' bounding box: no two lie farther apart. Beyond 3e38, distances may overflow and count
    /// as infinite.
    /// </summary>
    public double SquaredDiagonal
    {
        get
        {
            double square = 0;
            for (int feature = 0; LeafCount > 0 && feature < Columns; feature++)
            {
                double extent = (double)_boxes[Columns + feature] - _boxes[feature];
                square += extent * extent;
            }

            return square;
        }
    }

    /// <summary>Leaves, in the order of the tree; all but the last are full. Point p of leaf l has the position l · LeafSize + p.</summary>
    internal int LeafCount { get; }

    /// <summary>Nodes in preorder: a node of m leaves has its left child, with ⌈m/2⌉ of them, right behind it.</summary>
    internal int NodeCount => Math.Max(0, (2 * LeafCount) - 1);

    /// <summary>The row at each position, ascending inside a leaf.</summary>
    internal ReadOnlySpan<int> RowsByPosition => _rows;

    /// <summary>Feature f of point p of a leaf at f · LeafSize + p; infinity behind the last point.</summary>
    internal ReadOnlySpan<float> Tile(int leaf) => _tiles.AsSpan(leaf * LeafSize * Columns, LeafSize * Columns);

    /// <summary>The smallest values of a node's points, then the largest, d of each.</summary>
    internal ReadOnlySpan<float> Box(int node) => _boxes.AsSpan(node * 2 * Columns, 2 * Columns);

    /// <summary>Points of a leaf that are there, as bits.</summary>
    internal uint Present(int leaf) => leaf < LeafCount - 1 ? 0xffffu : 0xffffu >> ((LeafCount * LeafSize) - Rows);

    /// <summary>The node that is a leaf.</summary>
    internal int NodeOf(int leaf)
    {
        int node = 0, first = 0, leaves = LeafCount;
        while (leaves > 1)
        {
            int left = (leaves + 1) / 2;
            bool isLeft = leaf < first + left;
            node += isLeft ? 1 : 2 * left;
            first += isLeft ? 0 : left;
            leaves = isLeft ? left : leaves - left;
        }

        return node;
    }

    /// <summary>From the order of the tree to the order of the rows.</summary>
    internal T[] ToRowOrder<T>(ReadOnlySpan<T> byPosition)
    {
        T[] byRow = new T[Rows];
        for (int position = 0; position < byRow.Length; position++)
            byRow[_rows[position]] = byPosition[position];

        return byRow;
    }

    /// <summary>From the order of the rows to the order of the tree, filled up to whole leaves.</summary>
    internal T[] ToPositions<T>(ReadOnlySpan<T> byRow, T filler)
    {
        T[] byPosition = new T[LeafCount * LeafSize];
        for (int position = 0; position < Rows; position++)
            byPosition[position] = byRow[_rows[position]];

        byPosition.AsSpan(Rows).Fill(filler);
        return byPosition;
    }

    /// <summary>Calls for each leaf, in parallel; what a leaf's call writes must be its own.</summary>
    internal void ForLeaves(Action<int> visit, int? threads, CancellationToken cancellationToken)
    {
        const int LeavesAtOnce = 16;
        ParallelChunks.Run(
            LeafCount,
            LeavesAtOnce,
            (_, start, end) =>
            {
                for (int leaf = start; leaf < end; leaf++)
                    visit(leaf);
            },
            threads,
            cancellationToken);
    }

    private static void RequireFinite(MatrixView points)
    {
        for (int row = 0; row < points.Rows; row++)
        {
            foreach (float value in points.Row(row))
            {
                if (!float.IsFinite(value))
                    throw new ArgumentException($"Row {row} holds {value}; points must be finite.", nameof(points));
            }
        }
    }
}
