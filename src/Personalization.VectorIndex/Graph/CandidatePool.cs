using System.Runtime.CompilerServices;

namespace Personalization.VectorIndex;

/// <summary>
/// The nearest candidates so far, in ascending order, at most so many. An array rather than a heap: it is short, and moving it is one copy.
/// </summary>
internal static unsafe class CandidatePool
{
    /// <summary>Puts a candidate in its place, where it is among the nearest; the last one falls out of a full pool.</summary>
    /// <returns>Its place; -1 where it isn't kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Insert(ulong* pool, ref int count, int width, ulong candidate)
    {
        bool full = count == width;
        if (full && candidate > pool[count - 1]) return -1;
        int position = Position(pool, count, candidate);
        int moved = count - position - (full ? 1 : 0);
        new ReadOnlySpan<ulong>(pool + position, moved).CopyTo(new Span<ulong>(pool + position + 1, moved));
        pool[position] = candidate;
        if (!full) count++;
        return position;
    }

    /// <summary>Where a candidate belongs: those before it are smaller. Without a branch that depends on values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Position(ulong* pool, int count, ulong candidate)
    {
        ulong* start = pool;
        while (count > 1)
        {
            int half = count >> 1;
            start = start[half - 1] < candidate ? start + half : start;
            count -= half;
        }

        return (int)(start - pool) + (count == 1 && *start < candidate ? 1 : 0);
    }
}
