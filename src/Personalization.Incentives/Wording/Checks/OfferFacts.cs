namespace Personalization.Incentives;

/// <summary>The numbers and promises that the terms of an offer hold, its name and description among them.</summary>
internal sealed class OfferFacts
{
    private readonly HashSet<(decimal Value, OfferUnit Unit)> _numbers = [];
    private readonly HashSet<OfferClaim> _claims = [];

    public OfferFacts(CheckedText text)
    {
        Offer terms = text.Offer.Terms;
        decimal value = terms.Value;
        switch (terms.Kind)
        {
            case OfferKind.Percent:
                Add(value * 100, OfferUnit.Percent);
                _claims.Add(OfferClaim.Discount);
                break;
            case OfferKind.Referral:
                Add(value * 100, OfferUnit.Percent);
                Add(2, OfferUnit.Plain);
                _claims.UnionWith([OfferClaim.Discount, OfferClaim.Friend]);
                break;
            case OfferKind.Amount:
                Add(value, OfferUnit.Money);
                _claims.Add(OfferClaim.Discount);
                break;
            case OfferKind.FreeShipping:
                _claims.UnionWith([OfferClaim.Shipping, OfferClaim.Free]);
                break;
            case OfferKind.Gift:
                _claims.Add(OfferClaim.Free);
                break;
            case OfferKind.EarlyAccess:
                Add(value, OfferUnit.Hours);
                _claims.Add(OfferClaim.EarlyAccess);
                break;
            case OfferKind.LoyaltyPoints:
                Add(value, OfferUnit.Points);
                _claims.Add(OfferClaim.Points);
                break;
            case OfferKind.Bundle when terms.Bundle is { } bundle:
                Add(bundle.Price, OfferUnit.Money);
                Add(bundle.Saving, OfferUnit.Money);
                Add(bundle.SumOfPrices, OfferUnit.Money);
                foreach (BundleItem item in bundle.Items)
                {
                    Add(item.Price, OfferUnit.Money);
                    Add(item.Quantity, OfferUnit.Plain);
                }

                Add(bundle.Items.Count, OfferUnit.Plain);
                _claims.Add(OfferClaim.Discount);
                break;
        }

        if (terms.Cost.Redemption is { Maximum: { } most, PercentOfOrder: > 0 }) Add(most, OfferUnit.Money);
        if (terms.Validity.Duration is { } lasts) Add((decimal)lasts.TotalHours, OfferUnit.Hours);
        if (text.Offer.Items.Count > 0) Add(text.Offer.Items.Count, OfferUnit.Plain);

        // What the shop wrote into the offer itself may be said again.
        foreach (string own in (string[])[terms.Name, terms.Description])
        {
            List<CheckedToken> tokens = TextTokens.Of(own, text.Known);
            foreach (FoundNumber number in NumberReader.Find(
                tokens, DateReader.Find(tokens, text.Language, text.MonthFirst), text.Language))
                Add(number.Value, number.Unit);
            string[] words = [.. tokens.Where(token => token.Kind != TokenKind.Symbol).Select(token => token.Folded)];
            OwnWords.UnionWith(words);
            foreach ((OfferClaim claim, PhrasePattern pattern) in text.Language.Claims)
            {
                if (pattern.FirstIn(words) is not null) _claims.Add(claim);
            }
        }
    }

    /// <summary>The folded words of the offer's name and description.</summary>
    public HashSet<string> OwnWords { get; } = new(StringComparer.Ordinal);

    public bool Has(FoundNumber number) => _numbers.Contains((number.Value, number.Unit));

    public bool Allows(OfferClaim claim) => _claims.Contains(claim);

    private void Add(decimal value, OfferUnit unit) => _numbers.Add((value, unit));
}
