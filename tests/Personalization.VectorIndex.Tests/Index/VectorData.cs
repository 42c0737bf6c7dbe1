using Personalization.Numerics;

namespace Personalization.VectorIndex.Tests;

internal static class VectorData
{
    /// <summary>
    /// Rows in clouds: a center each for <paramref name="clouds"/> of them, and as much noise around it. Row i belongs to cloud i mod
    /// clouds.
    /// </summary>
    public static Matrix Clouds(int rows, int columns, int clouds, ulong seed = 1, double spread = 0.6)
    {
        Matrix matrix = new(rows, columns), centers = new(clouds, columns);
        for (int i = 0; i < clouds; i++) Fill(centers.Row(i), new RandomStream(7, "center", (ulong)i), 1);
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = matrix.Row(i);
            Fill(row, new RandomStream(seed, "row", (ulong)i), spread);
            for (int c = 0; c < columns; c++) row[c] += centers[i % clouds, c];
        }

        return matrix;
    }

    public static long[] Keys(int count, long first = 0)
    {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) keys[i] = first + i;
        return keys;
    }

    public static EmbeddingIndex Index(EmbeddingIndexOptions options, MatrixView vectors)
    {
        EmbeddingIndex index = new(options);
        index.Add(Keys(vectors.Rows), vectors);
        return index;
    }

    /// <summary>Share of the nearest rows by a plain double-precision loop that were found.</summary>
    public static double Recall(
        VectorMatch[][] found, MatrixView vectors, MatrixView queries, VectorMetric metric, int count, Func<long, bool>? allowed = null)
    {
        int hits = 0, wanted = 0;
        for (int q = 0; q < queries.Rows; q++)
        {
            float[] query = queries.Row(q).ToArray();
            IEnumerable<int> rows = Enumerable.Range(0, vectors.Rows).Where(i => allowed is null || allowed(i));
            long[] truth = [.. rows.OrderBy(i => Distance(vectors.Row(i), query, metric)).Take(count).Select(i => (long)i)];
            wanted += truth.Length;
            hits += found[q].Count(m => truth.Contains(m.Key));
        }

        return hits / (double)wanted;
    }

    public static double Distance(ReadOnlySpan<float> row, ReadOnlySpan<float> query, VectorMetric metric)
    {
        double dot = 0, squared = 0, rowSquare = 0, querySquare = 0;
        for (int i = 0; i < row.Length; i++)
        {
            dot += (double)row[i] * query[i];
            squared += ((double)row[i] - query[i]) * ((double)row[i] - query[i]);
            rowSquare += (double)row[i] * row[i];
            querySquare += (double)query[i] * query[i];
        }

        return metric switch
        {
            VectorMetric.Dot => -dot,
            VectorMetric.Cosine => -dot / Math.Sqrt(rowSquare * querySquare),
            _ => Math.Sqrt(squared),
        };
    }

    public static byte[] Bytes(EmbeddingIndex index)
    {
        using MemoryStream stream = new();
        index.Save(stream);
        return stream.ToArray();
    }

    private static void Fill(Span<float> values, RandomStream draws, double deviation)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)(draws.NextGaussian() * deviation);
    }
}
