using System.IO.MemoryMappedFiles;

namespace Personalization.Core;

/// <summary>The bytes behind a <see cref="ModelFile"/>: a mapped file, or what was read of a stream. Reading is thread-safe.</summary>
internal abstract class ModelBytes : IDisposable
{
    /// <summary>Bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Copies bytes that the caller knows to be inside.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A file mapped into memory: only what is read is loaded.</summary>
internal sealed class MappedBytes : ModelBytes
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;

    public MappedBytes(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;
        if (Length == 0) return;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination) =>
        _view?.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_view.PointerOffset + offset), destination);

    /// <summary>Where a byte lies in memory while this isn't disposed.</summary>
    public nint Address(long offset) =>
        _view is null ? 0 : _view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)(_view.PointerOffset + offset);

    public override void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}

/// <summary>
/// What was read of a stream, in blocks, each made only once the ones before it were filled: a header that lies about
/// sizes costs a block, not the size it claims.
/// </summary>
internal sealed class BufferedBytes : ModelBytes
{
    private const int BlockSize = 64 * 1024;

    private readonly List<byte[]> _blocks = [];
    private long _length;

    public override long Length => _length;

    /// <summary>Reads more of a stream; false where it ends before that many bytes.</summary>
    public bool Append(Stream source, long count)
    {
        while (count > 0)
        {
            int start = (int)(_length % BlockSize);
            if (start == 0) _blocks.Add(new byte[BlockSize]);
            Span<byte> free = _blocks[^1].AsSpan(start);
            if (free.Length > count) free = free[..(int)count];
            int read = source.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
            _length += read;
            count -= read;
            if (read < free.Length) return false;
        }

        return true;
    }

    public override void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            ReadOnlySpan<byte> block = _blocks[(int)(offset / BlockSize)].AsSpan((int)(offset % BlockSize));
            if (block.Length > destination.Length) block = block[..destination.Length];
            block.CopyTo(destination);
            destination = destination[block.Length..];
            offset += block.Length;
        }
    }

    public override void Dispose() => _blocks.Clear();
}
