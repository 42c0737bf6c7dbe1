using System.Buffers;
using System.Text;

namespace Personalization.Data;

/// <summary>A time's text as small ASCII letters: blanks and dashes of all kinds as their ASCII, letters without accents.</summary>
internal static class TimeText
{
    /// <summary>Longest text that is looked at, in bytes. The name of a zone may stand behind a time.</summary>
    public const int MaxLength = 80;

    /// <summary>Needs no more room than the text; false where a character can't be part of a time.</summary>
    public static bool TryFold(ReadOnlySpan<byte> text, Span<byte> folded, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                byte b = text[0];
                folded[length++] = b == '\t' ? (byte)' ' : b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
                text = text[1..];
                continue;
            }

            bool valid = Rune.DecodeFromUtf8(text, out Rune rune, out int used) == OperationStatus.Done;
            int value = valid ? rune.Value : text[0]; // windows-1252 has the same accents at the same numbers
            text = text[(valid ? used : 1)..];
            int letter = value switch
            {
                0xA0 or (>= 0x2007 and <= 0x200A) or 0x202F => ' ',
                0x2010 or 0x2011 or 0x2013 or 0x2212 => '-',
                0x200E or 0x200F or 0xFEFF => 0,
                0xC4 or 0xE4 or 0xE1 or 0xE0 or 0xE2 or 0xE3 => 'a',
                0xC9 or 0xE9 or 0xE8 or 0xEA => 'e',
                0xEC or 0xED => 'i',
                0xF3 or 0xF2 => 'o',
                0xDB or 0xFB or 0xFA or 0xF9 or 0xFC => 'u',
                0xC7 or 0xE7 => 'c',
                0xBA or 0xAA or 0xB0 => 'o', // 1º
                _ => -1,
            };
            if (letter < 0) return false;
            if (letter > 0) folded[length++] = (byte)letter;
        }

        return true;
    }
}
