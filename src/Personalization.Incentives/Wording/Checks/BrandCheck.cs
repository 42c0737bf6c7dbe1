namespace Personalization.Incentives;

/// <summary>The brand guide is kept: no banned phrase, every required one.</summary>
internal sealed class BrandCheck : OfferTextCheck
{
    public override string Name => "brand";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (string banned in text.Guide.BannedPhrases)
        {
            PhrasePattern pattern = new(banned);
            foreach (CheckedField field in text.Fields)
            {
                if (pattern.FirstIn(field.Words) is { } found) yield return Finding(field, $"has '{found}', which the brand guide bans");
            }
        }

        string[] all = [.. text.Fields.SelectMany(field => field.Words)];
        foreach (string required in text.Guide.RequiredPhrases.GetValueOrDefault(text.Language.Language, []))
        {
            if (new PhrasePattern(required).FirstIn(all) is null)
                yield return new(Name, "", $"lacks '{required}', which the brand guide asks for");
        }
    }
}
