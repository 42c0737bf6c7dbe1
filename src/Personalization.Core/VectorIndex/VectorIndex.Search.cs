using Personalization.Numerics;

namespace Personalization.Core;

public sealed unsafe partial class VectorIndex
{
    private const int QueriesAtOnce = 16;

    /// <summary>Finds the vectors nearest to a query.</summary>
    /// <param name="query">Finite values, as many as <see cref="VectorIndexOptions.Dimensions"/>; not all 0 for cosine.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="filter">Keys that may be found; null: all.</param>
    /// <param name="width">Candidates kept, at least 1; null: <see cref="HnswOptions.SearchWidth"/>. Never fewer than <paramref name="count"/>. Without a graph it is ignored.</param>
    /// <returns>Nearest first, of equally near ones the one added first; fewer where there are fewer.</returns>
    /// <exception cref="ArgumentException">The query can't be used.</exception>
    public VectorMatch[] Search(ReadOnlySpan<float> query, int count, Predicate<long>? filter = null, int? width = null)
    {
        IndexState state = _state;
        IndexQuery search = new(Options, _graph, _stride, state, Allowed(state, filter), count, width);
        SearchBuffers buffers = _buffers.Rent();
        try
        {
            return search.Run(query, 0, buffers);
        }
        finally
        {
            _buffers.Return(buffers);
        }
    }

    /// <summary>Finds the vectors nearest to each of many queries, on several threads.</summary>
    /// <param name="queries">A query a row.</param>
    /// <param name="count">How many for each, at least 1.</param>
    /// <param name="filter">Keys that may be found; null: all.</param>
    /// <param name="width">As for one query.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>What is found for each query, in their order.</returns>
    /// <exception cref="ArgumentException">A query can't be used.</exception>
    public VectorMatch[][] Search(MatrixView queries, int count, Predicate<long>? filter = null, int? width = null, CancellationToken cancellationToken = default)
    {
        IndexState state = _state;
        IndexQuery search = new(Options, _graph, _stride, state, Allowed(state, filter), count, width);
        VectorMatch[][] matches = new VectorMatch[queries.Rows][];
        ParallelChunks.Run(
            queries.Rows,
            QueriesAtOnce,
            (_, from, to) =>
            {
                SearchBuffers buffers = _buffers.Rent();
                for (int i = from; i < to; i++) matches[i] = search.Run(queries.Row(i), i, buffers);
                _buffers.Return(buffers);
            },
            Options.Threads,
            cancellationToken);
        return matches;
    }

    private static ulong[]? Allowed(IndexState state, Predicate<long>? filter)
    {
        if (filter is null && state.LiveCount == state.Rows) return null;
        ulong[] allowed = new ulong[(state.Rows + 63) / 64];
        for (int row = 0; row < state.Rows; row++)
        {
            if (state.IsLive(row) && (filter is null || filter(state.Keys[row]))) allowed[row >> 6] |= 1UL << row;
        }

        return allowed;
    }
}
