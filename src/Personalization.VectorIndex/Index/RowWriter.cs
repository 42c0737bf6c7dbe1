using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>Checks vectors and writes them, padded, into rows that nobody reads yet.</summary>
internal sealed unsafe class RowWriter(EmbeddingIndexOptions options, int stride, IndexState state, RowOrder order)
{
    /// <summary>Largest square of a length: beyond, differences of two vectors could overflow.</summary>
    public const double LargestSquare = 1e36;

    private const int RowsAtOnce = 1024;

    public void Write(MatrixView vectors, CancellationToken cancellationToken)
    {
        if (vectors.Columns != options.Dimensions && vectors.Rows > 0)
            throw new ArgumentException(
                $"The vectors have {vectors.Columns} values; the index holds vectors of {options.Dimensions}.", nameof(vectors));

        ParallelChunks.Run(
            vectors.Rows,
            RowsAtOnce,
            (_, from, to) =>
            {
                for (int i = from; i < to; i++) Write(vectors.Row(i), i, order.Rows[i]);
            },
            options.Threads,
            cancellationToken);
    }

    /// <summary>Copies a vector as it is compared: padded with zeros, and of length 1 for cosine.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Copy(ReadOnlySpan<float> vector, VectorMetric metric, Span<float> destination)
    {
        double square = StableSum.Dot(vector, vector);
        if (!double.IsFinite(square)) return "has a value that isn't finite";
        if (square > LargestSquare) return $"has squares that sum to {square:G3}, more than {LargestSquare:G1}; scale the vectors down";
        vector.CopyTo(destination);
        destination[vector.Length..].Clear();
        if (metric != VectorMetric.Cosine) return null;
        if (square == 0) return "is 0, which has no direction; cosine needs vectors of positive length";
        double length = Math.Sqrt(square);
        for (int i = 0; i < vector.Length; i++) destination[i] = (float)(vector[i] / length);
        return null;
    }

    private void Write(ReadOnlySpan<float> vector, int index, int row)
    {
        bool rounded = state.Precision == VectorPrecision.Half;
        Span<float> values = rounded ? stackalloc float[stride] : new Span<float>((float*)state.Vectors.Address(row), stride);
        string? wrong = Copy(vector, options.Metric, values);
        if (wrong is null && rounded) wrong = HalfTiles.Write(state.Vectors, row, values[..vector.Length]);
        if (wrong is not null) throw new ArgumentException($"Vector {index} {wrong}.", nameof(vector));
        if (state.Codes is not { } codes) return;
        if (state.Graph is null)
        {
            sbyte* row8 = stackalloc sbyte[stride];
            (float scale, float square) = Encode(values, row8);
            CodeTiles.Write(codes, row, new ReadOnlySpan<sbyte>(row8, stride), scale, square);
            return;
        }

        float* terms = RowCodes.Terms(codes, row, stride);
        (terms[0], terms[1]) = Encode(values, (sbyte*)codes.Address(row));
    }

    private (float Scale, float Term) Encode(ReadOnlySpan<float> values, sbyte* destination)
    {
        fixed (float* source = values)
        {
            return options.Metric == VectorMetric.Euclidean
                ? RowCodes.Encode<SquaredCodes>(source, destination, stride)
                : RowCodes.Encode<DotCodes>(source, destination, stride);
        }
    }
}
