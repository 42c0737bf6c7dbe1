using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Finds the vectors nearest to a query: exactly, or by a graph in a time that hardly grows with their number. Vectors have keys, can be
/// added, replaced and removed while others search, and are saved in a file that is mapped when it is opened.
/// <para>Thread-safe: any number of searches run beside one writer; further writers wait. A search sees each vector whole or not at all,
/// and rows of a batch that is being added from the moment they are linked.</para>
/// <para>Deterministic: the same calls in the same order give the same graph, file and results, for any number of threads and any vector
/// width.</para>
/// </summary>
/// <remarks>
/// A search without a graph takes O(n · d); with one about O(log n · width · neighbours · d). Adding to a graph takes as much as a search
/// of
/// <see cref="HnswOptions.ConstructionWidth"/>. A vector takes 4 · d bytes (2 · d in half precision, 5 · d with codes), and about 200 more
/// in a graph of default options.
/// </remarks>
public sealed partial class EmbeddingIndex : IDisposable
{
    internal const string HalfGraph =
        "Half precision is for exact search; with a graph use Single or Int8 precision, or leave the graph out.";

    private readonly BufferPool _buffers = new();
    private readonly Lock _writing = new();
    private readonly Dictionary<long, int> _rows = [];
    private readonly HnswGraph? _graph;
    private readonly int _stride;
    private volatile IndexState _state;
    private ModelFile? _file;
    private volatile bool _disposed;
    private int _readers;

    /// <summary>Makes an empty index.</summary>
    /// <param name="options">How it stores and searches; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options ask for a graph in half precision.</exception>
    public EmbeddingIndex(EmbeddingIndexOptions? options = null)
    {
        Options = options ?? new();
        if (Options is { Precision: VectorPrecision.Half, Graph: not null }) throw new ArgumentException(HalfGraph, nameof(options));
        _stride = (Options.Dimensions + CodeDots.Padding - 1) / CodeDots.Padding * CodeDots.Padding;
        if (Options.Graph is { } graph) _graph = HnswGraph.Create(graph, Options.Precision, Options.Metric, Options.Seed, _buffers);
        _state = EmptyState();
    }

    /// <summary>How it stores and searches.</summary>
    public EmbeddingIndexOptions Options { get; }

    /// <summary>Vectors there are.</summary>
    public int Count => _state.LiveCount;

    /// <summary>Removed vectors that still take room and stay waypoints of the graph.</summary>
    public int RemovedCount => _state.RemovedCount;

    /// <summary>Whether a key is there.</summary>
    public bool Contains(long key)
    {
        lock (_writing) return _rows.ContainsKey(key);
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="key">A key that isn't there yet.</param>
    /// <param name="vector">Its values, finite, as many as <see cref="EmbeddingIndexOptions.Dimensions"/>; not all 0 for cosine.</param>
    /// <param name="metadata">What filters ask for; null: nothing.</param>
    /// <exception cref="ArgumentException">The key is there, or the vector can't be used.</exception>
    public void Add(long key, ReadOnlySpan<float> vector, VectorMetadata? metadata = null) =>
        Add([key], new MatrixView(vector.ToArray(), 1, vector.Length), metadata is null ? null : [metadata]);

    /// <summary>Adds vectors; on several threads where there is a graph.</summary>
    /// <param name="keys">Keys that aren't there yet, each once.</param>
    /// <param name="vectors">As many rows as keys; finite, not all 0 for cosine.</param>
    /// <param name="metadata">What filters ask for, one for each vector; null: nothing.</param>
    /// <param name="cancellationToken">
    /// Stops between batches; what was added by then is removed again, and stays a waypoint of the graph unless the index was empty before.
    /// </param>
    /// <exception cref="ArgumentException">A key is there or comes twice, or a vector can't be used; nothing is added then.</exception>
    public void Add(
        ReadOnlySpan<long> keys,
        MatrixView vectors,
        IReadOnlyList<VectorMetadata>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        if (keys.Length != vectors.Rows)
            throw new ArgumentException($"There are {keys.Length} keys and {vectors.Rows} vectors; each vector needs one.", nameof(keys));
        if (metadata is not null && metadata.Count != keys.Length)
            throw new ArgumentException(
                $"There are {keys.Length} keys and {metadata.Count} metadata; give one for each vector, or none at all.", nameof(metadata));
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            CheckKeys(keys);
            Append(keys, vectors, metadata, cancellationToken);
        }
    }

