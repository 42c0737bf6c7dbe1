using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// The weights while they are trained, with explicit gradients. It works on groups: a customer with some items, so that what depends on the
/// customer alone is done once a group. Embeddings begin as N(0, .01²), layers as Glorot and Bengio 2010, biases and the weights of
/// features at 0 (He et al. 2017).
/// </summary>
internal sealed class NeuralCfNetwork
{
    private const double EmbeddingDeviation = .01;

    private readonly int _biases, _tower;
    private readonly Side _customers;
    private readonly Side _items;
    private readonly Tower? _layers;
    private readonly Parameter? _outputWeight;
    private readonly Parameter _outputBias;

    /// <param name="shape">Which weights there are.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="customerFeatures">customers × features; null for none.</param>
    /// <param name="itemFeatures">items × features; null for none.</param>
    public NeuralCfNetwork(NetworkShape shape, ulong seed, Matrix? customerFeatures = null, Matrix? itemFeatures = null)
    {
        Shape = shape;
        _biases = shape.HasProduct ? 1 : 0;
        _tower = _biases;
        _customers = new Side(shape.Parts().Select(part => (part.Customer, part.Columns)), shape.Customers, customerFeatures);
        _items = new Side(shape.Parts().Select(part => (part.Item, part.Columns)), shape.Items, itemFeatures);
        if (shape.HasTower) _layers = new Tower(shape, seed);
        if (!shape.HasBiases)
        {
            _outputWeight = new Parameter(NetworkShape.OutputWeight, 1, shape.OutputWidth);
            _outputWeight.FillGlorot(seed);
        }

        _outputBias = new Parameter(NetworkShape.OutputBias, 1, 1);
        foreach (VectorPart part in (VectorPart[])[.. _customers.Parts, .. _items.Parts])
        {
            if (part.Columns > 1) part.Ids.FillNormal(seed, EmbeddingDeviation);
        }

        Dictionary<string, Parameter> byName = AllParameters().ToDictionary(parameter => parameter.Name);
        Parameters = [.. shape.Weights().Select(weight => byName[weight.Name])];
    }

    public NetworkShape Shape { get; }

    /// <summary>As <see cref="NetworkShape.Weights"/> lists them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The weights by name, as they are now; vectors with what features add to them.</summary>
    public Matrix WholeOf(string name)
    {
        foreach (VectorPart part in (VectorPart[])[.. _customers.Parts, .. _items.Parts])
        {
            if (part.Ids.Name == name) return part.Whole();
        }

        foreach (Parameter parameter in Parameters)
        {
            if (parameter.Name == name) return parameter.Values;
        }

        throw new ArgumentException($"A network of architecture {Shape.Architecture} has no '{name}'.", nameof(name));
    }

    /// <summary>
    /// Clears the vectors of ids that nothing was learned from, where they have features: what they began as says nothing.
    /// </summary>
    /// <param name="customers">Whether something was learned from a customer.</param>
    /// <param name="items">Whether something was learned from an item.</param>
    public void ForgetUnseen(Func<int, bool> customers, Func<int, bool> items)
    {
        Forget(_customers, customers);
        Forget(_items, items);

        static void Forget(Side side, Func<int, bool> isSeen)
        {
            foreach (VectorPart part in side.Parts)
            {
                for (int id = 0; id < part.Ids.Rows && part.Weights is not null; id++)
                {
                    if (!isSeen(id)) part.Ids.Values.Row(id).Clear();
                }
            }
        }
    }

    /// <summary>Takes the weights as they are for the chunks that follow.</summary>
    public void BeginStep()
    {
        foreach (VectorPart part in _customers.Parts) part.BeginStep();
        foreach (VectorPart part in _items.Parts) part.BeginStep();
        _layers?.BeginStep();
    }

    /// <summary>Names the rows that the groups of a workspace read.</summary>
    public void AddRows(NetworkWorkspace workspace, TouchedRows rows)
    {
        foreach (VectorPart part in _customers.Parts) rows.Add(part.Ids, workspace.Customers.Ids);
        foreach (VectorPart part in _items.Parts) rows.Add(part.Ids, workspace.Items.Ids);
    }

    /// <summary>Writes the scores of the groups of a workspace, and keeps what <see cref="Backward"/> needs.</summary>
    public void Forward(NetworkWorkspace workspace)
    {
        _customers.Forward(workspace.Customers);
        _items.Forward(workspace.Items);
        workspace.Scores.Fill(_outputBias.Values[0, 0]);
        if (Shape.HasProduct) ForwardProduct(workspace);
        if (Shape.HasBiases) AddBiases(workspace);
        _layers?.Forward(workspace, _tower, TopWeights);
    }

