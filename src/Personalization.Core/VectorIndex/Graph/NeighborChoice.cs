using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Core;

/// <summary>
/// Which candidates become neighbours (Malkov and Yashunin 2018, algorithm 4): nearest first, each kept unless a kept one is nearer to it than it is to the
/// base, so that links lead in different directions. What was dropped isn't taken back.
/// </summary>
internal static unsafe class NeighborChoice<TSpace>
    where TSpace : struct, IGraphSpace<TSpace>
{
    /// <summary>Chooses among sorted candidates.</summary>
    /// <param name="space">The rows.</param>
    /// <param name="candidates">Candidates of the base, nearest first.</param>
    /// <param name="most">Most that may be kept.</param>
    /// <param name="kept">Receives those that are kept, nearest first; may be where the candidates are.</param>
    /// <param name="buffers">Where the work is done.</param>
    /// <returns>How many were kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Choose(in TSpace space, ReadOnlySpan<ulong> candidates, int most, Span<ulong> kept, SearchBuffers buffers)
    {
        int* rows = buffers.Fresh;
        int count = 0;
        foreach (ulong candidate in candidates)
        {
            if (count == most) break;
            int row = Candidate.Row(candidate);
            if (count > 0 && IsNearerToOther(space, row, Candidate.Distance(candidate), rows, count, buffers.PreparedOther)) continue;
            rows[count] = row;
            kept[count++] = candidate & ~1UL;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNearerToOther(in TSpace space, int row, float distance, int* rows, int count, byte* scratch)
    {
        byte* prepared = space.Prepare(row, scratch);
        GraphSearch<TSpace>.Pad(rows, count);
        for (int i = 0; i < count; i += 4)
        {
            if (Vector128.LessThanAny(space.Distances(prepared, rows[i], rows[i + 1], rows[i + 2], rows[i + 3]), Vector128.Create(distance))) return true;
        }

        return false;
    }
}
