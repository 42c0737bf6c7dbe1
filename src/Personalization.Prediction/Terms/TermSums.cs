using System.Numerics.Tensors;

namespace Personalization.Prediction;

/// <summary>
/// Sums over customers that a regression solves with: of a loss, of terms times a value, and of products of terms times a weight. Across
/// terms they are elementwise, hence the same bits at any width; parts of chunks are added in their order.
/// </summary>
internal sealed class TermSums(int size)
{
    public double Loss { get; set; }

    public double[] Values { get; } = new double[size];

    /// <summary>Row-major; only the upper triangle is filled in.</summary>
    public double[] Products { get; } = new double[size * size];

    /// <summary>Adds the terms of a customer, the constant last.</summary>
    public void AddRow(ReadOnlySpan<double> terms, double value, double weight)
    {
        TensorPrimitives.FusedMultiplyAdd(terms, value, Values, Values);
        for (int j = 0; j < terms.Length; j++)
        {
            if (terms[j] == 0) continue;
            Span<double> line = Products.AsSpan((j * size) + j, size - j);
            TensorPrimitives.FusedMultiplyAdd(terms[j..], weight * terms[j], line, line);
        }
    }

    public TermSums Add(TermSums other)
    {
        Loss += other.Loss;
        TensorPrimitives.Add(Values, other.Values, Values);
        TensorPrimitives.Add(Products, other.Products, Products);
        return this;
    }
}
