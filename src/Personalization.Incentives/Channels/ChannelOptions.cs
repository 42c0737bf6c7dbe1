using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What channels cost, and how their reach is learned. Immutable; every default is valid.</summary>
public sealed record ChannelOptions
{
    /// <summary>
    /// Cost of one contact in currency, 0 or more, of each channel that the shop has; others are not chosen. Default: e-mail .002, SMS .07,
    /// in-app, banner and store 0.
    /// </summary>
    public IReadOnlyDictionary<OfferChannel, decimal> ContactCosts
    {
        get;
        init => field = value is { Count: > 0 }
            ? value.ToFrozenDictionary(cost => cost.Key, cost => Guard.InRange(cost.Value, 0m, Limits.Money, nameof(ContactCosts)))
            : throw new ArgumentException("ContactCosts names no channel; give at least one.", nameof(value));
    } = new Dictionary<OfferChannel, decimal>
    {
        [OfferChannel.Email] = .002m,
        [OfferChannel.Sms] = .07m,
        [OfferChannel.InApp] = 0,
        [OfferChannel.Banner] = 0,
        [
            OfferChannel.Store] = 0,
    };

    /// <summary>
    /// Probability that a contact on a channel reaches a customer before anything is known, above 0, below 1. Default .2.
    /// </summary>
    public double AssumedReach
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"AssumedReach is {Words.Number(value)}; it must be above 0 and below 1.");
    } = .2;

    /// <summary>How many contacts <see cref="AssumedReach"/> weighs beside the shop's, above 0. Default 1.</summary>
    public double AssumedContacts { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>
    /// How many contacts the group's reach weighs beside a customer's own, above 0; null (default): what foretells each contact best from
    /// the others of its customer.
    /// </summary>
    public double? CustomerStrength { get; init => field = Guard.Positive(value); }

    /// <summary>How many contacts the shop's reach weighs beside a group's; null (default): estimated in the same way.</summary>
    public double? GroupStrength { get; init => field = Guard.Positive(value); }
}
