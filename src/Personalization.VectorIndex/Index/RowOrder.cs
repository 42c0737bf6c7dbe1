using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>Which row each vector of a call becomes.</summary>
internal sealed class RowOrder
{
    // Below, the rows fit the caches however they lie.
    private const int FewestToArrange = 4096;
    private const int RowsPerPivot = 256;
    private const int MostPivots = 1024;

    private RowOrder(int[] rows) => Rows = rows;

    /// <summary>Row of each vector.</summary>
    public int[] Rows { get; }

    /// <summary>In the order in which they were given.</summary>
    public static RowOrder AsGiven(int first, int count)
    {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) rows[i] = first + i;
        return new RowOrder(rows);
    }

    /// <summary>
    /// Vectors that are near each other become rows near each other: grouped by the nearest of some pivots drawn among them, and in the
    /// order given within a group. A walk along the graph then stays in few pages of memory; which vectors are linked when doesn't change.
    /// </summary>
    public static RowOrder Near(MatrixView vectors, int first, EmbeddingIndexOptions options)
    {
        RowOrder order = AsGiven(first, vectors.Rows);
        if (vectors.Rows < FewestToArrange) return order;
        Matrix pivots = new(Math.Min(MostPivots, vectors.Rows / RowsPerPivot), vectors.Columns);
        int[] drawn = new RandomStream(options.Seed, "vector index pivots", (ulong)first).SampleWithoutReplacement(
            pivots.Rows, vectors.Rows);
        for (int i = 0; i < drawn.Length; i++) vectors.Row(drawn[i]).CopyTo(pivots.Row(i));
        NearestCenters nearest = new(pivots);
        int[] groups = new int[vectors.Rows];
        ParallelChunks.Run(
            vectors.Rows,
            FewestToArrange,
            (_, from, to) => nearest.Assign(vectors.Slice(from, to - from), groups.AsSpan(from, to - from)),
            options.Threads);

        int[] next = new int[pivots.Rows + 1];
        foreach (int group in groups) next[group + 1]++;
        for (int i = 1; i < next.Length; i++) next[i] += next[i - 1];
        for (int i = 0; i < groups.Length; i++) order.Rows[i] = first + next[groups[i]]++;
        return order;
    }
}
