using System.Globalization;
using System.Text;

namespace Personalization.Incentives;

/// <summary>Values as they may stand in a text: one line, nothing hidden.</summary>
internal static class LineOfText
{
    /// <summary>
    /// The text with runs of white space and control characters as one space, and without characters that can't be seen: a line break in a
    /// name must not begin another header of a mail.
    /// </summary>
    public static string OneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse) continue;
            if (Rune.IsWhiteSpace(rune) || category == UnicodeCategory.Control)
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else line.Append(rune);
        }

        return line.ToString().Trim();
    }
}
