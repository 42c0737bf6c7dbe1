using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Personalization.Data;

/// <summary>
/// Reads ahead on a thread of its own, a few blocks at most, so that unpacking runs beside parsing. An error of the source comes out of
/// <see cref="Read(Span{byte})"/> after the bytes before it.
/// </summary>
internal sealed class PrefetchStream : ForwardStream
{
    private const int BlockSize = 1 << 17;
    private const int BlocksAhead = 4;

    private readonly BlockingCollection<ArraySegment<byte>> _blocks = new(BlocksAhead);
    private readonly CancellationTokenSource _stop;
    private readonly Task _reader;
    private ArraySegment<byte> _current;
    private int _position;
    private bool _disposed;

    public PrefetchStream(Stream source, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reader = Task.Factory.StartNew(
            () => ReadAhead(source, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == _current.Count && !TryNext()) return 0;
        int count = Math.Min(buffer.Length, _current.Count - _position);
        _current.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _stop.Cancel();

            // The source must not be disposed under the reader; its error was seen or no longer matters.
            ((IAsyncResult)_reader).AsyncWaitHandle.WaitOne();
            _ = _reader.Exception;
            _stop.Dispose();
            _blocks.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryNext()
    {
        if (_current.Array is { } used) ArrayPool<byte>.Shared.Return(used);
        _current = default;
        _position = 0;
        if (_blocks.TryTake(out _current, Timeout.Infinite)) return true;
        if (_reader.Exception?.InnerException is { } error) ExceptionDispatchInfo.Throw(error);
        _stop.Token.ThrowIfCancellationRequested();
        return false;
    }

    private void ReadAhead(Stream source, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
                int filled = 0, read;
                try
                {
                    do filled += read = source.Read(block.AsSpan(filled));
                    while (read > 0 && filled < block.Length && !stop.IsCancellationRequested);
                }
                finally
                {
                    // What was read before an error still counts.
                    if (filled > 0) _blocks.Add(new ArraySegment<byte>(block, 0, filled), stop);
                }

                if (read == 0) return;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed before the end: nobody waits for more.
        }
        finally
        {
            _blocks.CompleteAdding();
        }
    }
}
