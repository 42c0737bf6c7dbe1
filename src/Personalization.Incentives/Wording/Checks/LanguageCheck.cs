namespace Personalization.Incentives;

/// <summary>
/// Each part is in the language that was asked for: by the language's frequent words, and where those don't tell by groups of three
/// letters (Cavnar and Trenkle 1994, "N-Gram-Based Text Categorization", with words in place of texts to learn from).
/// </summary>
internal sealed class LanguageCheck : OfferTextCheck
{
    private const double LeastCommon = .22;
    private const int WordsToTell = 8, LettersToTell = 6;
    private const double ByGroups = .3, ClearlyCloser = .25 * ByGroups;

    public override string Name => "language";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        string[] all = [.. text.Fields.SelectMany(Words)];
        double common = (double)all.Count(text.Language.Common.Contains) / Math.Max(1, all.Length);
        if (all.Length >= WordsToTell && common < LeastCommon)
            yield return new(Name, "", $"has few of the frequent words of '{text.Language.Language}'");
        foreach (CheckedField field in text.Fields)
        {
            // A part may hold a sentence of another language; each is looked at.
            foreach (string[] sentence in Sentences(field))
            {
                if (Closest(sentence, text.Language) is not { } other) continue;
                yield return Finding(field, $"has a part in '{other}' and not in '{text.Language.Language}'");
                break;
            }
        }
    }

    /// <summary>Another language that the words are closer to; null: none.</summary>
    private static string? Closest(string[] words, LanguageWords own)
    {
        if (words.Length == 0) return null;
        double mine = Score(words, own, out int known);
        (string? best, double most) = (null, mine);
        foreach (LanguageWords other in LanguageWords.All.Values.OrderBy(language => language.Language, StringComparer.Ordinal))
        {
            double score = Score(words, other, out int others);
            // Without frequent words the groups of letters must tell clearly.
            bool closer = others > known
                || (known == 0 && words.Max(word => word.Length) >= LettersToTell && score - mine >= ClearlyCloser * words.Length);
            if (other == own || !closer || score <= most) continue;
            (best, most) = (other.Language, score);
        }

        return best;
    }

    /// <summary>Each frequent word counts as the rarer it is among languages, and each word by its groups of letters, a little.</summary>
    private static double Score(string[] words, LanguageWords language, out int known)
    {
        double score = 0;
        known = 0;
        foreach (string word in words)
        {
            if (language.Common.Contains(word))
            {
                known++;
                score += 1.0 / LanguageWords.All.Values.Count(other => other.Common.Contains(word));
            }

            score += ByGroups * LetterGroups.Share(word, language);
        }

        return score;
    }

    private static IEnumerable<string> Words(CheckedField field) =>
        field.Tokens.Where(token => token.Kind == TokenKind.Word).Select(token => token.Folded);

    private static IEnumerable<string[]> Sentences(CheckedField field)
    {
        List<string> sentence = [];
        foreach (CheckedToken token in field.Tokens)
        {
            if (token.Kind == TokenKind.Word) sentence.Add(token.Folded);
            if (!token.EndsSentence || sentence.Count == 0) continue;
            yield return [.. sentence];
            sentence.Clear();
        }

        if (sentence.Count > 0) yield return [.. sentence];
    }
}
