using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>Buffers of one chunk of groups at work: a customer a group, and as many rows as the group has items.</summary>
internal sealed class NetworkWorkspace
{
    private readonly int[] _customers;
    private readonly int[] _items;
    private readonly float[] _scores;
    private readonly float[] _gradients;
    private readonly Matrix[] _activations;
    private readonly Matrix[] _slopes;
    private readonly float[] _customer;
    private readonly float[] _customerSum;

    public NetworkWorkspace(NetworkShape shape, int groups, int groupSize)
    {
        GroupCount = groups;
        GroupSize = groupSize;
        int rows = groups * groupSize;
        (_customers, _items, _scores, _gradients) = (new int[groups], new int[rows], new float[rows], new float[rows]);
        _customer = new float[shape.HasProduct ? shape.Factors : 0];
        _customerSum = new float[_customer.Length];
        _activations = Layers(shape, rows);
        _slopes = Layers(shape, rows);
    }

    /// <summary>Groups in use, at most as many as the workspace was made for.</summary>
    public int GroupCount { get; set; }

    /// <summary>Rows of a group.</summary>
    public int GroupSize { get; }

    public Span<int> Customers => _customers.AsSpan(0, GroupCount);

    public Span<int> Items => _items.AsSpan(0, GroupCount * GroupSize);

    public Span<float> Scores => _scores.AsSpan(0, GroupCount * GroupSize);

    public Span<float> ScoreGradients => _gradients.AsSpan(0, GroupCount * GroupSize);

    /// <summary>As long as there are factors.</summary>
    public Span<float> Customer => _customer;

    /// <summary>As long as there are factors.</summary>
    public Span<float> CustomerSum => _customerSum;

    /// <summary>0: customer beside item; above: outputs of the tower's layers.</summary>
    public MutableMatrixView Activations(int layer) => InUse(_activations[layer]);

    /// <summary>Gradients of <see cref="Activations"/>.</summary>
    public MutableMatrixView Slopes(int layer) => InUse(_slopes[layer]);

    private static Matrix[] Layers(NetworkShape shape, int rows)
    {
        if (!shape.HasTower) return [];
        Matrix[] layers = new Matrix[shape.HiddenLayers.Count + 1];
        for (int layer = 0; layer < layers.Length; layer++)
            layers[layer] = new Matrix(rows, layer == 0 ? 2 * shape.TowerDimensions : shape.HiddenLayers[layer - 1]);
        return layers;
    }

    private MutableMatrixView InUse(Matrix matrix) => matrix.MutableView.Slice(0, GroupCount * GroupSize, 0, matrix.Columns);
}
