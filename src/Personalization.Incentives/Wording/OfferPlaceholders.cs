using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// What a chat model writes in place of what it isn't told: the customer's name, the code and the items that were chosen for the customer.
/// </summary>
internal static class OfferPlaceholders
{
    public const string Name = "{name}", Code = "{code}", Items = "{items}";

    public static string Fill(string text, WordedOffer offer, OfferBrief brief)
    {
        if (brief.FirstName is { Length: > 0 } name) text = text.Replace(Name, name, StringComparison.Ordinal);
        if (brief.Code is { Length: > 0 } code) text = text.Replace(Code, code, StringComparison.Ordinal);
        return ItemsOf(offer, brief) is { Length: > 0 } items ? text.Replace(Items, items, StringComparison.Ordinal) : text;
    }

    /// <summary>The names of the items that were chosen for the customer; empty where there are none.</summary>
    public static string ItemsOf(WordedOffer offer, OfferBrief brief) =>
        Words.Names(
            [.. offer.Items.Select((ItemId item) => brief.ProductNames.GetValueOrDefault(item, "")).Where(name => name.Length > 0)]);
}