    /// <summary>Adds the gradients that follow from those of the scores.</summary>
    public void Backward(NetworkWorkspace workspace, Gradients gradients)
    {
        ref float bias = ref gradients.Of(_outputBias).Values[0];
        foreach (float gradient in workspace.ScoreGradients) bias += gradient;
        Span<float> output = _outputWeight is null ? [] : gradients.Of(_outputWeight).Values;
        _layers?.Backward(workspace, _tower, TopWeights, output[^TopWeights.Length..], gradients);
        if (Shape.HasProduct) BackwardProduct(workspace, output.IsEmpty ? output : output[..Shape.Factors]);
        if (Shape.HasBiases) BackwardBiases(workspace);
        _customers.Backward(workspace.Customers, gradients);
        _items.Backward(workspace.Items, gradients);
    }

    /// <summary>The last layer's weights of the factors' products; empty for a plain dot product.</summary>
    private ReadOnlySpan<float> FactorWeights => _outputWeight is null ? [] : _outputWeight.Values.Values[..Shape.Factors];

    private ReadOnlySpan<float> TopWeights => _layers is null ? [] : _outputWeight!.Values.Values[^Shape.HiddenLayers[^1]..];

    private IEnumerable<Parameter> AllParameters()
    {
        foreach (VectorPart part in (VectorPart[])[.. _customers.Parts, .. _items.Parts])
        {
            yield return part.Ids;
            if (part.Weights is { } weights) yield return weights;
        }

        foreach (Parameter parameter in _layers?.Parameters ?? []) yield return parameter;
        if (_outputWeight is not null) yield return _outputWeight;
        yield return _outputBias;
    }

    private void ForwardProduct(NetworkWorkspace workspace)
    {
        int factors = Shape.Factors;
        ReadOnlySpan<float> own = workspace.Customers.Values(0), items = workspace.Items.Values(0), weights = FactorWeights;
        Span<float> weighted = workspace.Weighted, scores = workspace.Scores;
        if (weights.IsEmpty) own.CopyTo(weighted);
        for (int group = 0, row = 0; group < workspace.GroupCount; group++)
        {
            Span<float> mine = weighted.Slice(group * factors, factors);
            if (!weights.IsEmpty) TensorPrimitives.Multiply(own.Slice(group * factors, factors), weights, mine);
            for (int end = row + workspace.GroupSize; row < end; row++)
                scores[row] += ShortVectors.Dot(mine, items.Slice(row * factors, factors));
        }
    }

    private void BackwardProduct(NetworkWorkspace workspace, Span<float> weightGradient)
    {
        int factors = Shape.Factors;
        ReadOnlySpan<float> own = workspace.Customers.Values(0), items = workspace.Items.Values(0), weights = FactorWeights;
        ReadOnlySpan<float> weighted = workspace.Weighted, scores = workspace.ScoreGradients;
        Span<float> ownSlopes = workspace.Customers.Slopes(0), itemSlopes = workspace.Items.Slopes(0), sums = workspace.WeightedSlopes;
        sums.Clear();
        for (int group = 0, row = 0; group < workspace.GroupCount; group++)
        {
            ReadOnlySpan<float> mine = weighted.Slice(group * factors, factors);
            Span<float> sum = sums.Slice(group * factors, factors);
            for (int end = row + workspace.GroupSize; row < end; row++)
            {
                ShortVectors.Scale(
                    scores[row], mine, itemSlopes.Slice(row * factors, factors), items.Slice(row * factors, factors), sum);
            }

            if (weights.IsEmpty) continue;
            TensorPrimitives.MultiplyAdd(sum, own.Slice(group * factors, factors), weightGradient, weightGradient);
            TensorPrimitives.Multiply(sum, weights, ownSlopes.Slice(group * factors, factors));
        }

        if (weights.IsEmpty) sums.CopyTo(ownSlopes);
    }

    private void AddBiases(NetworkWorkspace workspace)
    {
        ReadOnlySpan<float> own = workspace.Customers.Values(_biases), items = workspace.Items.Values(_biases);
        Span<float> scores = workspace.Scores;
        for (int row = 0; row < scores.Length; row++) scores[row] += own[row / workspace.GroupSize] + items[row];
    }

    private void BackwardBiases(NetworkWorkspace workspace)
    {
        ReadOnlySpan<float> scores = workspace.ScoreGradients;
        Span<float> own = workspace.Customers.Slopes(_biases);
        scores.CopyTo(workspace.Items.Slopes(_biases));
        own.Clear();
        for (int row = 0; row < scores.Length; row++) own[row / workspace.GroupSize] += scores[row];
    }
}
