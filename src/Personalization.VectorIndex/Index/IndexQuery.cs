using System.Numerics;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// A search in one state of an index: exact where there is no graph or few rows are allowed, else along the graph, and exact after all
/// where the graph turns out to be the longer way.
/// </summary>
internal sealed unsafe class IndexQuery
{
    // What a distance along the graph costs in distances of an exact search: rows come from anywhere, and candidates are kept in order.
    private const int GraphCost = 8;

    private readonly EmbeddingIndexOptions _options;
    private readonly HnswGraph? _graph;
    private readonly int _stride;
    private readonly IndexState _state;
    private readonly ulong[]? _allowed;
    private readonly int _count;
    private readonly int _width;
    private readonly int _allowedCount;

    public IndexQuery(
        EmbeddingIndexOptions options, HnswGraph? graph, int stride, IndexState state, ulong[]? allowed, int count, int? width)
    {
        (_options, _graph, _stride, _state, _allowed, _count) =
            (options, graph, stride, state, allowed, Guard.AtLeast(count, 1, nameof(count)));
        _width = Math.Max(count, Guard.AtLeast(width ?? graph?.Options.SearchWidth ?? CodedSearch.CandidatesOf(count), 1, nameof(width)));
        _allowedCount = state.Rows;
        if (allowed is not null)
        {
            _allowedCount = 0;
            foreach (ulong word in allowed) _allowedCount += BitOperations.PopCount(word);
        }

        IsExact = graph is null || _allowedCount <= _width || (allowed is not null && _allowedCount <= GraphDistances * GraphCost);
    }

    /// <summary>Whether all allowed rows are read.</summary>
    public bool IsExact { get; }

    // To keep so many allowed rows, the search expands about so many times as many as there are rows for each allowed one; about as many
    // new rows come with each as a row has neighbours.
    private double GraphDistances => (double)_width * _state.Rows / _allowedCount * _graph!.Options.Neighbors;

    /// <summary>Exact answers to many queries.</summary>
    public VectorMatch[][] Exact(MatrixView queries, int? threads, CancellationToken cancellationToken)
    {
        int columns = _options.Dimensions, count = Math.Min(_count, Math.Max(_allowedCount, 1));
        Matrix prepared = new(queries.Rows, columns);
        for (int i = 0; i < queries.Rows; i++) Prepare(queries.Row(i), i, prepared.Row(i));
        int[] rows = new int[checked(queries.Rows * count)];
        float[] scores = new float[rows.Length];
        Exact(prepared, count, rows, scores, threads, cancellationToken);
        VectorMatch[][] matches = new VectorMatch[queries.Rows][];
        for (int i = 0; i < matches.Length; i++)
        {
            ReadOnlySpan<int> found = rows.AsSpan(i * count, count);
            int none = found.IndexOf(-1);
            matches[i] = new VectorMatch[none < 0 ? count : none];
            for (int n = 0; n < matches[i].Length; n++) matches[i][n] = Match(found[n], scores[(i * count) + n]);
        }

        return matches;
    }

    private void Exact(MatrixView queries, int count, int[] rows, float[] scores, int? threads, CancellationToken cancellationToken)
    {
        int columns = _options.Dimensions;
        if (_state.Precision == VectorPrecision.Half)
        {
            ExactSearch.Search(
                HalfTiles.Segments(_state.Vectors, _state.Rows, columns, _state),
                queries,
                MetricOfRows,
                count,
                _allowed,
                rows,
                scores,
                threads,
                cancellationToken);
            return;
        }

        MatrixView[] vectors = _state.Segments(columns, _stride);
        if (_graph is not null || _state.Codes is not { } codes)
        {
            ExactSearch.Search(vectors, queries, MetricOfRows, count, _allowed, rows, scores, threads, cancellationToken);
            return;
        }

        Int8Rows[] coded = CodeTiles.Segments(codes, _state.Rows, columns, _state);
        CodedSearch search = new(coded, vectors, MetricOfRows, count, _allowed, threads, cancellationToken);
        search.Run(queries, Math.Clamp(_width, count, Math.Max(_allowedCount, count)), rows, scores);
    }

