using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Products of some states with all candidates' vectors, so few states at a time that their scores stay in the second-level cache.
/// </summary>
/// <param name="vectors">candidates × dimensions.</param>
/// <param name="transposed">dimensions × candidates, of the same vectors.</param>
/// <param name="count">Candidates.</param>
/// <param name="dimensions">Length of a vector.</param>
internal readonly ref struct SoftmaxTiles(ReadOnlySpan<float> vectors, ReadOnlySpan<float> transposed, int count, int dimensions)
{
    /// <summary>Values of a tile: half a megabyte.</summary>
    private const int Values = 1 << 17;

    /// <summary>Rows of the narrow products' strips, at least as many as make reading the vectors worth it.</summary>
    private const int Strip = 6, LeastRows = 24, MostRows = 192;

    private readonly ReadOnlySpan<float> _vectors = vectors;
    private readonly ReadOnlySpan<float> _transposed = transposed;

    /// <summary>States of a tile; depends on sizes alone.</summary>
    public int RowsAtOnce { get; } = Math.Clamp(Values / Math.Max(1, count) / Strip * Strip, LeastRows, MostRows);

    /// <summary>Writes states · vectorsᵀ, rows × candidates.</summary>
    public void Score(MatrixView states, int first, int rows, Span<float> logits)
    {
        logits.Clear();
        NarrowProduct.AddTo(
            From(states, first), states.Stride, 1, _transposed, count, logits, count, rows, count, dimensions);
    }

    /// <summary>Writes the gradients of the states and adds those of the vectors, given those of the logits.</summary>
    public void Backward(
        MatrixView states, MutableMatrixView stateSlopes, int first, int rows, ReadOnlySpan<float> logitSlopes, Span<float> vectorSlopes)
    {
        for (int row = first; row < first + rows; row++) stateSlopes.Row(row).Clear();
        NarrowProduct.AddTo(
            logitSlopes, count, 1, _vectors, dimensions, stateSlopes.Memory.Span[(first * stateSlopes.Stride)..], stateSlopes.Stride, rows,
            dimensions, count);
        NarrowProduct.AddTo(
            logitSlopes, 1, count, From(states, first), states.Stride, vectorSlopes, dimensions, count, dimensions, rows);
    }

    private static ReadOnlySpan<float> From(MatrixView rows, int row) => rows.Memory.Span[(row * rows.Stride)..];
}
