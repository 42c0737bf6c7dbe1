namespace Personalization.Data;

/// <summary>
/// Takes objects out of an array, or one after another over several lines, by counting braces outside strings: no more than one object is
/// held, however long the file.
/// </summary>
internal sealed class JsonArrayReader(Stream stream, int maxBytes) : JsonObjects
{
    private byte[] _buffer = new byte[Math.Min(1 << 16, maxBytes)];
    private int _start, _end;
    private long _line = 1, _objectLine = 1;
    private bool _ended;

    public override long LineNumber => _objectLine;

    public override bool TryRead(out ReadOnlySpan<byte> json)
    {
        json = default;
        if (!SkipToObject()) return false;
        _objectLine = _line;
        int depth = 0, i = _start;
        bool inText = false, escaped = false;
        while (true)
        {
            if (i == _end)
            {
                int scanned = i - _start;
                if (!Fill())
                {
                    throw new EventFileException(
                        $"The file ends within the JSON object that begins in line {_objectLine:N0}: it was cut off. Fetch it again.");
                }

                i = _start + scanned;
            }

            byte b = _buffer[i++];
            if (b == '\n') _line++;
            if (inText)
            {
                inText = escaped || b != '"';
                escaped = !escaped && b == '\\';
            }
            else if (b == '"') inText = true;
            else if (b is (byte)'{' or (byte)'[') depth++;
            else if (b is (byte)'}' or (byte)']' && --depth == 0) break;
        }

        json = _buffer.AsSpan(_start, i - _start);
        _start = i;
        return true;
    }

    /// <summary>
    /// Passes over what stands between objects: brackets, commas, blanks. Anything else is given to the parser as it stands.
    /// </summary>
    private bool SkipToObject()
    {
        while (true)
        {
            while (_start < _end)
            {
                byte b = _buffer[_start];
                if (b == '{') return true;
                if (b == '\n') _line++;
                if (b is not ((byte)'[' or (byte)']' or (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                {
                    throw new EventFileException(_line, null, ReadableText.Of(((char)b).ToString()),
                        "between the objects of a JSON array stand commas alone. Mend the file, or write one object a line.");
                }

                _start++;
            }

            if (!Fill()) return false;
        }
    }

    private bool Fill()
    {
        if (_ended) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= maxBytes)
            {
                throw new EventFileException(_objectLine, null, null,
                    $"the object is longer than {maxBytes:N0} bytes. Mend the file, or raise MaxRowBytes.");
            }

            Array.Resize(ref _buffer, (int)Math.Min(maxBytes, 2L * _buffer.Length));
        }

        int read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        return read > 0;
    }
}
