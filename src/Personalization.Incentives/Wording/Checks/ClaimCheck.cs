namespace Personalization.Incentives;

/// <summary>The text promises what offers of the kind are, or what the offer's own name and description say, and nothing else.</summary>
internal sealed class ClaimCheck : OfferTextCheck
{
    public override string Name => "promises";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            for (int i = 0; i < field.Words.Count; i++)
            {
                if (IsHarmless(field.Words, i, text.Language)) continue;
                foreach ((OfferClaim claim, PhrasePattern pattern) in text.Language.Claims)
                {
                    if (text.Facts.Allows(claim) || pattern.MatchAt(field.Words, i) is not { } words) continue;
                    yield return Finding(field, $"promises '{words}', which the offer doesn't");
                }
            }
        }
    }

    private static bool IsHarmless(IReadOnlyList<string> words, int i, LanguageWords language)
    {
        for (int back = 0; back <= 2 && i - back >= 0; back++)
        {
            if (language.Harmless.MatchAt(words, i - back) is { } phrase && phrase.Split(' ').Length > back) return true;
        }

        return false;
    }
}
