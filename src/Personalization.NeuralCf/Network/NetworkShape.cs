namespace Personalization.NeuralCf;

/// <summary>
/// Which weights a network has, and what they are called; a model file is checked against it before anything is allocated.
/// </summary>
/// <param name="Architecture">How customer and item become a score.</param>
/// <param name="Customers">Number of customers, at least 1.</param>
/// <param name="Items">Number of items, at least 1.</param>
/// <param name="Factors">Length of a vector of the product part.</param>
/// <param name="HiddenLayers">Widths of the tower's layers; its embeddings are as long as the first is wide.</param>
/// <param name="CustomerFeatures">Number of features of a customer beside its id; 0 for none.</param>
/// <param name="ItemFeatures">Number of features of an item beside its id; 0 for none.</param>
internal sealed record NetworkShape(
    NeuralCfArchitecture Architecture, int Customers, int Items, int Factors, IReadOnlyList<int> HiddenLayers, int CustomerFeatures = 0,
    int ItemFeatures = 0)
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

    /// <summary>
    /// Name of the weights that turn features into a summand of an embedding, those of an <c>nn.Linear</c> without bias.
    /// </summary>
    public static string FeaturesOf(string embedding) =>
        embedding.Replace("_embedding_", "_features_", StringComparison.Ordinal)
            .Replace("_bias.", "_features_bias.", StringComparison.Ordinal);

    public int LayerInputs(int layer) => layer == 0 ? 2 * TowerDimensions : HiddenLayers[layer - 1];

    /// <summary>The parts of a customer's vector and of an item's, with their lengths.</summary>
    public IEnumerable<(string Customer, string Item, int Columns)> Parts()
    {
        if (HasProduct) yield return (CustomerFactors, ItemFactors, Factors);
        if (HasBiases) yield return (CustomerBias, ItemBias, 1);
        if (HasTower) yield return (CustomerTower, ItemTower, TowerDimensions);
    }

    /// <summary>All weights, in the order of files and optimizers.</summary>
    public IEnumerable<(string Name, int Rows, int Columns)> Weights()
    {
        foreach ((string customer, string item, int columns) in Parts())
        {
            yield return (customer, Customers, columns);
            if (CustomerFeatures > 0) yield return (FeaturesOf(customer), columns, CustomerFeatures);
            yield return (item, Items, columns);
            if (ItemFeatures > 0) yield return (FeaturesOf(item), columns, ItemFeatures);
        }

        for (int layer = 0; HasTower && layer < HiddenLayers.Count; layer++)
        {
            yield return (Layer(layer) + ".weight", HiddenLayers[layer], LayerInputs(layer));
            yield return (Layer(layer) + ".bias", 1, HiddenLayers[layer]);
        }

        if (!HasBiases) yield return (OutputWeight, 1, OutputWidth);
        yield return (OutputBias, 1, 1);
    }
}
