namespace Personalization.Numerics;

/// <summary>Works on the elements <paramref name="start"/> to <paramref name="end"/> − 1 of a loop.</summary>
/// <param name="chunkIndex">Number of the chunk, from 0.</param>
/// <param name="start">First element.</param>
/// <param name="end">One past the last element.</param>
public delegate void ChunkBody(int chunkIndex, int start, int end);

/// <summary>
/// Loops split into chunks that depend on (count, chunk size) alone, never on the number of threads: write each chunk's results where only
/// it writes, merge them in chunk order, and the outcome has the same bits for any number of threads.
/// <para>The caller's thread works too. Helpers come from the thread pool, and only while fewer threads than processors work on such loops
/// in the whole process: where a user's own threads call in, each brings itself and nobody else. Who asks for more threads than processors
/// gets them. A call from within a chunk runs inline. Cancellation is looked at before each chunk. When chunks fail, the exception of the
/// lowest-numbered one is thrown once every worker has stopped.</para>
/// </summary>
public static class ParallelChunks
{
    /// <summary>Number of chunks that <paramref name="count"/> elements make: ⌈count / chunkSize⌉.</summary>
    /// <param name="count">At least 0.</param>
    /// <param name="chunkSize">At least 1.</param>
    public static int ChunkCount(int count, int chunkSize)
    {
        Guard.AtLeast(count, 0);
        Guard.AtLeast(chunkSize, 1);
        return count == 0 ? 0 : ((count - 1) / chunkSize) + 1;
    }

    /// <summary>Runs <paramref name="body"/> once for each chunk.</summary>
    /// <param name="count">Number of elements, at least 0.</param>
    /// <param name="chunkSize">Elements a chunk, at least 1; the last chunk may be shorter.</param>
    /// <param name="body">Called concurrently; must write only to what its chunk owns.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next chunk.</param>
    /// <exception cref="OperationCanceledException">Cancelled before all chunks were begun.</exception>
    public static void Run(int count, int chunkSize, ChunkBody body, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        int chunks = ChunkCount(count, chunkSize);
        int workers = Math.Min(chunks, Guard.AtLeast(threads ?? Environment.ProcessorCount, 1, nameof(threads)));
        if (workers <= 1 || ChunkJob.IsInsideWorker)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (int start, int end) = Bounds(chunk, count, chunkSize);
                body(chunk, start, end);
            }

            return;
        }

        new ChunkJob(count, chunkSize, chunks, body, cancellationToken).Run(workers, Math.Max(Environment.ProcessorCount, threads ?? 0));
    }

    /// <summary>Maps each chunk to a partial result, and merges these in chunk order: ((c₀ ⊕ c₁) ⊕ c₂) ⊕ …</summary>
    /// <typeparam name="T">Kind of result.</typeparam>
    /// <param name="count">Number of elements, at least 0; with none, the result is <c>map(0, 0)</c>.</param>
    /// <param name="chunkSize">Elements a chunk, at least 1.</param>
    /// <param name="map">Partial result of the elements from start to end − 1. Called concurrently.</param>
    /// <param name="merge">
    /// Joins an earlier result with the next one. Called on the caller's thread; may change and return its first argument.
    /// </param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next chunk.</param>
    public static T Reduce<T>(
        int count, int chunkSize, Func<int, int, T> map, Func<T, T, T> merge, int? threads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(merge);
        T[] parts = new T[ChunkCount(count, chunkSize)];
        if (parts.Length == 0)
            return map(0, 0);

        Run(count, chunkSize, (chunk, start, end) => parts[chunk] = map(start, end), threads, cancellationToken);
        T result = parts[0];
        for (int chunk = 1; chunk < parts.Length; chunk++)
            result = merge(result, parts[chunk]);

        return result;
    }

    internal static (int Start, int End) Bounds(int chunk, int count, int chunkSize)
    {
        int start = chunk * chunkSize;
        return (start, start + Math.Min(chunkSize, count - start));
    }
}
