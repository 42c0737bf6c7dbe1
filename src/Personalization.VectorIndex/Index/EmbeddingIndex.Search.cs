using Personalization.Numerics;

namespace Personalization.VectorIndex;

public sealed partial class EmbeddingIndex
{
    private const int QueriesAtOnce = 16;

    /// <summary>Finds the vectors nearest to a query.</summary>
    /// <param name="query">Finite values, as many as <see cref="EmbeddingIndexOptions.Dimensions"/>; not all 0 for cosine.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="filter">What may be found; null: everything.</param>
    /// <param name="width">
    /// Candidates kept, at least 1; null: <see cref="HnswOptions.SearchWidth"/>. Never fewer than <paramref name="count"/>. Without a
    /// graph: those that codes find, to be scored by the vectors; null: twice <paramref name="count"/> and 16. More are taken where these
    /// leave a doubt.
    /// </param>
    /// <returns>
    /// Nearest first; fewer where there are fewer. Equally near ones come in the order of their rows, which without a graph is that of
    /// adding.
    /// </returns>
    /// <exception cref="ArgumentException">The query can't be used.</exception>
    public VectorMatch[] Search(ReadOnlySpan<float> query, int count, VectorFilter? filter = null, int? width = null)
    {
        using Reading reading = new(this);
        IndexQuery search = Prepare(count, filter, width);
        if (search.IsExact) return search.Exact(new MatrixView(query.ToArray(), 1, query.Length), 1, default)[0];
        SearchBuffers buffers = _buffers.Rent();
        VectorMatch[] matches = search.Approximate(query, 0, buffers);
        _buffers.Return(buffers);
        return matches;
    }

    /// <summary>Finds the vectors nearest to each of many queries, on several threads.</summary>
    /// <param name="queries">A query a row.</param>
    /// <param name="count">How many for each, at least 1.</param>
    /// <param name="filter">What may be found; null: everything.</param>
    /// <param name="width">As for one query.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>What is found for each query, in their order.</returns>
    /// <exception cref="ArgumentException">A query can't be used.</exception>
    public VectorMatch[][] Search(
        MatrixView queries, int count, VectorFilter? filter = null, int? width = null, CancellationToken cancellationToken = default)
    {
        using Reading reading = new(this);
        IndexQuery search = Prepare(count, filter, width);
        if (search.IsExact) return search.Exact(queries, Options.Threads, cancellationToken);
        VectorMatch[][] matches = new VectorMatch[queries.Rows][];
        ParallelChunks.Run(
            queries.Rows,
            QueriesAtOnce,
            (_, from, to) =>
            {
                SearchBuffers buffers = _buffers.Rent();
                for (int i = from; i < to; i++) matches[i] = search.Approximate(queries.Row(i), i, buffers);
                _buffers.Return(buffers);
            },
            Options.Threads,
            cancellationToken);
        return matches;
    }

    private IndexQuery Prepare(int count, VectorFilter? filter, int? width)
    {
        IndexState state = _state;
        return new(Options, _graph, _stride, state, state.Allowed(filter), count, width);
    }

    /// <summary>Holds off <see cref="Dispose"/> while a file's memory is read.</summary>
    private readonly ref struct Reading
    {
        private readonly EmbeddingIndex _index;

        public Reading(EmbeddingIndex index)
        {
            _index = index;
            Interlocked.Increment(ref index._readers);
            if (!index._disposed) return;
            Interlocked.Decrement(ref index._readers);
            throw new ObjectDisposedException(nameof(EmbeddingIndex));
        }

        public void Dispose() => Interlocked.Decrement(ref _index._readers);
    }
}
