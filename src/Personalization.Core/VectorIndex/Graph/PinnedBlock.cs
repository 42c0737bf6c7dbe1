namespace Personalization.Core;

/// <summary>
/// Memory that never moves and begins at a multiple of 64 bytes, a cache line, so that short rows touch no more lines than they must. Freed when nobody
/// holds the block.
/// </summary>
internal sealed unsafe class PinnedBlock
{
    private const int Alignment = 64;

    private readonly byte[] _bytes;

    public PinnedBlock(long length, bool clear = false)
    {
        if (length > System.Array.MaxLength - Alignment)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A block of {length} bytes is more than one array can hold; use fewer dimensions.");

        _bytes = clear ? GC.AllocateArray<byte>((int)length + Alignment, pinned: true) : GC.AllocateUninitializedArray<byte>((int)length + Alignment, pinned: true);
        byte* start = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_bytes));
        Offset = (int)((Alignment - ((nint)start % Alignment)) % Alignment);
        Address = (nint)(start + Offset);
    }

    /// <summary>Where the memory begins.</summary>
    public nint Address { get; }

    /// <summary>Bytes of <see cref="Array"/> before that.</summary>
    public int Offset { get; }

    /// <summary>The array behind it.</summary>
    public byte[] Array => _bytes;
}
