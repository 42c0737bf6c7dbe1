using System.Globalization;
using System.Text;

namespace Personalization.Incentives;

/// <summary>
/// Words as they are compared: small letters, without accents, ligatures, hidden characters and other scripts' look-alikes; digits of every
/// script as 0 to 9. A table of our own in place of Unicode's NFKC, which the host may not know.
/// </summary>
internal static class Folding
{
    private const string Accents =
        "àáâãäåāăą:a çćčĉċ:c ďđð:d èéêëēĕėęě:e ĝğġģ:g ĥħ:h ìíîïĩīĭįı:i ĵ:j ķ:k ĺļľŀł:l ñńņňŉ:n òóôõöøōŏő:o ŕŗř:r śŝşšș:s "
        + "ţťŧț:t ùúûüũūŭůűų:u ŵ:w ýÿŷ:y źżž:z æ:ae œ:oe ß:ss þ:th ﬁ:fi ﬂ:fl ﬀ:ff ª:a º:o "
        // Cyrillic and Greek letters that look like Latin ones.
        + "а:a в:b е:e к:k м:m н:h о:o р:p с:c т:t у:y х:x і:i ј:j ѕ:s ԁ:d ԛ:q ԝ:w һ:h ӏ:l г:r п:n "
        + "α:a β:b ε:e ζ:z η:n ι:i κ:k μ:u ν:v ο:o ρ:p σ:o τ:t υ:u χ:x γ:y ω:w";

    private static readonly Dictionary<char, string> Table = Read();

    public static string Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            int value = rune.Value;
            // Full-width forms stand at a fixed distance from ASCII; mathematical letters repeat the alphabet every 52 places.
            if (value is >= 0xFF01 and <= 0xFF5E) value -= 0xFEE0;
            else if (value is >= 0x1D400 and < 0x1D6A4) value = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[
                (value - 0x1D400) % 52];
            else if (value is >= 0x24B6 and <= 0x24E9) value = 'a' + ((value - 0x24B6) % 26);

            Rune plain = new(value);
            if (Rune.GetUnicodeCategory(plain)
                is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Control)
                continue;
            double digit = Rune.GetNumericValue(plain);
            if (digit is >= 0 and <= 9 && double.IsInteger(digit) && !Rune.IsLetter(plain))
            {
                folded.Append((char)('0' + (int)digit));
                continue;
            }

            Rune small = Rune.ToLowerInvariant(plain);
            if (small.IsBmp && Table.TryGetValue((char)small.Value, out string? ascii)) folded.Append(ascii);
            else folded.Append(small);
        }

        return folded.ToString();
    }

    private static Dictionary<char, string> Read()
    {
        Dictionary<char, string> table = [];
        foreach (string entry in Accents.Split(' '))
        {
            string[] parts = entry.Split(':');
            foreach (char letter in parts[0]) table[letter] = parts[1];
        }

        return table;
    }
}
