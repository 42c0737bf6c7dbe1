namespace Personalization.VectorIndex;

/// <summary>
/// Memory that never moves and begins at a multiple of 64 bytes, a cache line, so that short rows touch no more lines than they must. Freed
/// when nobody holds the block.
/// </summary>
internal sealed unsafe class PinnedBlock
{
    private const int Alignment = 64;

    private readonly byte[] _bytes;

    public PinnedBlock(long length)
    {
        if (length > System.Array.MaxLength - Alignment)
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"A block of {length} bytes is more than one array can hold; use fewer dimensions.");

        _bytes = GC.AllocateUninitializedArray<byte>((int)length + Alignment, pinned: true);
        byte* start = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(
            ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_bytes));
        Address = (nint)(start + ((Alignment - ((nint)start % Alignment)) % Alignment));
    }

    /// <summary>Where the memory begins.</summary>
    public nint Address { get; }

    /// <summary>The array behind it.</summary>
    public byte[] Array => _bytes;
}
