using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// Reactions by offer and group of customers, learned from what happened (<see cref="GroupEffects"/>): what an offer does to the log-odds
/// in the customer's group changes the customer's own probability. Immutable and thread-safe.
/// </summary>
public sealed class GroupResponses : IOfferResponses
{
    private readonly Dictionary<(string Offer, string Group), GroupEffect> _effects;
    private readonly GroupEffectsOptions _options;

    internal GroupResponses(IReadOnlyList<GroupEffect> effects, GroupEffectsOptions options)
    {
        (Effects, _options) = (effects, options);
        _effects = effects.ToDictionary(effect => (effect.Offer, effect.Group));
    }

    /// <summary>Every offer over all groups and in each, in ordinal order.</summary>
    public IReadOnlyList<GroupEffect> Effects { get; }

    /// <summary>The same, each effect drawn from its distribution: once for each customer and offer.</summary>
    public GroupResponses Exploring(ulong seed) => new(Effects, _options with { Explore = seed });

    /// <inheritdoc />
    /// <remarks>
    /// A group that nothing is known of takes the offer's effect over all; an offer that nothing is known of, what the catalogue assumes. A
    /// customer without <see cref="CustomerProfile.PurchaseProbability"/> counts as having .1.
    /// </remarks>
    public OfferReaction Of(Offer offer, CustomerProfile customer)
    {
        OfferReaction assumed = AssumedResponses.Instance.Of(offer, customer);
        string group = customer.Table.TryGetColumn(_options.GroupColumn, out _) ? customer.Text(_options.GroupColumn) ?? "" : "";
        if (!_effects.TryGetValue((offer.Id, group), out GroupEffect? effect) && !_effects.TryGetValue((offer.Id, ""), out effect))
            return assumed;
        double delta = effect.Mean;
        if (_options.Explore is { } seed)
        {
            ulong place = StableHash.Mix(StableHash.Fnv1a(customer.Id.Value) ^ StableHash.Mix(StableHash.Fnv1a(offer.Id)));
            delta += effect.Deviation * new RandomStream(seed, "group responses", place).NextGaussian();
        }

        double before = Math.Clamp(customer.PurchaseProbability ?? .1, 1e-6, 1 - 1e-6);
        double after = StableMath.Sigmoid(StableMath.Log(before / (1 - before)) + delta);
        return new OfferReaction(assumed.Redemption, after - before, after * (1 - after) * effect.Deviation);
    }
}
