using System.Globalization;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>The messages as a file: what a mailing program needs, a row for each offer.</summary>
internal static class MessagesFile
{
    public static void Write(OfferMessages messages, Stream destination)
    {
        using CsvTableWriter csv = new(
            destination,
            [
                "customer_id", "offer_id", "variant", "channel", "send_at", "language", "subject", "body", "call_to_action", "words_by",
                "reach", "contact_cost", "open_rate", "reasons",
            ],
            leaveOpen: true);
        foreach (OfferMessage message in messages.All)
        {
            (OfferText? text, OfferDecision decision) = (message.Text, message.Decision);
            csv.Write(decision.Customer.Value).Write(decision.Offer!.Id).Write(decision.Variant);
            csv.Write(message.Channel.Channel is { } channel ? NameOf(channel) : null);
            csv.Write(message.SendAt?.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture));
            csv.Write(text?.Language).Write(text?.Subject).Write(text?.Body).Write(text?.CallToAction);
            csv.Write(text is null ? null : text.Source == OfferTextSource.Template ? "template" : "model");
            csv.Write(Math.Round(message.Channel.Reach, NumberColumn.DefaultDecimals)).Write(message.Channel.ContactCost);
            csv.Write(Math.Round(message.Time?.OpenRate ?? double.NaN, NumberColumn.DefaultDecimals));
            csv.Write(string.Join(" | ", Reasons(message)));
            csv.EndRow();
        }
    }

    /// <summary>The name of a channel in files, as files of contacts have it.</summary>
    public static string NameOf(OfferChannel channel) => channel switch
    {
        OfferChannel.Email => "email",
        OfferChannel.Sms => "sms",
        OfferChannel.InApp => "app",
        OfferChannel.Banner => "banner",
        OfferChannel.Store => "store",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "There is no such channel."),
    };

    /// <summary>Why there and then, and what of the words was refused.</summary>
    public static IEnumerable<string> Reasons(OfferMessage message)
    {
        foreach (string reason in message.Channel.Reasons) yield return reason;
        if (message.SendAt is null) yield break;
        if (message.Time is null) yield return "no hour of the day speaks for itself: it is sent as soon as quiet hours allow";
        else
        {
            foreach (string reason in message.Time.Reasons) yield return reason;
        }

        foreach (OfferTextFinding refusal in message.Text!.Refusals)
            yield return $"a text was refused by the check of {refusal.Check}: {refusal.Reason}";
    }
}
