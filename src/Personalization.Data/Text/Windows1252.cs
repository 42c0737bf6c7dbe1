namespace Personalization.Data;

/// <summary>The Western code page that files which aren't UTF-8 are mostly in; Latin-1 is a part of it.</summary>
internal static class Windows1252
{
    private const string From80To9F =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Every byte is one character; returns how many.</summary>
    public static int Decode(ReadOnlySpan<byte> source, Span<char> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            byte b = source[i];
            destination[i] = b is >= 0x80 and < 0xA0 ? From80To9F[b - 0x80] : (char)b;
        }

        return source.Length;
    }

    /// <summary>The same text in UTF-8.</summary>
    public static byte[] ToUtf8(ReadOnlySpan<byte> source)
    {
        char[] text = new char[source.Length];
        Decode(source, text);
        return System.Text.Encoding.UTF8.GetBytes(text);
    }
}
