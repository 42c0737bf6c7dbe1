using System.Text;

namespace Personalization.TestKit;

/// <summary>Damages bytes as disks, networks, spreadsheets and ill will do. The same seed gives the same damage.</summary>
public sealed class FileMutator(ulong seed)
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            ",",
            ",,,,,,,,",
            ";",
            "\t",
            "\"",
            "\"\"\"",
            "\r\n",
            "\n\n\n",
            "\r",
            "\0",
            "\0\0\0\0",
            "-1",
            "0",
            "1e308",
            "-1e-308",
            "NaN",
            "Infinity",
            "99999999999999999999999",
            "0000-00-00",
            "9999-12-31 23:59:59",
            "2010-02-30",
            "C",
            "{",
            "}",
            "[",
            "]",
            "null",
            ":",
            "\\u0000",
            "\\ud800",
            "<",
            ">",
            "&",
            "&#0;",
            "]]>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "Invoice,StockCode,Description", "\"products\":[", "\uFEFF", "\u2028", "XFD1048576", "r=\"1048576\"", "<row r=\"1048575\"/>",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0x1F, 0x8B, 0x08],
    ];

    private ulong _state = seed;

    /// <summary>A damaged copy: one to four kinds of damage, one after the other.</summary>
    public byte[] Mutate(byte[] source)
    {
        List<byte> bytes = [.. source];
        for (int i = Below(4); i >= 0; i--) DamageOnce(bytes);
        return [.. bytes];
    }

    /// <summary>A number from 0 up to <paramref name="count"/>, which it never reaches.</summary>
    public int Below(int count) => count <= 1 ? 0 : (int)(Next() % (ulong)count);

    private void DamageOnce(List<byte> bytes)
    {
        int at = Below(bytes.Count + 1), length = Math.Min(Below(64), bytes.Count - at);
        switch (Below(10))
        {
            case 0 or 1:
                for (int i = Below(8); i >= 0 && bytes.Count > 0; i--) bytes[Below(bytes.Count)] ^= (byte)(1 << Below(8));
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                List<byte> span = bytes.GetRange(at, length);
                for (int i = Below(200); i >= 0; i--) bytes.InsertRange(at, span);
                break;
            case 5:
                bytes.InsertRange(at, Enumerable.Repeat(Tokens[Below(Tokens.Length)][0], 1 << Below(21)));
                break;
            case 6:
                for (int i = 0; i < length; i++) bytes[at + i] = 0;
                break;
            case 7:
                for (int i = 0; i < length; i++) bytes[at + i] = (byte)Next();
                break;
            default:
                bytes.InsertRange(at, Tokens[Below(Tokens.Length)]);
                break;
        }
    }

    /// <summary>SplitMix64.</summary>
    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
