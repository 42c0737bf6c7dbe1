namespace Personalization.NeuralCf;

/// <summary>
/// Which weights a network has, and what they are called; a model file is checked against it before anything is allocated.
/// </summary>
/// <param name="Architecture">How customer and item become a score.</param>
/// <param name="Customers">Number of customers, at least 1.</param>
/// <param name="Items">Number of items, at least 1.</param>
/// <param name="Factors">Length of a vector of the product part.</param>
/// <param name="HiddenLayers">Widths of the tower's layers; its embeddings are as long as the first is wide.</param>
internal sealed record NetworkShape(
    NeuralCfArchitecture Architecture, int Customers, int Items, int Factors, IReadOnlyList<int> HiddenLayers)
{
    public const string CustomerFactors = "customer_embedding_gmf.weight";
    public const string ItemFactors = "item_embedding_gmf.weight";
    public const string CustomerTower = "customer_embedding_mlp.weight";
    public const string ItemTower = "item_embedding_mlp.weight";
    public const string CustomerBias = "customer_bias.weight";
    public const string ItemBias = "item_bias.weight";
    public const string OutputWeight = "output.weight";
    public const string OutputBias = "output.bias";

    public bool HasProduct => Architecture != NeuralCfArchitecture.Mlp;

    public bool HasTower => Architecture is NeuralCfArchitecture.Mlp or NeuralCfArchitecture.NeuMf;

    /// <summary>Biases of customers and items instead of a last layer's weights.</summary>
    public bool HasBiases => Architecture == NeuralCfArchitecture.DotProduct;

    /// <summary>Length of the tower's embeddings.</summary>
    public int TowerDimensions => HiddenLayers[0];

    /// <summary>Inputs of the last layer: products of factors, then the tower's top.</summary>
    public int OutputWidth => (HasProduct ? Factors : 0) + (HasTower ? HiddenLayers[^1] : 0);

    /// <summary>PyTorch's name of a layer of an <c>nn.Sequential</c> in which each linear layer is followed by a ReLU.</summary>
    public static string Layer(int layer) => FormattableString.Invariant($"mlp.{2 * layer}");

    public int LayerInputs(int layer) => layer == 0 ? 2 * TowerDimensions : HiddenLayers[layer - 1];

    /// <summary>All weights, in the order of files and optimizers.</summary>
    public IEnumerable<(string Name, int Rows, int Columns)> Weights()
    {
        if (HasProduct)
        {
            yield return (CustomerFactors, Customers, Factors);
            yield return (ItemFactors, Items, Factors);
        }

        if (HasBiases)
        {
            yield return (CustomerBias, Customers, 1);
            yield return (ItemBias, Items, 1);
        }

        for (int layer = 0; HasTower && layer < HiddenLayers.Count; layer++)
        {
            if (layer == 0)
            {
                yield return (CustomerTower, Customers, TowerDimensions);
                yield return (ItemTower, Items, TowerDimensions);
            }

            yield return (Layer(layer) + ".weight", HiddenLayers[layer], LayerInputs(layer));
            yield return (Layer(layer) + ".bias", 1, HiddenLayers[layer]);
        }

        if (!HasBiases) yield return (OutputWeight, 1, OutputWidth);
        yield return (OutputBias, 1, 1);
    }
}
