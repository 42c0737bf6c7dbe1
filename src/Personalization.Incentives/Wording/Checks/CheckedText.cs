namespace Personalization.Incentives;

/// <summary>A text, and all that checks compare it with.</summary>
internal sealed class CheckedText
{
    public CheckedText(OfferText text, WordedOffer offer, OfferBrief brief, BrandGuide guide)
    {
        (Text, Offer, Brief, Guide) = (text, offer, brief, guide);
        Language = LanguageWords.All[OfferLocale.For(brief.Locale).Language];
        Known = [.. KnownTexts(offer, brief).Where(known => known.Length > 0).Distinct(StringComparer.Ordinal)
            .OrderByDescending(known => known.Length)];
        Fields = [new("subject", text.Subject, this), new("body", text.Body, this), new("callToAction", text.CallToAction, this)];
        Facts = new OfferFacts(this);
    }

    public OfferText Text { get; }

    public WordedOffer Offer { get; }

    public OfferBrief Brief { get; }

    public BrandGuide Guide { get; }

    /// <summary>The language that it should be in.</summary>
    public LanguageWords Language { get; }

    /// <summary>Whether dates in digits begin with the month.</summary>
    public bool MonthFirst => Brief.Locale == "en-US";

    /// <summary>Values of the brief that may stand in it, the longest first.</summary>
    public IReadOnlyList<string> Known { get; }

    public IReadOnlyList<CheckedField> Fields { get; }

    /// <summary>What the terms say.</summary>
    public OfferFacts Facts { get; }

    private static IEnumerable<string> KnownTexts(WordedOffer offer, OfferBrief brief)
    {
        yield return brief.Shop;
        yield return brief.FirstName ?? "";
        yield return brief.Code ?? "";
        yield return OfferPlaceholders.Name;
        yield return OfferPlaceholders.Code;
        yield return OfferPlaceholders.Items;
        foreach (Core.ItemId item in offer.Items.Concat(offer.Terms.Bundle?.Items.Select(one => one.Item) ?? []))
            yield return brief.ProductNames.GetValueOrDefault(item, "");
    }
}

/// <summary>A part of the text, read.</summary>
internal sealed class CheckedField
{
    public CheckedField(string name, string raw, CheckedText text)
    {
        (Name, Raw) = (name, raw);
        Tokens = TextTokens.Of(raw, text.Known);
        Words = [.. Tokens.Where(token => token.Kind != TokenKind.Symbol).Select(token => token.Folded)];
        Dates = DateReader.Find(Tokens, text.Language, text.MonthFirst);
        Numbers = NumberReader.Find(Tokens, Dates, text.Language);
    }

    /// <summary>Name as findings have it.</summary>
    public string Name { get; }

    public string Raw { get; }

    public IReadOnlyList<CheckedToken> Tokens { get; }

    /// <summary>The tokens without signs, folded.</summary>
    public IReadOnlyList<string> Words { get; }

    public IReadOnlyList<FoundDate> Dates { get; }

    public IReadOnlyList<FoundNumber> Numbers { get; }
}
