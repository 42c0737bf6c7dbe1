namespace Personalization.Parquet;

/// <summary>
/// A file under the library's reader: what it awaits is done when it is asked for, so that who waits for it never waits for a thread; an
/// end is an error and never −1, which the library would read on and on; and no more is read than was planned. Doesn't own the stream.
/// </summary>
internal sealed class BlockingStream(Stream inner) : Stream
{
    private readonly long _start = inner.Position;

    /// <summary>Bytes that may still be read: a damaged file can send the library round in circles.</summary>
    public long Allowance { get; set; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length - _start;

    public override long Position { get => inner.Position - _start; set => Seek(value, SeekOrigin.Begin); }

    public override void Flush()
    {
    }

    public override int ReadByte()
    {
        Spend(1);
        int value = inner.ReadByte();
        return value >= 0 ? value : throw new InvalidDataException("It ends in the middle of a header.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Spend(read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };
        if (target < 0 || target > Length) throw new InvalidDataException($"It points to byte {target:N0} of {Length:N0}.");
        return inner.Seek(_start + target, SeekOrigin.Begin) - _start;
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Spend(int bytes)
    {
        Allowance -= bytes;
        if (Allowance < 0) throw new InvalidDataException("Its parts point at each other in a circle.");
    }
}