    /// <summary>Replaces the vector and metadata of a key. The old vector stays a waypoint of the graph.</summary>
    /// <param name="key">The key.</param>
    /// <param name="vector">As for <see cref="Add(long, ReadOnlySpan{float}, VectorMetadata?)"/>.</param>
    /// <param name="metadata">What filters ask for; null: what they asked for before.</param>
    /// <returns>
    /// False where the key isn't there; nothing happens then. A search that runs meanwhile may find the old vector, the new one, or both.
    /// </returns>
    /// <exception cref="ArgumentException">The vector can't be used.</exception>
    public bool Update(long key, ReadOnlySpan<float> vector, VectorMetadata? metadata = null)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_rows.TryGetValue(key, out int old)) return false;
            Append([key], new MatrixView(vector.ToArray(), 1, vector.Length), [metadata ?? _state.Metadata.Of(old)], default);
            Kill(old);
            return true;
        }
    }

    /// <summary>Removes a vector. It stays a waypoint of the graph.</summary>
    /// <returns>False where the key isn't there.</returns>
    public bool Remove(long key)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_rows.Remove(key, out int row)) return false;
            Kill(row);
            return true;
        }
    }

    /// <summary>
    /// The vector of a key, of length 1 for cosine, and rounded where it is stored in half precision; null where the key isn't there.
    /// </summary>
    public float[]? Find(long key)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_rows.TryGetValue(key, out int row)) return null;
            float[] vector = new float[Options.Dimensions];
            _state.CopyVector(row, vector);
            return vector;
        }
    }

    /// <summary>The metadata of a key; null where the key isn't there.</summary>
    public VectorMetadata? FindMetadata(long key)
    {
        lock (_writing) return _rows.TryGetValue(key, out int row) ? _state.Metadata.Of(row) : null;
    }

    /// <summary>Builds the index anew without what was removed, O(building it); searches go on in the old one until it is done.</summary>
    /// <param name="cancellationToken">Stops, and leaves the index as it was.</param>
    public void Compact(CancellationToken cancellationToken = default)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            IndexState state = _state;
            long[] keys = new long[state.LiveCount];
            Matrix vectors = new(keys.Length, Options.Dimensions);
            VectorMetadata[] metadata = new VectorMetadata[keys.Length];
            int count = 0;
            for (int row = 0; row < state.Rows; row++)
            {
                if (!state.IsLive(row)) continue;
                keys[count] = state.Keys[row];
                state.CopyVector(row, vectors.Row(count));
                metadata[count++] = state.Metadata.Of(row);
            }

            EmbeddingIndex anew = new(Options);
            anew.Append(keys, vectors, metadata, cancellationToken);
            foreach ((long key, int row) in anew._rows) _rows[key] = row;
            _state = anew._state;
        }
    }

    /// <summary>
    /// Waits for searches that run, and closes the file the index was opened from. Nothing can be done with the index then.
    /// </summary>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed) return;
            _disposed = true;
            SpinWait wait = default;
            while (Volatile.Read(ref _readers) > 0) wait.SpinOnce();
            _state = EmptyState();
            _rows.Clear();
            _file?.Dispose();
        }
    }

    private IndexState EmptyState() => new(
        Options.Precision,
        Options.Precision == VectorPrecision.Half ? HalfTiles.None(Options.Dimensions) : RowBlocks.None(_stride * sizeof(float)),
        Options.Precision != VectorPrecision.Int8 ? null : _graph is null ? CodeTiles.None(Options.Dimensions) : RowBlocks.None(
            _stride, 2 * sizeof(float)),
        [], [], new(), 0, 0, 0, _graph?.Empty);

    private void CheckKeys(ReadOnlySpan<long> keys)
    {
        HashSet<long> seen = [];
        foreach (long key in keys)
        {
            if (_rows.ContainsKey(key))
                throw new ArgumentException($"Key {key} is there already; use Update to replace its vector.", nameof(keys));
            if (!seen.Add(key)) throw new ArgumentException($"Key {key} comes twice; each vector needs its own.", nameof(keys));
        }
    }

    private void Append(
        ReadOnlySpan<long> keys, MatrixView vectors, IReadOnlyList<VectorMetadata>? metadata, CancellationToken cancellationToken)
    {
        IndexState before = _state;
        int first = before.Rows, total = checked(first + vectors.Rows);
        IndexState state = before with
        {
            Vectors = before.Vectors.WithCapacity(total),
            Codes = before.Codes?.WithCapacity(total),
            Keys = Grown(before.Keys, total),
            Live = Grown(before.Live, (total + 63) / 64),
            Rows = total,
        };
        RowOrder order = _graph is null ? RowOrder.AsGiven(first, keys.Length) : RowOrder.Near(vectors, first, Options);
        new RowWriter(Options, _stride, state, order).Write(vectors, cancellationToken);
        for (int i = 0; i < keys.Length; i++) state.Keys[order.Rows[i]] = keys[i];
        state = state with { Metadata = before.Metadata.With(order.Rows, metadata, state.Keys.Length) };
        try
        {
            if (_graph is null) Publish(state, order.Rows, null);
            else _graph.Insert(
                state.Graph!,
                state.Codes ?? state.Vectors,
                _stride,
                order.Rows,
                Options.Threads,
                (view, rows) => Publish(state, rows, view),
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Withdraw(first);
            throw;
        }

        for (int i = 0; i < keys.Length; i++) _rows[keys[i]] = order.Rows[i];
    }

    private void Publish(IndexState grown, ReadOnlySpan<int> rows, GraphView? graph)
    {
        foreach (int row in rows) Interlocked.Or(ref grown.Live[row >> 6], 1UL << row);
        IndexState now = _state;
        _state = grown with { LiveCount = now.LiveCount + rows.Length, RemovedCount = now.RemovedCount, Graph = graph };
    }

    private void Kill(int row)
    {
        IndexState state = _state;
        Interlocked.And(ref state.Live[row >> 6], ~(1UL << row));
        _state = state with { LiveCount = state.LiveCount - 1, RemovedCount = state.RemovedCount + 1 };
    }

    /// <summary>Removes what a cancelled call added by then.</summary>
    private void Withdraw(int first)
    {
        IndexState state = _state;
        if (first == 0)
        {
            _state = EmptyState();
            return;
        }

        int linked = 0;
        for (int row = first; row < state.Rows; row++)
        {
            if (state.IsLive(row)) linked++;
            Interlocked.And(ref state.Live[row >> 6], ~(1UL << row));
        }

        // Rows that were never linked keep their numbers and are counted as removed too.
        _state = state with { LiveCount = state.LiveCount - linked, RemovedCount = state.RemovedCount + state.Rows - first };
    }

    // Always a copy when it grows: searches that run go on with the array they have.
    private static T[] Grown<T>(T[] array, int length)
    {
        if (array.Length >= length) return array;
        T[] larger = new T[Math.Max(length, (int)Math.Min(Array.MaxLength, array.Length * 2L))];
        array.CopyTo(larger, 0);
        return larger;
    }
}
