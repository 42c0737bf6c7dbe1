using System.Runtime.CompilerServices;

namespace Personalization.VectorIndex;

/// <summary>Candidates of which the nearest comes out first. They all differ, so the order of coming out is one.</summary>
internal sealed class CandidateHeap
{
    private ulong[] _items = new ulong[256];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(ulong candidate)
    {
        if (Count == _items.Length) Array.Resize(ref _items, _items.Length * 2);
        ulong[] items = _items;
        int hole = Count++;
        while (hole > 0)
        {
            int parent = (hole - 1) >> 1;
            if (items[parent] <= candidate) break;
            items[hole] = items[parent];
            hole = parent;
        }

        items[hole] = candidate;
    }

    public ulong Pop()
    {
        ulong[] items = _items;
        ulong top = items[0], last = items[--Count];
        int hole = 0;
        while (true)
        {
            int child = (2 * hole) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && items[child + 1] < items[child]) child++;
            if (items[child] >= last) break;
            items[hole] = items[child];
            hole = child;
        }

        items[hole] = last;
        return top;
    }
}
