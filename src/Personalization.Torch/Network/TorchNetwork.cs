using Personalization.NeuralCf;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// The network of <see cref="NetworkShape"/> in tensor operations, by the same names. It works on groups, a customer with some items each.
/// </summary>
internal sealed class TorchNetwork
{
    private readonly NetworkShape _shape;
    private readonly TorchParameters _parameters;
    private readonly TorchRows _rows = new();

    /// <exception cref="NotSupportedException">There are weights that the network doesn't use.</exception>
    public TorchNetwork(NetworkShape shape, TorchParameters parameters)
    {
        (_shape, _parameters) = (shape, parameters);
        HashSet<string> known = [.. Known(shape)];
        string[] unknown = [.. parameters.Names.Where(name => !known.Contains(name))];
        if (unknown.Length == 0) return;
        throw new NotSupportedException(
            $"Torch can't train '{string.Join("', '", unknown)}': its network has no such weights. Train with "
            + $"{nameof(NeuralCfTrainer)}, or without what needs them.");
    }

    /// <summary>Scores groups, in the caller's dispose scope.</summary>
    /// <param name="customers">A customer a group, 64-bit.</param>
    /// <param name="items">Groups × items, 64-bit.</param>
    /// <returns>Groups × items.</returns>
    public Tensor Forward(Tensor customers, Tensor items)
    {
        _rows.Clear();
        Tensor scores = _parameters.Of(NetworkShape.OutputBias).Values;
        Tensor? output = _shape.HasBiases ? null : _parameters.Of(NetworkShape.OutputWeight).Values;
        if (_shape.HasTower) scores = scores.Plus(Tower(customers, items, output!));
        if (!_shape.HasProduct) return scores;
        Tensor own = Take(NetworkShape.CustomerFactors, customers), others = Take(NetworkShape.ItemFactors, items);
        if (output is not null) own = own * output.narrow(1, 0, _shape.Factors);
        scores = scores.Plus(others.matmul(own.unsqueeze(2)).squeeze(2));
        if (!_shape.HasBiases) return scores;
        return scores.Plus(Take(NetworkShape.CustomerBias, customers)).Plus(Take(NetworkShape.ItemBias, items).squeeze(2));
    }

    /// <summary>Adds the gradients of a loss of the scores that <see cref="Forward"/> gave last.</summary>
    public void Backward(Tensor loss) => _rows.Backward(loss);

    private static IEnumerable<string> Known(NetworkShape shape)
    {
        yield return NetworkShape.OutputBias;
        if (!shape.HasBiases) yield return NetworkShape.OutputWeight;
        string[] product = [NetworkShape.CustomerFactors, NetworkShape.ItemFactors];
        string[] biases = [NetworkShape.CustomerBias, NetworkShape.ItemBias];
        string[] tower = [NetworkShape.CustomerTower, NetworkShape.ItemTower];
        if (shape.HasProduct) foreach (string name in product) yield return name;
        if (shape.HasBiases) foreach (string name in biases) yield return name;
        if (!shape.HasTower) yield break;
        foreach (string name in tower) yield return name;
        for (int layer = 0; layer < shape.HiddenLayers.Count; layer++)
        {
            yield return NetworkShape.Layer(layer) + ".weight";
            yield return NetworkShape.Layer(layer) + ".bias";
        }
    }

    /// <summary>
    /// The first layer's share of the customer is worked out once a group: (customer, item) Wᵀ is customer · W₁ᵀ + item · W₂ᵀ.
    /// </summary>
    private Tensor Tower(Tensor customers, Tensor items, Tensor output)
    {
        int dimensions = _shape.TowerDimensions;
        Tensor weight = _parameters.Of(NetworkShape.Layer(0) + ".weight").Values;
        Tensor ofCustomer = Take(NetworkShape.CustomerTower, customers)
            .matmul(weight.narrow(1, 0, dimensions).t())
            .Plus(_parameters.Of(NetworkShape.Layer(0) + ".bias").Values);
        Tensor hidden = Take(NetworkShape.ItemTower, items).matmul(weight.narrow(1, dimensions, dimensions).t());
        hidden = nn.functional.relu(hidden.Plus(ofCustomer.unsqueeze(1)));
        for (int layer = 1; layer < _shape.HiddenLayers.Count; layer++)
        {
            TorchParameter bias = _parameters.Of(NetworkShape.Layer(layer) + ".bias");
            hidden = nn.functional.linear(hidden, _parameters.Of(NetworkShape.Layer(layer) + ".weight").Values, bias.Values.view(-1));
            hidden = nn.functional.relu(hidden);
        }

        int top = _shape.HiddenLayers[^1];
        return hidden.matmul(output.narrow(1, _shape.OutputWidth - top, top).t()).squeeze(2);
    }

    private Tensor Take(string name, Tensor rows) => _rows.Take(_parameters.Of(name), rows);
}
