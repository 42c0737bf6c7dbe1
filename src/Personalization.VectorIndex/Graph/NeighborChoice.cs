using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Which candidates become neighbours (Malkov and Yashunin 2018, algorithm 4): nearest first, each kept unless a kept one is nearer to it
/// than it is to the base, so that links lead in different directions. What was dropped isn't taken back. At most half of the places go to
/// candidates that are as near as the nearest, in an order that differs from base to base: else vectors that stand in the index many times
/// would all link to the same few of them, and nothing would lead out.
/// </summary>
internal static unsafe class NeighborChoice<TSpace>
    where TSpace : struct, IGraphSpace<TSpace>
{
    /// <summary>Chooses among sorted candidates.</summary>
    /// <param name="space">The rows.</param>
    /// <param name="self">The base.</param>
    /// <param name="candidates">Candidates of the base, nearest first; equally near ones may change places.</param>
    /// <param name="most">Most that may be kept.</param>
    /// <param name="kept">Receives those that are kept, nearest first; may be where the candidates are.</param>
    /// <param name="buffers">Where the work is done.</param>
    /// <returns>How many were kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Choose(in TSpace space, int self, Span<ulong> candidates, int most, Span<ulong> kept, SearchBuffers buffers)
    {
        int* rows = buffers.Fresh;
        int count = 0, equal = 0;
        if (candidates.Length > 1 && candidates[1] >> 32 == candidates[0] >> 32) Scatter(self, candidates);
        foreach (ulong candidate in candidates)
        {
            if (count == most) break;
            if (candidate >> 32 == candidates[0] >> 32 && ++equal > (most + 1) / 2) continue;
            int row = Candidate.Row(candidate);
            if (count > 0 && IsNearerToOther(space, row, Candidate.Distance(candidate), rows, count, buffers.PreparedOther)) continue;
            rows[count] = row;
            kept[count++] = candidate & ~1UL;
        }

        return count;
    }

    /// <summary>Puts those that are as near as the first in an order of the base's own.</summary>
    private static void Scatter(int self, Span<ulong> candidates)
    {
        int count = 1;
        while (count < candidates.Length && candidates[count] >> 32 == candidates[0] >> 32) count++;
        candidates[..count].Sort((left, right) => Rank(self, left).CompareTo(Rank(self, right)));
    }

    // A bijection of the pair, so no two rows rank the same.
    private static ulong Rank(int self, ulong candidate) => StableHash.Mix(((ulong)(uint)self << 32) | (uint)Candidate.Row(candidate));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNearerToOther(in TSpace space, int row, float distance, int* rows, int count, byte* scratch)
    {
        byte* prepared = space.Prepare(row, scratch);
        GraphSearch<TSpace>.Pad(rows, count);
        for (int i = 0; i < count; i += 4)
        {
            Vector128<float> others = space.Distances(prepared, rows[i], rows[i + 1], rows[i + 2], rows[i + 3]);
            if (Vector128.LessThanAny(others, Vector128.Create(distance)))
                return true;
        }

        return false;
    }
}
