using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// A row of weights for each id, as PyTorch's <c>nn.Embedding</c>. Its gradients are sparse: a batch pays for the rows it touches.
/// </summary>
public sealed class Embedding
{
    /// <summary>Makes a table with normal weights.</summary>
    /// <param name="name">PyTorch's name of the module; the weights are called <c>name.weight</c>.</param>
    /// <param name="count">Number of ids, at least 1.</param>
    /// <param name="dimensions">Length of a row, at least 1.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="standardDeviation">Of the weights, at least 0. Default .01, as He et al. 2017.</param>
    public Embedding(string name, int count, int dimensions, ulong seed, double standardDeviation = .01)
    {
        Weight = new Parameter(name + ".weight", count, dimensions, isSparse: true);
        Weight.FillNormal(seed, standardDeviation);
    }

    /// <summary>The weights, ids × dimensions.</summary>
    public Parameter Weight { get; }

    /// <summary>Length of a row.</summary>
    public int Dimensions => Weight.Columns;

    /// <summary>Copies the rows of ids into <paramref name="output"/> (n × dimensions).</summary>
    public void Forward(ReadOnlySpan<int> ids, MutableMatrixView output)
    {
        for (int i = 0; i < ids.Length; i++) Weight.Values.Row(ids[i]).CopyTo(output.Row(i));
    }

    /// <summary>Adds the gradients of the rows of ids.</summary>
    public void Backward(ReadOnlySpan<int> ids, MatrixView outputGradient, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        for (int i = 0; i < ids.Length; i++) outputGradient.Row(i).CopyTo(gradients.AddRow(Weight, ids[i]));
    }
}
