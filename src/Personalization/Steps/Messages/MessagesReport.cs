using System.Globalization;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>Where, when and in which words offers are sent: a sentence and a section with samples.</summary>
internal static class MessagesReport
{
    private const int MostCards = 6;

    public static void Add(ReportBuilder report, OfferMessages messages)
    {
        if (messages.All.Count == 0) return;
        ValueFormat money = report.Money;
        string channels = ReportText.List(
            [.. messages.ByChannel.Select(one => $"{ReportText.Count(one.Messages)} {NameOf(one.Channel)}")]);
        report.AddSummary(
            "How it is said",
            messages.Sent == 0 ? "No message pays for its contact." : $"{ReportText.Capitalized(channels)}; the contacts cost "
                + $"{ReportText.Money(money, messages.ContactCost)}.");
        OfferMessage[] sent = [.. messages.All.Where(message => message.Text is not null)];
        List<ReportBlock> blocks = [new ChartsBlock([.. Charts(sent, messages)], 2)];
        OfferMessage[] samples = [.. Samples(sent)];
        if (samples.Length > 0)
        {
            blocks.Add(new HeadingBlock("Some of the messages"));
            blocks.Add(new CardsBlock([.. samples.Select(Card)]));
        }

        report.AddSection(new ReportSection("messages", "Words, channel and hour", Lede(messages, sent, channels, money), blocks));
    }

    private static string Lede(OfferMessages messages, OfferMessage[] sent, string channels, ValueFormat money)
    {
        int own = sent.Count(message => message.Time is { OwnEvents: > 0 });
        int unsent = messages.All.Count - sent.Length;
        return $"{ReportText.Counted(sent.Length, "message is", "messages are")} ready to send: {channels}. "
            + $"The contacts cost {ReportText.Money(money, messages.ContactCost)}. "
            + (messages.Contacts > 0
                ? $"Reach was learned from {ReportText.Counted(messages.Contacts, "earlier contact", "earlier contacts")}, "
                    + $"{ReportText.Share(messages.ContactsOfCustomers, messages.Contacts)} of them with customers. "
                : "No earlier contacts are known, so the reach of each channel is assumed. ")
            + (messages.LaterContacts > 0
                ? $"{ReportText.Counted(messages.LaterContacts, "later contact is", "later contacts are")} left out. "
                : "")
            + (sent.All(message => message.Time is null)
                ? "The events have no times of day: messages go out as soon as quiet hours allow. "
                : $"The hour follows from the customer's own habits for {ReportText.Share(own, sent.Length)} of them, drawn towards those "
                    + "of the segment; where nothing is known of a customer it is the segment's. ")
            + (unsent > 0 ? $"{ReportText.Counted(unsent, "offer isn't", "offers aren't")} sent, as no contact pays or may be made. " : "")
            + (messages.UnknownLocales > 0
                ? $"{ReportText.Counted(messages.UnknownLocales, "customer has", "customers have")} a language that isn't known here and "
                    + "are written to in the shop's."
                : "");
    }

    private static IEnumerable<Chart> Charts(OfferMessage[] sent, OfferMessages messages)
    {
        ILookup<int, OfferMessage> hours = sent.ToLookup(message => message.SendAt!.Value.Hour);
        if (sent.Length == 0) yield break;
        int first = hours.Min(hour => hour.Key), last = hours.Max(hour => hour.Key);
        yield return new BarChart
        {
            Title = "When messages go out",
            Subtitle = "by the customer's clock",
            Bars = [.. Enumerable.Range(first, last - first + 1).Select(hour => new Bar($"{hour:00}:00", hours[hour].Count()))],
            Value = new Axis("Messages"),
            Width = 400,
        };
        yield return new BarChart
        {
            Title = "Messages by channel",
            Subtitle = "the line marks how many are expected to be noticed",
            Bars =
            [
                .. messages.ByChannel.Select(one => new Bar(
                    ReportText.Capitalized(NameOf(one.Channel)), one.Messages,
                    sent.Where(message => message.Channel.Channel == one.Channel).Sum(message => message.Channel.Reach))),
            ],
            Value = new Axis("Messages"),
            ReferenceName = "expected to be noticed",
            Width = 400,
            Color = 2,
        };
    }

    /// <summary>Of each offer the message that is expected to bring most, offers that bring most first.</summary>
    private static IEnumerable<OfferMessage> Samples(OfferMessage[] sent) => sent
        .GroupBy(message => message.Decision.Offer!.Id, StringComparer.Ordinal)
        .Select(offer => (Best: offer.MaxBy(message => message.Channel.ExpectedNet)!, Net: offer.Sum(one => one.Channel.ExpectedNet)))
        .OrderByDescending(offer => offer.Net).ThenBy(offer => offer.Best.Decision.Offer!.Id, StringComparer.Ordinal)
        .Take(MostCards).Select(offer => offer.Best);

    private static ReportCard Card(OfferMessage message)
    {
        OfferText text = message.Text!;
        DateTimeOffset at = message.SendAt!.Value;
        string body = string.Join(' ', text.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        List<ReportCardLine> lines = [new(text.Subject, Reason: body)];
        if (text.CallToAction.Length > 0) lines.Add(new($"[ {text.CallToAction} ]"));
        lines.Add(new("Why there and then", Reason: ReportText.Capitalized(string.Join("; ", MessagesFile.Reasons(message))) + "."));
        return new ReportCard(
            message.Decision.Customer.Value, message.Decision.Profile.Segment ?? "",
            $"{ReportText.Capitalized(NameOf(message.Channel.Channel!.Value))} on "
                + at.ToString("dddd, d MMMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture),
            lines);
    }

    private static string NameOf(OfferChannel channel) => channel switch
    {
        OfferChannel.Email => "by e-mail",
        OfferChannel.Sms => "by text message",
        OfferChannel.InApp => "in the app",
        OfferChannel.Banner => "by banner",
        _ => "in the store",
    };
}
