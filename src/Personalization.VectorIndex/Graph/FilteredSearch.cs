using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.VectorIndex;

/// <summary>
/// Best-first search that keeps allowed rows only and walks over the others: it goes on until the nearest row that isn't expanded lies
/// farther than all that are kept, however many rows that takes. So recall is that of a plain search, also where the query's surroundings
/// are not allowed.
/// </summary>
internal static unsafe class FilteredSearch<TSpace>
    where TSpace : struct, IGraphSpace<TSpace>
{
    /// <summary>
    /// Leaves the <paramref name="width"/> nearest allowed rows found on the lowest level in <see cref="SearchBuffers.Pool"/>, nearest
    /// first, and what it passed over in <see cref="SearchBuffers.Passed"/>.
    /// </summary>
    /// <returns>How many there are; −1 where more than <paramref name="budget"/> distances would have been needed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Search(
        in TSpace space,
        GraphView graph,
        byte* query,
        SearchBuffers buffers,
        ulong entry,
        int width,
        ReadOnlySpan<ulong> allowed,
        long budget)
    {
        ulong* pool = buffers.Pool;
        int* fresh = buffers.Fresh;
        CandidateHeap heap = buffers.Heap;
        ref ulong visited = ref buffers.Visited;
        int limit = graph.Count, count = 0;
        ulong worst = Candidate.None;
        heap.Clear();
        buffers.Passed.Clear();
        heap.Push(entry);
        fresh[0] = Candidate.Row(entry);
        Unsafe.Add(ref visited, fresh[0] >> 6) |= 1UL << fresh[0];
        buffers.Touch(fresh, 1);
        if (IsAllowed(allowed, fresh[0])) pool[count++] = entry;
        if (count == width) worst = entry;
        while (heap.Count > 0)
        {
            ulong candidate = heap.Pop();
            if (candidate > worst) break;
            if (!IsAllowed(allowed, Candidate.Row(candidate))) buffers.Passed.Add(candidate);
            int found = 0;
            foreach (int row in graph.Neighbors(Candidate.Row(candidate), 0))
            {
                if ((uint)row >= (uint)limit) continue;
                ref ulong word = ref Unsafe.Add(ref visited, row >> 6);
                ulong bits = word;
                word = bits | (1UL << row);
                fresh[found] = row;
                found += (int)(~(bits >> row) & 1);
            }

            if (found == 0) continue;
            for (int i = 0; i < found; i++) space.Prefetch(fresh[i]);
            buffers.Touch(fresh, found);
            GraphSearch<TSpace>.Pad(fresh, found);
            budget -= found;
            if (budget < 0)
            {
                count = -1;
                break;
            }

            for (int i = 0; i < found; i += 4)
            {
                Vector128<float> distances = space.Distances(query, fresh[i], fresh[i + 1], fresh[i + 2], fresh[i + 3]);
                for (int lane = 0; lane < Math.Min(4, found - i); lane++)
                {
                    int row = fresh[i + lane];
                    ulong next = Candidate.Of(distances.GetElement(lane), row);
                    if (next > worst) continue;
                    heap.Push(next);
                    if (!IsAllowed(allowed, row)) continue;
                    CandidatePool.Insert(pool, ref count, width, next);
                    if (count == width) worst = pool[count - 1];
                }
            }
        }

        buffers.Forget();
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAllowed(ReadOnlySpan<ulong> allowed, int row) => ((allowed[row >> 6] >> row) & 1) != 0;
}
