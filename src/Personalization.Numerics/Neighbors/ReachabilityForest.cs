namespace Personalization.Numerics;

/// <summary>
/// Borůvka's algorithm on a tree: in each round every component finds its first edge outwards, all of these are taken, and components at
/// least halve. The order of edges is total, so there is one minimum spanning tree, whoever finds what first.
/// </summary>
internal sealed class ReachabilityForest
{
    private const int Mixed = -1;

    private readonly KdTree _tree;
    private readonly int[] _parents;
    private readonly int[] _components;
    private readonly int[] _nodes;

    /// <summary>For each component the least square of an edge outwards so far, which many threads lower.</summary>
    private readonly float[] _bounds;

    /// <summary>
    /// For each position the first edge to another component that the last search found, as long as it leads to another one; then it's
    /// still the first.
    /// </summary>
    private readonly ReachabilityEdge[] _found;

    /// <summary>For each position without: no edge outwards has a square below or at this.</summary>
    private readonly float[] _excluded;

    private readonly int[] _foundPositions;

    public ReachabilityForest(KdTree tree)
    {
        _tree = tree;
        int n = tree.Rows;
        _parents = new int[n];
        _components = new int[tree.LeafCount * KdTree.LeafSize];
        _nodes = new int[tree.NodeCount];
        _bounds = new float[n];
        _found = new ReachabilityEdge[n];
        _foundPositions = new int[n];
        _excluded = new float[n];
        for (int position = 0; position < n; position++)
            _parents[position] = position;

        Array.Fill(_foundPositions, -1);
        Array.Fill(_excluded, -1);
        Array.Fill(_components, Mixed);
    }

    public ReadOnlySpan<int> ComponentsOf(int leaf) => _components.AsSpan(leaf * KdTree.LeafSize, KdTree.LeafSize);

    /// <summary>The component that all of a node's points belong to; −1 where there are several.</summary>
    public int ComponentOf(int node) => _nodes[node];

    public float Bound(int component) => Volatile.Read(ref _bounds[component]);

    /// <summary>
    /// Whether a point's first edge outwards has to be looked for: it isn't known, and may be the first of its component.
    /// </summary>
    public bool MustSearch(int position) => _foundPositions[position] < 0 && _excluded[position] < Bound(_components[position]);

    public void Lower(int component, float square)
    {
        ref float bound = ref _bounds[component];
        float seen = Volatile.Read(ref bound);
        while (square < seen)
        {
            float before = Interlocked.CompareExchange(ref bound, square, seen);
            if (before == seen)
                return;

            seen = before;
        }
    }

    /// <summary>Notes what a search found: the first edge outwards of a point, or that there is none up to a square.</summary>
    public void Note(int position, int other, ReachabilityEdge edge, float excluded)
    {
        _foundPositions[position] = other;
        _found[position] = edge;
        _excluded[position] = excluded;
    }

    public ReachabilityEdge[] Grow(Action<int> search, Action<double>? progress, int? threads, CancellationToken cancellationToken)
    {
        List<ReachabilityEdge> edges = new(Math.Max(0, _tree.Rows - 1));
        while (edges.Count < _tree.Rows - 1)
        {
            BeginRound();
            _tree.ForLeaves(search, threads, cancellationToken);
            Join(edges);
            progress?.Invoke((double)edges.Count / (_tree.Rows - 1));
        }

        edges.Sort();
        return [.. edges];
    }

    private void BeginRound()
    {
        for (int position = 0; position < _parents.Length; position++)
            _components[position] = Find(position);

        Array.Fill(_bounds, float.PositiveInfinity);
        for (int position = 0; position < _parents.Length; position++)
        {
            int other = _foundPositions[position];
            if (other < 0)
                continue;

            if (_components[other] == _components[position])
            {
                // Every edge outwards from here comes after the one that is gone.
                _foundPositions[position] = -1;
                _excluded[position] = MathF.BitDecrement(_found[position].Square);
            }
            else
            {
                Lower(_components[position], _found[position].Square);
            }
        }

        if (_nodes.Length > 0)
            FillNodes(0, 0, _tree.LeafCount);
    }

    private int FillNodes(int node, int firstLeaf, int leaves)
    {
        int left = (leaves + 1) / 2;
        if (leaves == 1)
            return _nodes[node] = ComponentOfLeaf(firstLeaf);

        int one = FillNodes(node + 1, firstLeaf, left), other = FillNodes(node + (2 * left), firstLeaf + left, leaves - left);
        return _nodes[node] = one == other ? one : Mixed;
    }

    private int ComponentOfLeaf(int leaf)
    {
        int start = leaf * KdTree.LeafSize, end = Math.Min(start + KdTree.LeafSize, _tree.Rows), component = _components[start];
        return _components.AsSpan((start + 1)..end).ContainsAnyExcept(component) ? Mixed : component;
    }

    private void Join(List<ReachabilityEdge> edges)
    {
        int[] first = new int[_parents.Length];
        Array.Fill(first, -1);
        for (int position = 0; position < _parents.Length; position++)
        {
            if (_foundPositions[position] < 0)
                continue;

            ref int best = ref first[_components[position]];
            if (best < 0 || _found[position] < _found[best])
                best = position;
        }

        foreach (int position in first)
        {
            if (position < 0)
                continue;

            int one = Find(position), other = Find(_foundPositions[position]);
            if (one == other)
                continue;

            _parents[Math.Max(one, other)] = Math.Min(one, other);
            edges.Add(_found[position]);
        }
    }

    private int Find(int position)
    {
        while (_parents[position] != position)
            position = _parents[position] = _parents[_parents[position]];

        return position;
    }
}
