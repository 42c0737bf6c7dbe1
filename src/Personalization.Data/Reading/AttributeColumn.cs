using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// A column that says something of customers. Such values mostly repeat from row to row, and one that does isn't decoded again. Not
/// thread-safe.
/// </summary>
/// <param name="index">Place among the fields of a row.</param>
/// <param name="maxLength">Characters of the longest value that is kept.</param>
internal sealed class AttributeColumn(int index, int maxLength)
{
    /// <summary>UTF-8 takes at most so many bytes for a character of UTF-16.</summary>
    private const int Utf8BytesPerChar = 3;

    private byte[] _bytes = new byte[32];
    private int _length = -1;
    private bool _repaired;
    private string? _text;

    public int Index => index;

    /// <summary>The text of a value, trimmed, which may be empty; null where it is too long.</summary>
    /// <param name="value">Its bytes: UTF-8, or where the row had to be repaired Windows-1252.</param>
    /// <param name="repaired">Whether the row had to be repaired.</param>
    [MethodImpl(Hot.Loop)]
    public string? TextOf(ReadOnlySpan<byte> value, bool repaired)
    {
        value = value[..Math.Min(value.Length, (maxLength + 1) * Utf8BytesPerChar)];
        if (value.Length == _length && repaired == _repaired && value.SequenceEqual(_bytes.AsSpan(0, _length))) return _text;
        if (_bytes.Length < value.Length) _bytes = new byte[value.Length];
        value.CopyTo(_bytes);
        (_length, _repaired) = (value.Length, repaired);
        string text = Decode(value.Trim(" \t\r\n"u8), repaired);
        return _text = text.Length > maxLength ? null : text;
    }

    private static string Decode(ReadOnlySpan<byte> value, bool repaired)
    {
        if (!repaired) return Encoding.UTF8.GetString(value);
        char[] text = new char[value.Length];
        return new string(text, 0, Windows1252.Decode(value, text));
    }
}
