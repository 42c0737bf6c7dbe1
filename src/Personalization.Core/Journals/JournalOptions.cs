namespace Personalization.Core;

/// <summary>How a <see cref="Journal"/> writes and reads. Immutable; every default is valid.</summary>
public sealed record JournalOptions
{
    /// <summary>Largest record in bytes, 1 to 64 MiB; nothing larger is written, or allocated while reading. Default 1 MiB.</summary>
    public int MaximumRecordBytes { get; init => field = Guard.InRange(value, 1, 64 << 20); } = 1 << 20;

    /// <summary>
    /// Bytes that may wait for the write before them, 4 KiB to 64 MiB; who appends more waits until there is room. Two buffers of this size
    /// are held. Default 256 KiB.
    /// </summary>
    public int BufferBytes { get; init => field = Guard.InRange(value, 4 << 10, 64 << 20); } = 256 << 10;

    /// <summary>
    /// Whether each batch is flushed to the disk before it is acknowledged. Without it an acknowledged record survives the end of the
    /// process at any moment, since the operating system has it; with it, also a loss of power, at some milliseconds a batch. Default
    /// false.
    /// </summary>
    public bool FlushToDisk { get; init; }
}
