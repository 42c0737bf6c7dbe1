using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>Where, when and in which words each offer of a plan is sent.</summary>
internal sealed class MessagePlanner
{
    /// <summary>From this long on the hour at which an offer ends isn't said.</summary>
    private static readonly TimeSpan LongOffer = TimeSpan.FromDays(5);

    private readonly MessagesStepOptions _options;
    private readonly OfferPlan _plan;
    private readonly EventLog? _log;
    private readonly ChannelChooser _channels;
    private readonly SendTimes? _times;
    private readonly Dictionary<string, OfferLocale?> _locales = new(StringComparer.Ordinal);
    private readonly Dictionary<TextKey, OfferText> _texts = [];

    public MessagePlanner(MessagesStepOptions options, OfferPlan plan, EventLog? log, IReadOnlyList<PastContact> contacts)
    {
        (_options, _plan, _log) = (options, plan, log);
        Dictionary<CustomerId, (string? Segment, TimeZoneInfo Zone)> known =
            plan.Decisions.ToDictionary(decision => decision.Customer, decision => (decision.Profile.Segment, decision.Zone));
        _channels = new(
            ChannelReach.From(
                contacts.Select(contact => new ChannelContact(contact.Customer, contact.Channel, contact.Reached)), SegmentOf,
                options.Channels ?? ChannelsOf(contacts)),
            options.MayUse);
        TimedAction[] actions =
        [
            .. (log is null ? [] : SendTimes.ActionsOf(log))
                .Select(action => action with { Local = LocalOf(action.Customer, new(action.Local, TimeSpan.Zero)) }),
        ];
        TimedSend[] sends =
        [
            .. contacts.Where(contact => contact.Channel is OfferChannel.Email or OfferChannel.Sms or OfferChannel.InApp)
                .Select(contact => new TimedSend(contact.Customer, LocalOf(contact.Customer, contact.Sent), contact.Reached)),
        ];
        _times = actions.Length + sends.Length == 0 ? null : SendTimes.From(actions, sends, SegmentOf, options.Times);

        string? SegmentOf(CustomerId customer) => known.TryGetValue(customer, out (string? Segment, TimeZoneInfo) one) ? one.Segment : null;

        DateTime LocalOf(CustomerId customer, DateTimeOffset at) => TimeZoneInfo.ConvertTime(
            at, known.TryGetValue(customer, out (string?, TimeZoneInfo Zone) one) ? one.Zone : plan.Catalogue.Zone).DateTime;
    }

    /// <summary>Customers whose locale nothing is known of.</summary>
    public int UnknownLocales { get; private set; }

    public OfferMessage Of(OfferDecision decision, CancellationToken cancellationToken)
    {
        ChannelChoice choice = _channels.Choose(decision);
        if (choice.Channel is not { } channel) return new(decision, choice, null, null, null);
        (DateTimeOffset at, SendTime? time) = When(decision);
        return new(decision, choice, at, time, Words(decision, channel, cancellationToken));
    }

    /// <summary>The channels on which there were contacts, at the costs that are assumed; e-mail where there were none.</summary>
    private static ChannelOptions ChannelsOf(IReadOnlyList<PastContact> contacts)
    {
        ChannelOptions usual = new();
        HashSet<OfferChannel> used = [.. contacts.Select(contact => contact.Channel)];
        if (used.Count == 0) used.Add(OfferChannel.Email);
        return usual with { ContactCosts = usual.ContactCosts.Where(cost => used.Contains(cost.Key)).ToDictionary() };
    }

    /// <summary>
    /// The best hour between the plan and the end of the offer; as soon as quiet hours allow where they leave none, or no times are known.
    /// </summary>
    private (DateTimeOffset At, SendTime? Time) When(OfferDecision decision)
    {
        TimeZoneInfo zone = decision.Zone;
        DateTime issued = TimeZoneInfo.ConvertTime(_plan.IssuedAt, zone).DateTime;
        DateTime ends = decision.Expires is { } end ? TimeZoneInfo.ConvertTime(end, zone).DateTime : DateTime.MaxValue;
        QuietHours[] quiet = [.. _options.QuietHours, .. _plan.Catalogue.Rules.QuietHours, .. decision.Terms!.Timing.QuietHours];
        if (_times?.BestWithin(decision.Customer, issued, ends, quiet, decision.Profile.Segment) is { } best)
            return (At(best.NextFrom(issued)), best);
        DateTime soon = issued;
        while (quiet.Select(hours => hours.EndOf(soon)).Max() is { } over && over - issued < TimeSpan.FromDays(9)) soon = over;
        return (At(soon), null);

        // An hour that the clock leaves out in spring is sent an hour later.
        DateTimeOffset At(DateTime local) =>
            new(local, zone.GetUtcOffset(zone.IsInvalidTime(local) ? local = local.AddHours(1) : local));
    }

    private OfferText Words(OfferDecision decision, OfferChannel channel, CancellationToken cancellationToken)
    {
        WordedOffer offer = Worded(decision);
        string locale = LocaleOf(decision.Profile);
        TextKey key = new(
            offer.Terms.Id, decision.Variant, offer.Expires, channel, locale, string.Join('\n', offer.Items.Select(item => item.Value)));
        if (_texts.TryGetValue(key, out OfferText? written)) return written;
        OfferBrief brief = new()
        {
            Channel = channel,
            Locale = locale,
            Currency = _plan.Catalogue.Currency,
            Shop = _options.Shop,
            // An item without a title isn't named: its number says nothing to anybody.
            ProductNames = offer.Items.Distinct().Select(item => (Item: item, _log?.Items.Find(item)?.Title))
                .Where(name => name.Title is { Length: > 0 }).ToDictionary(name => name.Item, name => name.Title!),
        };
        ValueTask<OfferText> writing = _options.Writer.WriteAsync(offer, brief, cancellationToken);
        return _texts[key] = writing.IsCompletedSuccessfully ? writing.Result : writing.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The offer as it is said: one of several days ends with the last whole one, which promises no more than is kept.</summary>
    private WordedOffer Worded(OfferDecision decision)
    {
        WordedOffer offer = WordedOffer.From(decision);
        DateTime issued = TimeZoneInfo.ConvertTime(_plan.IssuedAt, decision.Zone).DateTime;
        return offer.Expires is { } end && end - issued >= LongOffer ? offer with { Expires = end.Date } : offer;
    }

    private string LocaleOf(CustomerProfile customer)
    {
        if (customer.Text(_options.LocaleColumn) is not { Length: > 0 } own) return _options.Locale;
        if (!_locales.TryGetValue(own, out OfferLocale? locale)) _locales[own] = locale = OfferLocale.Find(own);
        if (locale is null) UnknownLocales++;
        return locale?.Name ?? _options.Locale;
    }

    private readonly record struct TextKey(
        string Offer, string? Variant, DateTime? Expires, OfferChannel Channel, string Locale, string Items);
}
