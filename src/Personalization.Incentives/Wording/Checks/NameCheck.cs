namespace Personalization.Incentives;

/// <summary>
/// Nobody is named, and nothing that the brief doesn't name: no first or family name, no word written large that isn't known.
/// </summary>
internal sealed class NameCheck : OfferTextCheck
{
    public override string Name => "names";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        HashSet<string> known = [.. text.Facts.OwnWords];
        foreach (string name in text.Guide.KnownNames)
            known.UnionWith(TextTokens.Of(name, []).Select(token => token.Folded));
        foreach (CheckedField field in text.Fields)
        {
            bool title = IsTitle(field);
            for (int i = 0; i < field.Tokens.Count; i++)
            {
                CheckedToken token = field.Tokens[i];
                if (token.Kind != TokenKind.Word || known.Contains(token.Folded)
                    || field.Dates.Any(date => date.Start <= i && i < date.Start + date.Length))
                    continue;
                if (GivenNames.Contains(token.Folded) && (token.IsLarge || !text.Language.Common.Contains(token.Folded))
                    && !text.Language.Common.Contains(token.Folded))
                    yield return Finding(field, $"names '{token.Text}'");
                else if (IsAddressed(field, i, text.Language) || (!title && IsLargeWithin(field, i, text.Language)))
                    yield return Finding(field, $"has '{token.Text}', which looks like a name that the brief doesn't have");
            }
        }
    }

    /// <summary>After a greeting, or before a comma at the beginning.</summary>
    private static bool IsAddressed(CheckedField field, int i, LanguageWords language)
    {
        CheckedToken token = field.Tokens[i];
        if (language.Common.Contains(token.Folded) || language.Greetings.Contains(token.Folded) || token.Text.Length < 2
            || !token.IsLarge) return false;
        int before = i - 1;
        if (before >= 0 && field.Tokens[before].Is(',')) before--;
        bool greeted = before >= 0 && language.Greetings.Contains(field.Tokens[before].Folded) && !field.Tokens[before].EndsSentence;
        bool begins = (i == 0 || field.Tokens[i - 1].EndsSentence) && i + 1 < field.Tokens.Count && field.Tokens[i + 1].Is(',');
        return greeted || begins;
    }

    /// <summary>Written large where only names are.</summary>
    private static bool IsLargeWithin(CheckedField field, int i, LanguageWords language)
    {
        CheckedToken token = field.Tokens[i];
        return language.Capitals is { } capitals && i > 0 && token.IsLarge && token.Text.Length > 1 && !field.Tokens[i - 1].EndsSentence
            && field.Tokens[i - 1].Folded is not ("\"" or "“" or "«" or "„" or "(" or "-" or "–" or "—")
            && !capitals.Contains(token.Folded) && !language.Months.ContainsKey(token.Folded)
                && !language.Weekdays.ContainsKey(token.Folded)
            && !token.Text.All(char.IsUpper) && !StartsAfterSign(field, i);
    }

    /// <summary>A sentence that begins with a number or a picture goes on with a large letter now and then.</summary>
    private static bool StartsAfterSign(CheckedField field, int i) =>
        field.Tokens.Take(i).All(token => token.Kind is TokenKind.Symbol or TokenKind.Number);

    /// <summary>English titles write most words large.</summary>
    private static bool IsTitle(CheckedField field)
    {
        if (field.Name == "body") return false;
        CheckedToken[] words = [.. field.Tokens.Where(token => token.Kind == TokenKind.Word && token.Text.Length > 3)];
        return words.Length >= 2 && words.Count(word => word.IsLarge) * 4 >= words.Length * 3;
    }
}
