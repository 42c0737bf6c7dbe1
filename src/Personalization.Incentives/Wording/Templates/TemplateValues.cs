using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>The values that templates name, as one offer and brief have them.</summary>
internal sealed class TemplateValues
{
    /// <summary>Values that an offer may lack, or a brief: they stand in square brackets.</summary>
    private static readonly string[] Maybe = ["code", "count", "items", "most", "name", "shop", "until"];

    private readonly Dictionary<string, (string Text, decimal? Number)> _values = new(StringComparer.Ordinal);

    public TemplateValues(WordedOffer offer, OfferBrief brief)
    {
        OfferLocale locale = OfferLocale.For(brief.Locale);
        Offer terms = offer.Terms;
        Add("offer", LineOfText.OneLine(terms.Name));
        Add("shop", brief.Shop);
        Add("name", brief.FirstName);
        Add("code", brief.Code);
        if (offer.LastDay is { } day) Add("until", locale.Date(day) + (offer.LastTime is { } time ? $", {time:HH\\:mm}" : ""));
        IEnumerable<ItemId> items = terms.Bundle is { } bundle ? bundle.Items.Select(item => item.Item) : offer.Items;
        string[] names = [.. items.Select(item => brief.ProductNames.GetValueOrDefault(item, "")).Where(name => name.Length > 0)];
        Add("items", Words.Names(names));
        if (names.Length > 0) Add("count", locale.Number(names.Length), names.Length);
        if (terms.Cost.Redemption is { Maximum: { } most, PercentOfOrder: > 0 }) Add("most", locale.Money(most, brief.Currency, true));
        switch (terms.Kind)
        {
            case OfferKind.Percent or OfferKind.Referral:
                Add("discount", locale.Percent(terms.Value), terms.Value * 100);
                break;
            case OfferKind.Amount:
                Add("discount", locale.Money(terms.Value, brief.Currency, true), terms.Value);
                break;
            case OfferKind.EarlyAccess:
                Add("hours", locale.Number(terms.Value), terms.Value);
                Add("days", locale.Number(terms.Value / 24, 1), terms.Value / 24);
                Add("lead", locale.Hours(terms.Value));
                break;
            case OfferKind.LoyaltyPoints:
                Add("points", locale.Number(terms.Value), terms.Value);
                break;
            case OfferKind.Bundle when terms.Bundle is { } set:
                Add("price", locale.Money(set.Price, brief.Currency), set.Price);
                Add("saving", locale.Money(set.Saving, brief.Currency), set.Saving);
                break;
        }
    }

    /// <summary>The names that every offer of a kind has.</summary>
    public static IReadOnlyList<string> AlwaysOf(OfferKind kind) => kind switch
    {
        OfferKind.Percent or OfferKind.Referral or OfferKind.Amount => ["discount", "offer"],
        OfferKind.EarlyAccess => ["days", "hours", "lead", "offer"],
        OfferKind.LoyaltyPoints => ["offer", "points"],
        OfferKind.Bundle => ["offer", "price", "saving"],
        _ => ["offer"],
    };

    /// <summary>The names that an offer of a kind may have.</summary>
    public static IReadOnlyList<string> MaybeOf(OfferKind kind) =>
        kind is OfferKind.Percent or OfferKind.Referral ? Maybe : [.. Maybe.Where(name => name != "most")];

    public static bool IsNumber(string name) => name is "discount" or "hours" or "days" or "points" or "count" or "price" or "saving";

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name) => _values.TryGetValue(name, out (string Text, decimal? Number) value) ? value.Text : "";

    public decimal? Number(string name) => _values.TryGetValue(name, out (string Text, decimal? Number) value) ? value.Number : null;

    private void Add(string name, string? text, decimal? number = null)
    {
        if (text is { Length: > 0 }) _values[name] = (text, number);
    }
}
