using System.Buffers;

namespace Personalization.VectorIndex;

/// <summary>The values of a block as memory that exact searches read; keeps its owner alive.</summary>
internal sealed unsafe class BlockMemory<T>(nint address, int length, object owner) : MemoryManager<T>
    where T : unmanaged
{
    /// <summary>Who keeps the memory.</summary>
    public object Owner { get; } = owner;

    public override Span<T> GetSpan() => new((T*)address, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)address + elementIndex);

    public override void Unpin()
    {
        // Never moves.
    }

    protected override void Dispose(bool disposing)
    {
        // The owner frees it.
    }
}
