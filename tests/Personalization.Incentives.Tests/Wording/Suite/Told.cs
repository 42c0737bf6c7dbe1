using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Offers to put into words: one of each kind, of a shop called Fern &amp; Paper.</summary>
internal static class Told
{
    public static readonly ItemId Garden = new("9781"), Nightfall = new("9782"), Tin = new("tin"), Mug = new("mug");

    public static WordedOffer Offer(OfferKind kind) => new()
    {
        Terms = new()
        {
            Id = kind.ToString(),
            Name = "Spring",
            Kind = kind,
            Value = kind switch
            {
                OfferKind.Percent => .1m,
                OfferKind.Amount => 5,
                OfferKind.Referral => .15m,
                OfferKind.LoyaltyPoints => 200,
                OfferKind.EarlyAccess => 48,
                _ => 0,
            },
            RecommendedItems = kind == OfferKind.Content ? 2 : 0,
            Bundle = kind != OfferKind.Bundle ? null : new()
            {
                Items = [new() { Item = Tin, Price = 16 }, new() { Item = Mug, Price = 15 }],
                Price = 24.90m,
            },
        },
        Expires = kind switch
        {
            OfferKind.Referral or OfferKind.Bundle or OfferKind.Content => null,
            OfferKind.Amount => new DateTime(2026, 4, 13, 0, 0, 0, DateTimeKind.Unspecified),
            _ => new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Unspecified),
        },
        Items = kind == OfferKind.Content ? [Garden, Nightfall] : [],
    };

    public static OfferBrief Brief(string locale, OfferChannel channel = OfferChannel.Email, string? code = null, string? name = null) =>
        new()
        {
            Channel = channel,
            Locale = locale,
            Currency = "EUR",
            Shop = "Fern & Paper",
            Code = code,
            FirstName = name,
            ProductNames = new Dictionary<ItemId, string>
            {
                [Garden] = "The Glass Garden",
                [Nightfall] = "Nightfall",
                [Tin] = "Tea tin",
                [Mug] = "Mug",
            },
        };
}
