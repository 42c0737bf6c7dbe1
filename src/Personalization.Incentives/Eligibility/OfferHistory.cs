using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>An offer that was given to a customer.</summary>
/// <param name="Customer">Who got it.</param>
/// <param name="OfferId">Which.</param>
/// <param name="Issued">When.</param>
/// <param name="Expires">When it ends; null: it doesn't.</param>
public sealed record IssuedOffer(CustomerId Customer, string OfferId, DateTimeOffset Issued, DateTimeOffset? Expires)
{
    /// <summary>When it was redeemed; null (default): not so far.</summary>
    public DateTimeOffset? Redeemed { get; init; }

    /// <summary>Id of the variant that the customer got; null (default): the offer as it is.</summary>
    public string? Variant { get; init; }

    /// <summary>Whether the customer holds it at this moment: it was given, and neither redeemed nor over.</summary>
    public bool IsOpen(DateTimeOffset at) =>
        Issued <= at && (Expires is null || at < Expires) && (Redeemed is null || at < Redeemed);
}

/// <summary>
/// The offers given so far: what caps and stacking rules are judged by. Planning with the history of earlier plans is how a customer comes
/// to hold several offers. Immutable and thread-safe.
/// </summary>
public sealed class OfferHistory
{
    private readonly FrozenDictionary<CustomerId, IssuedOffer[]> _byCustomer;
    private readonly FrozenDictionary<string, int> _byOffer;

    /// <summary>Creates a history of these offers, in any order.</summary>
    public OfferHistory(IEnumerable<IssuedOffer> issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        IssuedOffer[] all = [.. issued];
        All = all;
        _byCustomer = all.GroupBy(offer => offer.Customer).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _byOffer = all.CountBy(offer => offer.OfferId, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>No offer was given yet.</summary>
    public static OfferHistory Empty { get; } = new([]);

    /// <summary>Every offer given, in the order in which they were passed.</summary>
    public IReadOnlyList<IssuedOffer> All { get; }

    /// <summary>What this customer was given.</summary>
    public IReadOnlyList<IssuedOffer> Of(CustomerId customer) => _byCustomer.GetValueOrDefault(customer, []);

    /// <summary>How often this offer was given to anybody.</summary>
    public int Count(string offerId) => _byOffer.GetValueOrDefault(offerId);
}
