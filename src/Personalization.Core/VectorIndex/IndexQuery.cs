using System.Numerics;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>One kind of search in one state of an index, run for any number of queries.</summary>
internal sealed unsafe class IndexQuery
{
    // What a distance along the graph costs in distances of a scan: rows come from anywhere, and candidates are kept in order.
    private const int GraphCost = 3;

    // Rows whose distances an expanded row asks for, those seen before left out; measured at 16 neighbours.
    private const int FreshShare = 2;

    private readonly VectorIndexOptions _options;
    private readonly HnswGraph? _graph;
    private readonly int _stride;
    private readonly IndexState _state;
    private readonly ulong[]? _allowed;
    private readonly int _count;
    private readonly int _width;
    private readonly int _allowedCount;
    private readonly bool _scan;

    public IndexQuery(VectorIndexOptions options, HnswGraph? graph, int stride, IndexState state, ulong[]? allowed, int count, int? width)
    {
        (_options, _graph, _stride, _state, _allowed, _count) = (options, graph, stride, state, allowed, Guard.AtLeast(count, 1, nameof(count)));
        _width = Math.Max(count, Guard.AtLeast(width ?? graph?.Options.SearchWidth ?? 1, 1, nameof(width)));
        _allowedCount = state.Rows;
        if (allowed is not null)
        {
            _allowedCount = 0;
            foreach (ulong word in allowed) _allowedCount += BitOperations.PopCount(word);
        }

        _scan = graph is null || _allowedCount <= _width || (allowed is not null && ScanCost <= GraphSearchCost);
    }

    private double ScanCost => _allowedCount;

    // To keep so many allowed rows, a search expands about so many times as many rows as there are rows for each allowed one.
    private double GraphSearchCost => (double)_width * _state.Rows / _allowedCount * _graph!.Options.Neighbors / FreshShare * 2 * GraphCost;

    public VectorMatch[] Run(ReadOnlySpan<float> query, int index, SearchBuffers buffers)
    {
        if (query.Length != _options.Dimensions)
            throw new ArgumentException($"Query {index} has {query.Length} values; the index holds vectors of {_options.Dimensions}.", nameof(query));

        buffers.Reserve(_state.Rows, _scan ? _count : _width, _state.Graph?.Capacity ?? 0, _graph?.PreparedBytes(_stride) ?? 0, _stride);
        if (RowWriter.Copy(query, _options.Metric, new Span<float>(buffers.Vector, _stride)) is { } wrong)
            throw new ArgumentException($"Query {index} {wrong}.", nameof(query));

        int found = _scan ? Scan(buffers) : Walk(buffers);
        ulong* pool = buffers.Pool;
        VectorMatch[] matches = new VectorMatch[Math.Min(found, _count)];
        for (int i = 0; i < matches.Length; i++)
        {
            float distance = Candidate.Distance(pool[i]);
            matches[i] = new(_state.Keys[Candidate.Row(pool[i])], _options.Metric == VectorMetric.Euclidean ? MathF.Sqrt(distance) : -distance);
        }

        return matches;
    }

    private int Walk(SearchBuffers buffers)
    {
        RowBlocks rows = _state.Codes ?? _state.Vectors;
        int found = _allowed is null
            ? _graph!.Search(_state.Graph!, rows, _stride, buffers.Vector, _width, buffers)
            : _graph!.Search(_state.Graph!, rows, _stride, buffers.Vector, _width, _allowed, _allowedCount / GraphCost, buffers);
        if (found < 0) return Scan(buffers);
        if (_state.Codes is not null) Rescore(buffers, found);
        return found;
    }

    /// <summary>Puts the distances of the vectors themselves in place of those of their codes.</summary>
    private void Rescore(SearchBuffers buffers, int found)
    {
        ulong* pool = buffers.Pool;
        int* rows = stackalloc int[4];
        for (int i = 0; i < found; i += 4)
        {
            int four = Math.Min(4, found - i);
            for (int lane = 0; lane < 4; lane++) rows[lane] = Candidate.Row(pool[i + Math.Min(lane, four - 1)]);
            Vector128<float> distances = Distances(buffers.Vector, rows);
            for (int lane = 0; lane < four; lane++) pool[i + lane] = Candidate.Of(distances[lane], rows[lane]);
        }

        new Span<ulong>(pool, found).Sort();
    }

    /// <summary>Reads every allowed row.</summary>
    private int Scan(SearchBuffers buffers)
    {
        int* four = stackalloc int[4];
        int pending = 0, found = 0;
        for (int word = 0; word < (_state.Rows + 63) / 64; word++)
        {
            ulong bits = _allowed?[word] ?? ulong.MaxValue;
            if (_allowed is null && _state.Rows - (word * 64) < 64) bits = (1UL << (_state.Rows & 63)) - 1;
            for (; bits != 0; bits &= bits - 1)
            {
                four[pending++] = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (pending < 4) continue;
                found = Keep(buffers, four, 4, found);
                pending = 0;
            }
        }

        if (pending == 0) return found;
        for (int i = pending; i < 4; i++) four[i] = four[pending - 1];
        return Keep(buffers, four, pending, found);
    }

    private int Keep(SearchBuffers buffers, int* rows, int count, int found)
    {
        ulong* pool = buffers.Pool;
        Vector128<float> distances = Distances(buffers.Vector, rows);
        for (int lane = 0; lane < count; lane++)
        {
            CandidatePool.Insert(pool, ref found, _count, Candidate.Of(distances[lane], rows[lane]));
        }

        return found;
    }

    private Vector128<float> Distances(float* query, int* rows)
    {
        float* a = (float*)_state.Vectors.Address(rows[0]), b = (float*)_state.Vectors.Address(rows[1]);
        float* c = (float*)_state.Vectors.Address(rows[2]), d = (float*)_state.Vectors.Address(rows[3]);
        return _options.Metric == VectorMetric.Euclidean
            ? RowDistances.Four<SquaredForm>(query, a, b, c, d, _stride)
            : RowDistances.Four<DotForm>(query, a, b, c, d, _stride);
    }
}
