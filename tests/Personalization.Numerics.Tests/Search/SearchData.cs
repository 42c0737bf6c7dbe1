using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

/// <summary>Random rows, and the plain loops that searches are held against.</summary>
internal static class SearchData
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    public static readonly VectorMetric[] Metrics = [VectorMetric.Dot, VectorMetric.Cosine, VectorMetric.Euclidean];

    public static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "test");
        Matrix matrix = new Matrix(rows, columns);
        foreach (ref float value in matrix.Values)
            value = (float)random.NextGaussian();

        return matrix;
    }

    /// <summary>Bits of rows of which about a share is allowed.</summary>
    public static ulong[] Allowed(int rows, double share, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "allowed");
        ulong[] words = new ulong[(rows + 63) / 64];
        for (int row = 0; row < rows; row++)
        {
            if (random.NextDouble() < share)
                words[row / 64] |= 1UL << (row % 64);
        }

        return words;
    }

    public static bool IsAllowed(ReadOnlySpan<ulong> words, int row) => words.IsEmpty || (words[row / 64] >> (row % 64) & 1) != 0;

    /// <summary>The score by its definition: in order, in single precision, fused.</summary>
    public static float Score(VectorMetric metric, ReadOnlySpan<float> row, ReadOnlySpan<float> query)
    {
        float sum = 0, rowSquares = 0, querySquares = 0;
        for (int column = 0; column < row.Length; column++)
        {
            float difference = row[column] - query[column];
            sum = metric == VectorMetric.Euclidean
                ? MathF.FusedMultiplyAdd(difference, difference, sum)
                : MathF.FusedMultiplyAdd(row[column], query[column], sum);
            rowSquares = MathF.FusedMultiplyAdd(row[column], row[column], rowSquares);
            querySquares = MathF.FusedMultiplyAdd(query[column], query[column], querySquares);
        }

        return metric == VectorMetric.Cosine ? sum * (Inverse(rowSquares) * Inverse(querySquares)) : sum;

        static float Inverse(float squares) => squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
    }

    /// <summary>The score in double precision.</summary>
    public static double Exactly(VectorMetric metric, ReadOnlySpan<float> row, ReadOnlySpan<float> query)
    {
        double dot = 0, distance = 0, rowSquares = 0, querySquares = 0;
        for (int column = 0; column < row.Length; column++)
        {
            dot += (double)row[column] * query[column];
            distance += ((double)row[column] - query[column]) * ((double)row[column] - query[column]);
            rowSquares += (double)row[column] * row[column];
            querySquares += (double)query[column] * query[column];
        }

        return metric switch
        {
            VectorMetric.Dot => dot,
            VectorMetric.Euclidean => distance,
            _ => rowSquares * querySquares == 0 ? 0 : dot / Math.Sqrt(rowSquares * querySquares),
        };
    }

    /// <summary>The best rows of one query by sorting every score; best first, the lower row first of equals, without NaN.</summary>
    public static (int Row, float Score)[] Best(
        VectorMetric metric, MatrixView rows, ReadOnlySpan<float> query, int count, ReadOnlySpan<ulong> allowed)
    {
        List<(int Row, float Score)> all = new List<(int Row, float Score)>();
        for (int row = 0; row < rows.Rows; row++)
        {
            float score = Score(metric, rows.Row(row), query);
            if (!float.IsNaN(score) && IsAllowed(allowed, row))
                all.Add((row, score));
        }

        return [.. (metric == VectorMetric.Euclidean ? all.OrderBy(each => each.Score) : all.OrderByDescending(each => each.Score)).ThenBy(
            each => each.Row).Take(count)];
    }

    /// <summary>Cuts rows into segments of the given sizes, the last taking the rest.</summary>
    public static MatrixView[] Cut(MatrixView rows, params ReadOnlySpan<int> sizes)
    {
        List<MatrixView> segments = new List<MatrixView>();
        int start = 0;
        foreach (int size in sizes)
        {
            segments.Add(rows.Slice(start, size));
            start += size;
        }

        segments.Add(rows.Slice(start, rows.Rows - start));
        return [.. segments];
    }

    public static ReadOnlySpan<int> Bits(float[] values) => MemoryMarshal.Cast<float, int>(values);
}
