namespace Personalization.Data;

/// <summary>
/// Lines of a stream as UTF-8 bytes, each at most so long: a line without an end costs a bounded buffer and an error, never the memory.
/// </summary>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private byte[] _buffer = new byte[Math.Min(1 << 16, maxLineBytes)];
    private int _start, _end;
    private bool _ended;

    /// <summary>Number of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>
    /// The next line without its end (\n or \r\n); false at the end of the stream. The span is valid until the next call.
    /// </summary>
    /// <exception cref="EventFileException">The line is longer than allowed.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(searched + found);
                _start += searched + found + 1;
                return true;
            }

            searched = _end - _start;
            if (_ended)
            {
                line = searched == 0 ? default : Take(searched);
                _start = _end;
                return searched > 0;
            }

            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        LineNumber++;
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        return !line.IsEmpty && line[^1] == '\r' ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= maxLineBytes)
            {
                throw new EventFileException(LineNumber + 1, null, null,
                    $"the line is longer than {maxLineBytes:N0} bytes. Is it one event a line? Raise MaxRowBytes if it is.");
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maxLineBytes));
        }

        int read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
    }
}
