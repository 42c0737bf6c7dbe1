namespace Personalization.Parquet;

/// <summary>
/// What the library writes to: only forward, so that a file may begin anywhere in a stream; flushed when it ends; and, where the caller
/// waits, without awaiting anything. Doesn't own the stream.
/// </summary>
internal sealed class ForwardWriter(Stream inner, bool blocks) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Nothing: the library flushes before every page, and some streams allow that only asynchronously.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!blocks) return inner.FlushAsync(cancellationToken);
        inner.Flush();
        return Task.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!blocks) return inner.WriteAsync(buffer, cancellationToken);
        inner.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
