using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.VectorIndex;

/// <summary>
/// The graph as a search sees it from its beginning to its end: rows added later are skipped by their number. What a node's list holds may
/// still change meanwhile, slot by slot; each slot is one aligned store, so a reader finds in it the old or the new neighbour, both of
/// which are whole.
/// </summary>
/// <param name="Links">Lists of the lowest level: a count, then neighbours.</param>
/// <param name="Upper">Lists of the levels above for the few rows that have them: a count, then neighbours, level after level.</param>
/// <param name="UpperStride">Numbers a level takes in <paramref name="Upper"/>.</param>
/// <param name="Count">Rows there are; those that are still to be linked are in no list.</param>
/// <param name="Entry">Where searches begin; −1 in an empty graph.</param>
/// <param name="MaxLevel">Level of the entry.</param>
internal sealed unsafe record GraphView(RowBlocks Links, int[]?[] Upper, int UpperStride, int Count, int Entry, int MaxLevel)
{
    /// <summary>Most neighbours that a list of the lowest level holds.</summary>
    public int Capacity => (Links.RowBytes / sizeof(int)) - 1;

    /// <summary>Most neighbours that a list of a level holds.</summary>
    public int CapacityOf(int level) => level == 0 ? Capacity : UpperStride - 1;

    /// <summary>Level of a row: the highest list it has.</summary>
    public int LevelOf(int row) => Upper[row] is { } lists ? lists.Length / UpperStride : 0;

    /// <summary>A row's list: its count and the slots behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int List(int row, int level)
    {
        if (level == 0) return ref *(int*)Links.Address(row);
        return ref Upper[row]![(level - 1) * UpperStride];
    }

    /// <summary>Asks the cache for a row's list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row, int level)
    {
        if (!Sse.IsSupported || level > 0) return;
        byte* list = (byte*)Links.Address(row);
        Sse.Prefetch0(list);
        Sse.Prefetch0(list + 64);
    }

    /// <summary>A row's neighbours at a level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Neighbors(int row, int level)
    {
        ref int list = ref List(row, level);
        int count = Math.Min(Volatile.Read(ref list), CapacityOf(level));
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref list, 1), count);
    }

    /// <summary>Overwrites a list, slots before the count, so that no reader counts a slot that was never written.</summary>
    public void Write(int row, int level, ReadOnlySpan<int> neighbors)
    {
        ref int list = ref List(row, level);
        neighbors.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref list, 1), CapacityOf(level)));
        Volatile.Write(ref list, neighbors.Length);
    }
}
