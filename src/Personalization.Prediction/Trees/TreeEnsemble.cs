using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Trees of decisions, whose leaves add up to a score in log-odds. The nodes of all trees stand one after the other, each tree in preorder:
/// the branch of values up to the threshold follows its node, then the other. Hence the features alone tell the shape. Immutable.
/// </summary>
internal sealed class TreeEnsemble
{
    /// <summary>In place of a feature: the node is a leaf.</summary>
    public const int Leaf = -1;

    /// <summary>No path of a tree may be longer: what explains a score goes down it by recursion.</summary>
    public const int MaximumDepth = 1_024;

    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly double[] _values;
    private readonly int[] _covers;
    private readonly int[] _right;
    private readonly int[] _starts;

    /// <param name="sizes">Nodes of each tree.</param>
    /// <param name="features">What a node splits by; <see cref="Leaf"/> for a leaf.</param>
    /// <param name="thresholds">Values up to it go to the node that follows.</param>
    /// <param name="values">What a leaf adds; of other nodes whatever.</param>
    /// <param name="covers">How many of the training data came to a leaf, at least 1; of other nodes whatever.</param>
    /// <exception cref="FormatException">The nodes don't make trees.</exception>
    public TreeEnsemble(int[] sizes, int[] features, float[] thresholds, double[] values, int[] covers)
    {
        (Sizes, _features, _thresholds, _values, _covers) = (sizes, features, thresholds, [.. values], [.. covers]);
        _right = new int[features.Length];
        _starts = new int[sizes.Length + 1];
        for (int tree = 0; tree < sizes.Length; tree++)
        {
            if (sizes[tree] < 1 || sizes[tree] > features.Length - _starts[tree]) throw NoTree(tree);
            _starts[tree + 1] = _starts[tree] + sizes[tree];
            Link(tree);
            Baseline += _values[_starts[tree]];
        }

        if (_starts[^1] != features.Length) throw NoTree(sizes.Length);
    }

    /// <summary>Number of trees.</summary>
    public int Count => Sizes.Length;

    /// <summary>Mean score of the training data.</summary>
    public double Baseline { get; }

    public int[] Sizes { get; }

    public ReadOnlySpan<int> Features => _features;

    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>What a leaf adds, and what the leaves below another node add on average.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>How many of the training data came to each node.</summary>
    public ReadOnlySpan<int> Covers => _covers;

    /// <summary>The branch of values above the threshold; the other follows its node.</summary>
    public ReadOnlySpan<int> Right => _right;

    /// <summary>The root of a tree.</summary>
    public int Root(int tree) => _starts[tree];

    /// <summary>The sum of the leaves that a sample comes to, in the order of the trees.</summary>
    public double Score(ReadOnlySpan<float> sample)
    {
        double score = 0;
        for (int tree = 0; tree < Count; tree++) score += _values[LeafOf(tree, sample)];
        return score;
    }

    /// <summary>The score after one tree, after two, and so on.</summary>
    public void Stages(ReadOnlySpan<float> sample, Span<double> scores)
    {
        double score = 0;
        for (int tree = 0; tree < Count; tree++) scores[tree] = score += _values[LeafOf(tree, sample)];
    }

    /// <summary>The first trees alone.</summary>
    public TreeEnsemble Take(int trees)
    {
        int nodes = _starts[trees];
        return new TreeEnsemble(Sizes[..trees], _features[..nodes], _thresholds[..nodes], _values[..nodes], _covers[..nodes]);
    }

    public int LeafOf(int tree, ReadOnlySpan<float> sample)
    {
        int node = _starts[tree];
        while (_features[node] != Leaf) node = sample[_features[node]] <= _thresholds[node] ? node + 1 : _right[node];
        return node;
    }

    /// <summary>From the last node to the first, so that what stands below a node is known before it.</summary>
    private void Link(int tree)
    {
        Stack<(int Node, int Depth)> below = new();
        for (int node = _starts[tree + 1] - 1; node >= _starts[tree]; node--)
        {
            if (_features[node] == Leaf)
            {
                if (_covers[node] < 1 || !double.IsFinite(_values[node])) throw NoTree(tree);
                below.Push((node, 0));
                continue;
            }

            if (_features[node] < 0 || below.Count < 2) throw NoTree(tree);
            (int left, int leftDepth) = below.Pop();
            (int right, int rightDepth) = below.Pop();
            int depth = Math.Max(leftDepth, rightDepth) + 1;
            if (depth > MaximumDepth) throw NoTree(tree);
            _right[node] = right;
            _covers[node] = checked(_covers[left] + _covers[right]);
            _values[node] = ((_covers[left] * _values[left]) + (_covers[right] * _values[right])) / _covers[node];
            below.Push((node, depth));
        }

        if (below.Count != 1) throw NoTree(tree);
    }

    private static FormatException NoTree(int tree) => new(
        $"The nodes of tree {tree} don't make one: each that splits has two branches, each leaf a finite value and customers.");
}