    /// <summary>The answer to one query along the graph.</summary>
    public VectorMatch[] Approximate(ReadOnlySpan<float> query, int index, SearchBuffers buffers)
    {
        GraphView view = _state.Graph!;
        RowBlocks rows = _state.Codes ?? _state.Vectors;
        buffers.Reserve(_state.Rows, _width, view.Capacity, _graph!.PreparedBytes(_stride), _stride);
        Prepare(query, index, new Span<float>(buffers.Vector, _stride));
        int found = _allowed is null
            ? _graph.Search(view, rows, _stride, buffers.Vector, _width, buffers)
            : SearchAllowed(view, rows, buffers);
        VectorMatch[] matches = found < 0
            ? Exact(new MatrixView(query.ToArray(), 1, query.Length), 1, default)[0]
            : Rescore(buffers, found);

        // What is read by pointer belongs to the state.
        GC.KeepAlive(_state);
        return matches;
    }

    /// <summary>
    /// Searches among allowed rows. A search is good because it keeps more candidates than are wanted: what is wanted lies well inside of
    /// what it saw. Where a filter leaves out just what lies near the query, all of that comes first, and what is wanted lies at the rim.
    /// Then all rows are searched, with so many candidates that the ratio is right again.
    /// </summary>
    /// <returns>
    /// How many were left in the pool; −1 where reading all allowed rows takes less time, or is the only way to find enough.
    /// </returns>
    private int SearchAllowed(GraphView view, RowBlocks rows, SearchBuffers buffers)
    {
        int wanted = Math.Min(_count, _allowedCount);
        int found = _graph!.Search(view, rows, _stride, buffers.Vector, _width, _allowed, _allowedCount / GraphCost, buffers);
        if (found < wanted) return -1;
        long nearer = wanted + buffers.PassedBefore(buffers.Pool[wanted - 1]), seen = found + buffers.Passed.Count;

        // Half the ratio is within what an even filter's luck explains.
        if (seen * wanted * 2 >= nearer * _width) return found;
        long width = nearer * _width / wanted;
        if (width * _graph.Options.Neighbors * GraphCost > _allowedCount) return -1;
        buffers.ReservePool((int)width);
        found = _graph.Search(view, rows, _stride, buffers.Vector, (int)width, buffers);
        int kept = 0;
        for (int i = 0; i < found; i++)
        {
            int row = Candidate.Row(buffers.Pool[i]);
            if (((_allowed![row >> 6] >> row) & 1) != 0) buffers.Pool[kept++] = buffers.Pool[i];
        }

        return kept < wanted ? -1 : kept;
    }

    // Rows are stored with length 1 for cosine.
    private VectorMetric MetricOfRows => _options.Metric == VectorMetric.Euclidean ? VectorMetric.Euclidean : VectorMetric.Dot;

    private void Prepare(ReadOnlySpan<float> query, int index, Span<float> destination)
    {
        if (query.Length != _options.Dimensions)
            throw new ArgumentException(
                $"Query {index} has {query.Length} values; the index holds vectors of {_options.Dimensions}.", nameof(query));

        if (RowWriter.Copy(query, _options.Metric, destination) is { } wrong)
            throw new ArgumentException($"Query {index} {wrong}.", nameof(query));
    }

    /// <summary>
    /// Tells the scores of the vectors themselves: of all candidates where they were found by codes, else of those that are returned.
    /// </summary>
    private VectorMatch[] Rescore(SearchBuffers buffers, int found)
    {
        ulong* pool = buffers.Pool;
        if (_state.Codes is null) found = Math.Min(found, _count);
        Span<nint> rows = stackalloc nint[4];
        Span<float> scores = stackalloc float[4];
        for (int i = 0; i < found; i += 4)
        {
            int four = Math.Min(4, found - i);
            for (int lane = 0; lane < 4; lane++) rows[lane] = _state.Vectors.Address(Candidate.Row(pool[i + Math.Min(lane, four - 1)]));
            ColumnOrderScores.Four(buffers.Vector, rows, _options.Dimensions, _options.Metric, scores);
            for (int lane = 0; lane < four; lane++)
                pool[i + lane] = Candidate.Of(
                    _options.Metric == VectorMetric.Euclidean ? scores[lane] : -scores[lane], Candidate.Row(pool[i + lane]));
        }

        new Span<ulong>(pool, found).Sort();
        VectorMatch[] matches = new VectorMatch[Math.Min(found, _count)];
        for (int i = 0; i < matches.Length; i++)
        {
            float distance = Candidate.Distance(pool[i]);
            matches[i] = Match(Candidate.Row(pool[i]), _options.Metric == VectorMetric.Euclidean ? distance : -distance);
        }

        return matches;
    }

    private VectorMatch Match(int row, float score) =>
        new(_state.Keys[row], _options.Metric == VectorMetric.Euclidean ? MathF.Sqrt(score) : score);
}
