using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// One of several forms of an <see cref="Offer"/> that are tried beside each other: what isn't set is the offer's own. Which one a customer
/// gets depends on the customer, the offer and <see cref="Offer.VariantSeed"/> alone, so it never changes. Immutable.
/// </summary>
public sealed record OfferVariant
{
    /// <summary>Id, unique in its offer; not blank.</summary>
    public required string Id { get; init => field = Guard.NotBlank(value); }

    /// <summary>Share of the customers, beside the other variants' weights: whole, 1 to 1,000,000. Default 1.</summary>
    public int Weight { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 1;

    /// <summary>Its name for people; null (default): the offer's.</summary>
    public string? Name { get; init; }

    /// <summary>What the customer reads; null (default): the offer's.</summary>
    public string? Description { get; init; }

    /// <summary>Its <see cref="Offer.Value"/>; null (default): the offer's.</summary>
    public decimal? Value { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>Its <see cref="Offer.Cost"/>; null (default): the offer's.</summary>
    public OfferCost? Cost { get; init; }

    /// <summary>How long it lasts, above zero; null (default): as long as the offer.</summary>
    public TimeSpan? Duration { get; init => field = Times.Positive(value, nameof(Duration)); }

    /// <summary>How many recommended items it shows, 0 to 100; null (default): as many as the offer.</summary>
    public int? RecommendedItems { get; init => field = Guard.InRange(value, 0, 100); }

    /// <summary>Its assumed response; null (default): the offer's.</summary>
    public OfferResponse? Response { get; init; }

    /// <summary>
    /// The variant of a customer: the first 64 bits of SHA-256 of seed, offer and customer, spread over the weights.
    /// </summary>
    internal static OfferVariant Of(Offer offer, CustomerId customer)
    {
        const int Longest = 512;
        int bytes = Encoding.UTF8.GetByteCount(offer.Id) + Encoding.UTF8.GetByteCount(customer.Value) + 12;
        Span<byte> parts = bytes <= Longest ? stackalloc byte[bytes] : new byte[bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(parts, offer.VariantSeed);
        int id = Encoding.UTF8.GetBytes(offer.Id, parts[12..]);
        BinaryPrimitives.WriteInt32LittleEndian(parts[8..], id);
        Encoding.UTF8.GetBytes(customer.Value, parts[(12 + id)..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(parts, hash);

        ulong all = 0;
        foreach (OfferVariant variant in offer.Variants) all += (ulong)variant.Weight;
        ulong drawn = (ulong)((BinaryPrimitives.ReadUInt64LittleEndian(hash) * (UInt128)all) >> 64);
        foreach (OfferVariant variant in offer.Variants)
        {
            if (drawn < (ulong)variant.Weight) return variant;
            drawn -= (ulong)variant.Weight;
        }

        return offer.Variants[^1];
    }
}
