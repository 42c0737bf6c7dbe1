namespace Personalization.Data;

/// <summary>A stream that is only read forward: the base of the links between a file and its parser.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Counts the bytes that pass, and remembers the last eight. Doesn't own the stream it reads.</summary>
internal sealed class CountingStream(Stream inner) : ForwardStream
{
    private readonly byte[] _tail = new byte[8];
    private long _count;

    /// <summary>Bytes that passed; may be read from another thread.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The last eight bytes that passed.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read == 0) return 0;
        Interlocked.Add(ref _count, read);
        ReadOnlySpan<byte> got = buffer[..read];
        if (read >= 8) got[^8..].CopyTo(_tail);
        else
        {
            _tail.AsSpan(read).CopyTo(_tail);
            got.CopyTo(_tail.AsSpan(8 - read));
        }

        return read;
    }
}

/// <summary>Gives some bytes that were read ahead, then the rest of the stream, which it owns.</summary>
internal sealed class PeekedStream(ReadOnlyMemory<byte> head, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _head = head;

    public override int Read(Span<byte> buffer)
    {
        if (_head.IsEmpty) return rest.Read(buffer);
        int count = Math.Min(_head.Length, buffer.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
