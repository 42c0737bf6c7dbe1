using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>
/// What exports write where they have no value: nothing, NULL, nan, None, N/A, -, (not set) and their like, in any case of letters. Asked
/// of ids, numbers and times only: NA is also a country (Namibia), and "unknown", which counts as missing here (a customer of that name
/// would gather everybody's orders), may be a fair value of an attribute.
/// </summary>
internal static class MissingMarkers
{
    private const int MaxLength = 14;

    /// <summary>Whether a value says that there is none. UTF-8, blanks around it don't matter.</summary>
    [MethodImpl(Hot.Loop)]
    public static bool IsMissing(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        if ((uint)(text[0] - '0') <= 9) return false;
        if (text[0] <= ' ' || text[^1] <= ' ') text = text.Trim(" \t\r\n"u8);
        return text.Length <= MaxLength && IsMarker(text);
    }

    /// <inheritdoc cref="IsMissing(ReadOnlySpan{byte})"/>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return true;
        if ((uint)(text[0] - '0') <= 9) return false;
        text = text.Trim();
        if (text.Length > MaxLength) return false;
        Span<byte> utf8 = stackalloc byte[3 * MaxLength];
        return IsMarker(utf8[..System.Text.Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private static bool IsMarker(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        Span<byte> lower = stackalloc byte[3 * MaxLength];
        for (int i = 0; i < text.Length; i++) lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        ReadOnlySpan<byte> word = lower[..text.Length];
        return word[0] switch
        {
            (byte)'-' => word.Length <= 3 && !word.ContainsAnyExcept((byte)'-'),
            (byte)'?' or (byte)'.' => word.Length == 1,
            (byte)'n' => Is(word, "null"u8) || Is(word, "nan"u8) || Is(word, "none"u8) || Is(word, "n/a"u8) || Is(word, "na"u8)
                || Is(word, "nil"u8) || Is(word, "nat"u8) || Is(word, "n.a."u8) || Is(word, "not set"u8),
            (byte)'#' => Is(word, "#n/a"u8) || Is(word, "#na"u8) || Is(word, "#null!"u8),
            (byte)'(' => Is(word, "(not set)"u8) || Is(word, "(none)"u8) || Is(word, "(null)"u8) || Is(word, "(blank)"u8)
                || Is(word, "(empty)"u8) || Is(word, "(unknown)"u8),
            (byte)'u' => Is(word, "undefined"u8) || Is(word, "unknown"u8),
            (byte)'<' => Is(word, "<na>"u8) || Is(word, "<null>"u8),
            (byte)'[' => Is(word, "[null]"u8),
            (byte)'\\' => Is(word, "\\n"u8),
            0xE2 => Is(word, "–"u8) || Is(word, "—"u8) || Is(word, "−"u8),
            _ => false,
        };
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> marker) => word.SequenceEqual(marker);
}
