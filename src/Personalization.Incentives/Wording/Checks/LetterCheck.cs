using System.Text;

namespace Personalization.Incentives;

/// <summary>
/// Only letters, digits and signs that texts of the language are made of: no look-alikes of other scripts, nothing hidden, no letters set
/// apart so that no other check reads the word.
/// </summary>
internal sealed class LetterCheck : OfferTextCheck
{
    private const string Signs = " \n\u00A0\u202F.,;:!?'\"-–—…()&%+/€$£¥’‘“”„«»‹›·•°#@*=_<>[]{}|~^`\\¿¡";
    private const int MostSetApart = 3;

    public override string Name => "letters";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            if (Strange(field, text.Language) is { } strange) yield return Finding(field, strange);
            int apart = 0;
            foreach (CheckedToken token in field.Tokens)
            {
                if (token.Kind == TokenKind.Symbol && token.Folded is "." or "-" or "_" or "*" or "·" or "•" or "|" or "/") continue;
                apart = token.Kind is TokenKind.Word && token.Text.Length == 1 ? apart + 1 : 0;
                if (apart <= MostSetApart) continue;
                yield return Finding(field, "has letters set apart from each other");
                break;
            }
        }
    }

    private static string? Strange(CheckedField field, LanguageWords language)
    {
        foreach (CheckedToken token in field.Tokens)
        {
            if (token.Kind == TokenKind.Known) continue;
            foreach (Rune rune in token.Text.EnumerateRunes())
            {
                if (!IsFine(rune, language)) return $"has U+{rune.Value:X4}, which texts in '{language.Language}' don't have";
            }
        }

        // Spaces are in no token.
        foreach (char c in field.Raw)
        {
            if (char.IsWhiteSpace(c) && !Signs.Contains(c, StringComparison.Ordinal)) return $"has U+{(int)c:X4} as a space";
        }

        return null;
    }

    private static bool IsFine(Rune rune, LanguageWords language)
    {
        if (rune.IsAscii) return rune.Value >= ' ' || rune.Value == '\n';
        if (rune.IsBmp && (Signs.Contains((char)rune.Value, StringComparison.Ordinal)
            || language.Letters.Contains(char.ToLowerInvariant((char)rune.Value), StringComparison.Ordinal)))
            return true;
        // Pictures, but no letters and digits that are pictures (U+1F100 to U+1F2FF, U+20E3).
        return rune.Value is (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF)
            or (>= 0x2600 and <= 0x26FF)
            or 0x2705 or 0x2728 or 0x2764 or 0xFE0F;
    }
}
