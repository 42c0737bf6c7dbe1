namespace Personalization.NeuralCf;

/// <summary>Buffers of one chunk of groups at work: a customer a group, and as many rows as the group has items.</summary>
internal sealed class NetworkWorkspace
{
    private readonly float[] _scores;
    private readonly float[] _gradients;
    private readonly int _factors;
    private readonly float[] _weighted;
    private readonly float[] _weightedSlopes;
    private readonly int[] _widths;
    private readonly float[][] _activations;
    private readonly float[][] _slopes;
    private readonly float[] _customerHidden;

    public NetworkWorkspace(NetworkShape shape, int groups, int groupSize)
    {
        GroupSize = groupSize;
        int rows = groups * groupSize;
        (_scores, _gradients) = (new float[rows], new float[rows]);
        int[] columns = [.. shape.Parts().Select(part => part.Columns)];
        Customers = new SideBuffers(columns, groups, shape.CustomerFeatures);
        Items = new SideBuffers(columns, rows, shape.ItemFeatures);
        _factors = shape.HasProduct ? shape.Factors : 0;
        (_weighted, _weightedSlopes) = (new float[groups * _factors], new float[groups * _factors]);
        _widths = shape.HasTower ? [.. shape.HiddenLayers] : [];
        _activations = [.. _widths.Select(width => new float[rows * width])];
        _slopes = [.. _widths.Select(width => new float[rows * width])];
        _customerHidden = new float[shape.HasTower ? groups * _widths[0] : 0];
        GroupCount = groups;
    }

    /// <summary>Groups in use, at most as many as the workspace was made for.</summary>
    public int GroupCount
    {
        get => Customers.Count;
        set => (Customers.Count, Items.Count) = (value, value * GroupSize);
    }

    /// <summary>Rows of a group.</summary>
    public int GroupSize { get; }

    public int RowCount => Items.Count;

    /// <summary>The customers, one a group.</summary>
    public SideBuffers Customers { get; }

    /// <summary>The items, group by group.</summary>
    public SideBuffers Items { get; }

    public Span<float> Scores => _scores.AsSpan(0, RowCount);

    public Span<float> ScoreGradients => _gradients.AsSpan(0, RowCount);

    /// <summary>The customers' factors, each times its weight.</summary>
    public Span<float> Weighted => _weighted.AsSpan(0, GroupCount * _factors);

    /// <summary>Gradients of <see cref="Weighted"/>.</summary>
    public Span<float> WeightedSlopes => _weightedSlopes.AsSpan(0, GroupCount * _factors);

    /// <summary>The customers' share of the tower's first layer; its gradients on the way back.</summary>
    public Span<float> CustomerHidden => _customerHidden.AsSpan(0, GroupCount * _widths[0]);

    /// <summary>Outputs of a layer of the tower, rows × its width.</summary>
    public Span<float> Activations(int layer) => _activations[layer].AsSpan(0, RowCount * _widths[layer]);

    /// <summary>Gradients of <see cref="Activations"/>.</summary>
    public Span<float> Slopes(int layer) => _slopes[layer].AsSpan(0, RowCount * _widths[layer]);
}
