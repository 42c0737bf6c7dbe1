using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.VectorIndex;

/// <summary>
/// Best-first search of one level of the graph (Malkov and Yashunin 2018, algorithm 2). The candidates stand in one sorted array: its
/// unexpanded part is the paper's C, the whole is its W. Equally near rows come by number, so the result is a function of the graph and the
/// query.
/// </summary>
internal static unsafe class GraphSearch<TSpace>
    where TSpace : struct, IGraphSpace<TSpace>
{
    /// <summary>Walks from the entry down to <paramref name="level"/>, always to the nearest neighbour, until none is nearer.</summary>
    /// <returns>The nearest row found, as a candidate.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Descend(in TSpace space, GraphView graph, byte* query, SearchBuffers buffers, int level)
    {
        int* fresh = buffers.Fresh;
        ulong nearest = Candidate.Of(space.Distances(query, graph.Entry, graph.Entry, graph.Entry, graph.Entry)[0], graph.Entry);
        for (int current = graph.MaxLevel; current > level; current--)
        {
            ulong before;
            do
            {
                before = nearest;
                int count = 0;
                foreach (int row in graph.Neighbors(Candidate.Row(nearest), current))
                {
                    if ((uint)row >= (uint)graph.Count) continue;
                    fresh[count++] = row;
                    space.Prefetch(row);
                }

                Pad(fresh, count);
                for (int i = 0; i < count; i += 4)
                {
                    Vector128<float> distances = space.Distances(query, fresh[i], fresh[i + 1], fresh[i + 2], fresh[i + 3]);
                    for (int lane = 0; lane < Math.Min(4, count - i); lane++)
                        nearest = Math.Min(nearest, Candidate.Of(distances[lane], fresh[i + lane]));
                }
            }
            while (nearest != before);
        }

        return nearest;
    }

    /// <summary>
    /// Leaves the <paramref name="width"/> nearest rows found in <see cref="SearchBuffers.Pool"/>, nearest first, each with its flag set.
    /// </summary>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Search(in TSpace space, GraphView graph, byte* query, SearchBuffers buffers, ulong entry, int level, int width)
    {
        ulong* pool = buffers.Pool;
        int* fresh = buffers.Fresh;
        ref ulong visited = ref buffers.Visited;
        int limit = graph.Count, count = 1, cursor = 0;
        pool[0] = entry;
        fresh[0] = Candidate.Row(entry);
        Unsafe.Add(ref visited, fresh[0] >> 6) |= 1UL << fresh[0];
        buffers.Touch(fresh, 1);
        float worst = width > 1 ? float.PositiveInfinity : Candidate.Distance(entry);
        while (cursor < count)
        {
            ulong candidate = pool[cursor];
            if ((candidate & 1) != 0)
            {
                cursor++;
                continue;
            }

            pool[cursor++] = candidate | 1;
            if (cursor < count) graph.Prefetch(Candidate.Row(pool[cursor]), level);
            int found = 0;
            foreach (int row in graph.Neighbors(Candidate.Row(candidate), level))
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
            Pad(fresh, found);
            for (int i = 0; i < found; i += 4)
            {
                Vector128<float> distances = space.Distances(query, fresh[i], fresh[i + 1], fresh[i + 2], fresh[i + 3]);
                uint near = Vector128.LessThanOrEqual(distances, Vector128.Create(worst)).ExtractMostSignificantBits();
                if (found - i < 4) near &= (1u << (found - i)) - 1;
                while (near != 0)
                {
                    int lane = System.Numerics.BitOperations.TrailingZeroCount(near);
                    near &= near - 1;
                    ulong next = Candidate.Of(distances.GetElement(lane), fresh[i + lane]);
                    int position = CandidatePool.Insert(pool, ref count, width, next);
                    if (position < 0) continue;
                    if (count == width) worst = Candidate.Distance(pool[count - 1]);
                    if (position >= cursor) continue;
                    cursor = position;
                    graph.Prefetch(fresh[i + lane], level);
                }
            }
        }

        buffers.Forget();
        return count;
    }

    /// <summary>Repeats the last row up to a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pad(int* rows, int count)
    {
        int last = count == 0 ? 0 : rows[count - 1];
        rows[count] = last;
        rows[count + 1] = last;
        rows[count + 2] = last;
    }
}
