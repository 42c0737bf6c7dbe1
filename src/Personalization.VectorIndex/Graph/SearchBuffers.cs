using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.VectorIndex;

/// <summary>What one search at a time works in, kept between searches so that none allocates.</summary>
internal sealed unsafe class SearchBuffers
{
    private PinnedBlock _pool = new(64 * sizeof(ulong));
    private PinnedBlock _fresh = new(64 * sizeof(int));
    private PinnedBlock _prepared = new(64);
    private PinnedBlock _vector = new(64);
    private ulong[] _visited = [];
    private int[] _touched = new int[256];
    private int _touchedCount;
    private int _poolLength = 64;

    /// <summary>Candidates, nearest first.</summary>
    public ulong* Pool => (ulong*)_pool.Address;

    /// <summary>Rows whose distances are wanted next.</summary>
    public int* Fresh => (int*)_fresh.Address;

    /// <summary>Memory for a prepared vector.</summary>
    public byte* Prepared => (byte*)_prepared.Address;

    /// <summary>Memory for a second prepared vector: a row that is held against others while the first is in use.</summary>
    public byte* PreparedOther => (byte*)_prepared.Address + (_prepared.Array.Length / 2 / 64 * 64);

    /// <summary>Memory for a padded vector.</summary>
    public float* Vector => (float*)_vector.Address;

    /// <summary>One bit a row: seen in this search.</summary>
    public ref ulong Visited => ref MemoryMarshal.GetArrayDataReference(_visited);

    /// <summary>Candidates without bound, for filtered searches.</summary>
    public CandidateHeap Heap { get; } = new();

    /// <summary>Rows that the last filtered search expanded though they aren't allowed.</summary>
    public List<ulong> Passed { get; } = [];

    /// <summary>How many of <see cref="Passed"/> lie before a candidate.</summary>
    public int PassedBefore(ulong candidate)
    {
        int count = 0;
        foreach (ulong passed in Passed) count += passed < candidate ? 1 : 0;
        return count;
    }

    /// <summary>Makes room.</summary>
    /// <param name="rows">Rows of the graph.</param>
    /// <param name="width">Candidates kept.</param>
    /// <param name="neighbors">Most neighbours of a row.</param>
    /// <param name="preparedBytes">Bytes of a prepared vector.</param>
    /// <param name="stride">Values of a padded vector.</param>
    public void Reserve(int rows, int width, int neighbors, int preparedBytes, int stride)
    {
        if (_visited.Length < (rows + 63) / 64) _visited = new ulong[Math.Max((rows + 63) / 64, _visited.Length * 2)];
        ReservePool(width);
        Grow(ref _fresh, (neighbors + 4L) * sizeof(int));
        Grow(ref _prepared, (preparedBytes + 64L) * 2);
        Grow(ref _vector, (long)stride * sizeof(float));
    }

    /// <summary>Makes room for so many candidates, and keeps those there are.</summary>
    public void ReservePool(int width)
    {
        if (width < _poolLength) return;
        _poolLength = Math.Max(width + 1, _poolLength * 2);
        PinnedBlock larger = new((long)_poolLength * sizeof(ulong));
        new ReadOnlySpan<byte>((byte*)_pool.Address, _pool.Array.Length - 64).CopyTo(
            new Span<byte>((byte*)larger.Address, larger.Array.Length - 64));
        _pool = larger;
    }

    /// <summary>Remembers that these rows were marked as seen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(int* rows, int count)
    {
        if (_touchedCount + count > _touched.Length) Array.Resize(ref _touched, (_touched.Length * 2) + count);
        new ReadOnlySpan<int>(rows, count).CopyTo(_touched.AsSpan(_touchedCount));
        _touchedCount += count;
    }

    /// <summary>Forgets what was seen: as much work as the search had.</summary>
    public void Forget()
    {
        ref ulong visited = ref Visited;
        foreach (int row in _touched.AsSpan(0, _touchedCount)) Unsafe.Add(ref visited, row >> 6) = 0;
        _touchedCount = 0;
    }

    private static void Grow(ref PinnedBlock block, long bytes)
    {
        if (block.Array.Length - 64 < bytes) block = new PinnedBlock(bytes);
    }
}
