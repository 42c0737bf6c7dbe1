using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// One side of a score, customers or items: a vector for each id and, where there are features, their projection added to it. An id of −1 is somebody
/// unknown, of whom the features say all.
/// </summary>
/// <param name="name">PyTorch's name of the embedding.</param>
/// <param name="count">Number of ids.</param>
/// <param name="dimensions">Length of a vector.</param>
/// <param name="features">Features of each id, count × d; null for none.</param>
/// <param name="seed">Seed of the weights.</param>
/// <param name="standardDeviation">Of the first weights.</param>
internal sealed class Side(string name, int count, int dimensions, MatrixView? features, ulong seed, double standardDeviation)
{
    private readonly Parameter? _projection = features is { } matrix ? Projection(name, dimensions, matrix.Columns, seed) : null;

    public Embedding Embedding { get; } = new(name, count, dimensions, seed, standardDeviation);

    public int Dimensions => dimensions;

    public int FeatureCount => features?.Columns ?? 0;

    public IEnumerable<Parameter> Parameters => _projection is null ? [Embedding.Weight] : [Embedding.Weight, _projection];

    /// <summary>Writes the vectors of ids (n × dimensions).</summary>
    /// <param name="ids">Rows of the embedding; −1 where the id counts as unknown.</param>
    /// <param name="featureRows">Rows of the features, n × d as they were gathered; empty where there are none.</param>
    /// <param name="output">Receives the vectors.</param>
    public void Forward(ReadOnlySpan<int> ids, MatrixView featureRows, MutableMatrixView output)
    {
        if (_projection is null)
        {
            for (int i = 0; i < ids.Length; i++) output.Row(i).Clear();
        }
        else
        {
            MatrixProduct.Multiply(featureRows, MatrixOperand.Transpose(_projection.Values), output, threads: 1);
        }

        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0) continue;
            Span<float> row = output.Row(i);
            TensorPrimitives.Add(row, Embedding.Weight.Values.Row(ids[i]), row);
        }
    }

    /// <summary>Adds the gradients of embedding and projection.</summary>
    public void Backward(ReadOnlySpan<int> ids, MatrixView featureRows, MatrixView gradient, Gradients gradients)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= 0) gradient.Row(i).CopyTo(gradients.AddRow(Embedding.Weight, ids[i]));
        }

        if (_projection is null) return;
        MatrixProduct.Multiply(
            MatrixOperand.Transpose(gradient), featureRows, gradients.Of(_projection).MutableView, accumulate: true, threads: 1);
    }

    private static Parameter Projection(string name, int dimensions, int featureCount, ulong seed)
    {
        Parameter projection = new(name.Replace("embedding", "features", StringComparison.Ordinal) + ".weight", dimensions, featureCount);
        projection.FillUniform(seed, .1 / Math.Sqrt(featureCount));
        return projection;
    }
}
