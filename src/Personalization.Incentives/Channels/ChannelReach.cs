using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// How likely a contact on each channel reaches each customer: the customer's own counts, drawn towards those of its group, and these
/// towards the shop's. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A beta–binomial of two levels for each channel: rate = (reached + σ · group's rate) / (contacts + σ), with σ chosen by how well each
/// contact is foretold from the others of its customer (leave-one-out likelihood; Gelman et al. 2013, "Bayesian Data Analysis", 5.3).
/// </remarks>
public sealed class ChannelReach
{
    private readonly Dictionary<OfferChannel, ReachOfChannel> _channels = [];
    private readonly Func<CustomerId, string?>? _groupOf;

    private ChannelReach(IEnumerable<ChannelContact> contacts, Func<CustomerId, string?>? groupOf, ChannelOptions options)
    {
        (_groupOf, Options) = (groupOf, options);
        ILookup<OfferChannel, ChannelContact> all = contacts.ToLookup(contact => contact.Channel);
        foreach (OfferChannel channel in options.ContactCosts.Keys) _channels[channel] = new(all[channel], groupOf, options);
    }

    /// <summary>What channels cost, and how their reach was learned.</summary>
    public ChannelOptions Options { get; }

    /// <summary>Learns from what was sent and shown. Contacts on channels that the options don't name are left out.</summary>
    /// <param name="contacts">Contacts; none: <see cref="ChannelOptions.AssumedReach"/> holds.</param>
    /// <param name="groupOf">Segment or cluster of a customer; null: none, for that customer or for all.</param>
    /// <param name="options">Costs and strengths; null for the defaults.</param>
    public static ChannelReach From(
        IEnumerable<ChannelContact> contacts, Func<CustomerId, string?>? groupOf = null, ChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        return new(contacts, groupOf, options ?? new());
    }

    /// <summary>Probability that a contact on a channel reaches a customer, above 0, below 1.</summary>
    /// <exception cref="ArgumentException">The options don't name the channel.</exception>
    public double Of(CustomerId customer, OfferChannel channel) => Of(channel).Of(customer, _groupOf?.Invoke(customer));

    /// <summary>How many contacts on a channel a customer has had.</summary>
    /// <exception cref="ArgumentException">The options don't name the channel.</exception>
    public int ContactsOf(CustomerId customer, OfferChannel channel) => Of(channel).CountsOf(customer).Contacts;

    /// <summary>Whether any contact on a channel was learned from; otherwise its reach is assumed.</summary>
    internal bool IsLearned(OfferChannel channel) => Of(channel).IsLearned;

    private ReachOfChannel Of(OfferChannel channel) => _channels.TryGetValue(channel, out ReachOfChannel? reach)
        ? reach
        : throw new ArgumentException($"ChannelOptions.ContactCosts has no {channel}; add what a contact costs there.", nameof(channel));
}

/// <summary>Reach of one channel.</summary>
internal sealed class ReachOfChannel
{
    private readonly Dictionary<CustomerId, ReachCounts> _customers = [];
    private readonly Dictionary<string, double> _groups = new(StringComparer.Ordinal);
    private readonly double _shop, _strength;

    public ReachOfChannel(IEnumerable<ChannelContact> contacts, Func<CustomerId, string?>? groupOf, ChannelOptions options)
    {
        foreach (ChannelContact contact in contacts) _customers[contact.Customer] = CountsOf(contact.Customer).With(contact.Reached);

        // In the order of ids, so that sums don't depend on that of the contacts.
        (CustomerId Id, ReachCounts Counts, string? Group)[] sorted =
            [.. _customers.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value, groupOf?.Invoke(pair.Key)))];
        ReachCounts all = default;
        Dictionary<string, ReachCounts> groups = new(StringComparer.Ordinal);
        foreach ((_, ReachCounts counts, string? group) in sorted)
        {
            all += counts;
            if (group is not null) groups[group] = groups.GetValueOrDefault(group) + counts;
        }

        _shop = all.Rate(options.AssumedReach, options.AssumedContacts);
        (string Name, ReachCounts Counts)[] named =
            [.. groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
        double groupStrength = options.GroupStrength
            ?? PriorStrength.Best(strength => named.Sum(group => group.Counts.LeftOut(_shop, strength)));
        foreach ((string name, ReachCounts counts) in named) _groups[name] = counts.Rate(_shop, groupStrength);
        int step = PriorStrength.StepOver(sorted.Length);
        _strength = options.CustomerStrength ?? PriorStrength.Best(strength =>
        {
            double sum = 0;
            for (int i = 0; i < sorted.Length; i += step) sum += sorted[i].Counts.LeftOut(Above(sorted[i].Group), strength);
            return sum;
        });
    }

    public bool IsLearned => _customers.Count > 0;

    public double Of(CustomerId customer, string? group) => CountsOf(customer).Rate(Above(group), _strength);

    public ReachCounts CountsOf(CustomerId customer) => _customers.GetValueOrDefault(customer);

    private double Above(string? group) => group is not null && _groups.TryGetValue(group, out double rate) ? rate : _shop;
}
