namespace Personalization.Incentives;

/// <summary>
/// Every word is one that the brand guide allows, that the terms have, or that sentences can't do without; where the guide names none, any
/// word may stand. What words mean isn't known, so what may not be said is kept out by what may.
/// </summary>
internal sealed class VocabularyCheck : OfferTextCheck
{
    public override string Name => "vocabulary";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        if (!text.Guide.Vocabulary.TryGetValue(text.Language.Language, out IReadOnlyList<string>? allowed)) yield break;
        HashSet<string> words = [.. text.Facts.OwnWords, .. text.Guide.KnownNames.SelectMany(Words)];
        List<string> beginnings = [];
        foreach (string one in allowed)
        {
            if (one.EndsWith('*')) beginnings.Add(Folding.Fold(one.TrimEnd('*')));
            else words.UnionWith(Words(one));
        }

        foreach (string phrase in text.Guide.RequiredPhrases.GetValueOrDefault(text.Language.Language, [])) words.UnionWith(Words(phrase));
        foreach (CheckedField field in text.Fields)
        {
            // Dates are judged by what they say, as numbers in words are.
            HashSet<int> judged = [.. field.Dates.SelectMany(date => Enumerable.Range(date.Start, date.Length))];
            for (int i = 0; i < field.Tokens.Count; i++)
            {
                CheckedToken token = field.Tokens[i];
                if (token.Kind != TokenKind.Word || judged.Contains(i) || words.Contains(token.Folded)
                    || IsOfTheLanguage(token.Folded, text.Language)
                    || beginnings.Exists(beginning => token.Folded.StartsWith(beginning, StringComparison.Ordinal)))
                    continue;
                yield return Finding(field, $"has '{token.Text}', which isn't among the words that the brand guide allows");
            }
        }
    }

    private static bool IsOfTheLanguage(string word, LanguageWords language) =>
        language.Common.Contains(word) || language.Greetings.Contains(word) || language.Units.ContainsKey(word)
        || language.CodeWords.Contains(word) || language.Until.Contains(word) || language.Numbers.ContainsKey(word)
        || language.Parts.ContainsKey(word);

    private static IEnumerable<string> Words(string text) => TextTokens.Of(text, []).Select(token => token.Folded);
}
