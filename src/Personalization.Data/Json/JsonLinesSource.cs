using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads one JSON object a line in the vocabulary of Segment's e-commerce specification, version 2 and its older names. A message with
/// products becomes one row for each; messages that aren't events (identify, group, alias) are counted and dropped, after the traits of
/// identify were taken.
/// </summary>
internal static class JsonLinesSource
{
    private static readonly EventField[] ProductTexts = [EventField.Item, EventField.ItemTitle, EventField.Category];
    private static readonly EventField[] MessageTexts =
        [EventField.Customer, EventField.Order, EventField.Currency, EventField.Session, EventField.Channel];

    public static SourceFacts Read(TextContent content, CleaningPipeline pipeline, SourceFacts facts)
    {
        JsonObjects lines = JsonObjects.From(content, pipeline.Options.MaxRowBytes);
        return JsonHead.IsSegment(content.Head)
            ? ReadMessages(lines, pipeline, facts)
            : JsonTableSource.Read(content, lines, pipeline, facts);
    }

    private static SourceFacts ReadMessages(JsonObjects lines, CleaningPipeline pipeline, SourceFacts facts)
    {
        pipeline.Start(EventLayouts.Segment);
        SegmentMessage message = new();
        SentTwice sent = new(pipeline);
        EventVocabulary vocabulary = new(EventLayouts.Segment.EventTypes, pipeline.Options.EventTypes);
        EventRow row = pipeline.Row;
        row.NormalizesItems = false;
        while (!pipeline.IsDone && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            line = line.Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            row.Clear(lines.LineNumber);
            byte[]? transcoded = null;
            if (!Utf8.IsValid(line)) line = transcoded = Windows1252.ToUtf8(line);
            try
            {
                message.Parse(line);
            }
            catch (JsonException e)
            {
                pipeline.Reject(null, System.Text.Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)]),
                    $"not a JSON object: {Reason(e)}");
                continue;
            }

            Take(message, pipeline, vocabulary, sent, Fingerprint(line), transcoded is not null);
        }

        return facts;
    }

    private static UInt128 Fingerprint(ReadOnlySpan<byte> line)
    {
        Fingerprint fingerprint = new();
        fingerprint.Add(line);
        return fingerprint.Value;
    }

    private static string Reason(JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static void Take(
        SegmentMessage message, CleaningPipeline pipeline, EventVocabulary vocabulary, SentTwice sent, UInt128 fingerprint, bool repaired)
    {
        long line = pipeline.Row.Row;
        if (message.Kind == "identify") TakeTraits(message, pipeline);
        if (message.Kind is "identify" or "group" or "alias" or "delete")
        {
            string description = $"The message is of type {message.Kind}: it says who somebody is, not what happened.";
            pipeline.Drop(message.Kind, description, message.CustomerText, isDefect: false);
            return;
        }

        if (TypeOf(message, vocabulary) is not { } type)
        {
            pipeline.Reject("event", message.Kind, "a message needs \"type\":\"track\" and an \"event\", or the type page or screen.");
            return;
        }

        if (!type.IsKnown) pipeline.Notes.UnknownEvent(type.Type.Name);
        if (!TryTime(message, pipeline, out long ticks))
        {
            pipeline.Reject("timestamp", message.Time, "not a time that is known; ISO 8601 is meant.");
            return;
        }

        ReadOnlySpan<char> order = type.Type == EventType.Purchase ? message.Text(EventField.Order) : default;
        if (sent.IsRepeated(message.Id, message.Text(EventField.Customer), order)) return;
        for (int product = 0; product < Math.Max(1, message.ProductCount); product++)
        {
            EventRow row = pipeline.Row;
            row.Clear(line);
            row.Type = type.Type;
            row.IsCancelled = type.Type == EventVocabulary.OrderCancelled;
            row.Ticks = ticks;
            foreach (EventField field in MessageTexts) row.SetText(field, message.Text(field));
            foreach (EventField field in ProductTexts) row.SetText(field, message.ProductText(product, field));
            if (!TryNumbers(message, product, pipeline)) continue;
            row.EncodingWasRepaired = repaired;
            SegmentMessage.Mix(ref fingerprint, product);
            row.Fingerprint = fingerprint;
            pipeline.Commit();
        }
    }

    private static (EventType Type, bool IsKnown)? TypeOf(SegmentMessage message, EventVocabulary vocabulary)
    {
        if (message.Kind is "page" or "screen") return (new EventType(message.Kind), true);
        ReadOnlySpan<char> name = message.Event.AsSpan().Trim();
        if (message.Kind.Length > 0 && message.Kind != "track") return null;
        if (name.IsEmpty) return null;
        return vocabulary.Resolve(name.Length > 100 ? name[..100] : name);
    }

    private static void TakeTraits(SegmentMessage message, CleaningPipeline pipeline)
    {
        bool hasTime = TryTime(message, pipeline, out long ticks);
        ReadOnlySpan<char> customer = message.CustomerText.AsSpan().Trim();
        bool hasCustomer = customer.Length > 0 && customer.Length <= pipeline.Options.MaxTextLength;
        string? reason = !hasCustomer ? "said of no customer" : hasTime ? null : "said at no time that is known";
        foreach ((string path, string? value) in message.Traits)
        {
            if (reason is null) pipeline.TakeTrait(customer, path, value, ticks);
            else pipeline.Attributes.LeaveOut(path, reason, 1);
        }

        if (message.TraitsTooMany > 0) pipeline.Attributes.LeaveOut("other", "more traits than a message may have", message.TraitsTooMany);
    }

    private static bool TryTime(SegmentMessage message, CleaningPipeline pipeline, out long ticks)
    {
        ticks = 0;
        Span<byte> utf8 = stackalloc byte[256];
        return TryUtf8(message.Time, utf8, out int length) && pipeline.Times.TryParse(utf8[..length], out ticks);
    }

    /// <summary>
    /// Quantity and price of a product, or of the message where it names none: an order without lines is one unit at its total.
    /// </summary>
    private static bool TryNumbers(SegmentMessage message, int product, CleaningPipeline pipeline)
    {
        EventRow row = pipeline.Row;
        DecimalSign sign = pipeline.Options.DecimalComma == true ? DecimalSign.Comma : DecimalSign.Point;
        string quantity = message.Quantity(product), price = message.Price(product);
        if (price.Length == 0 && message.ProductCount == 0 && row.IsTransaction) (quantity, price) = ("", message.Total);
        row.ExpectsPrice = row.IsTransaction;
        row.ExpectsQuantity = false;
        Span<byte> utf8 = stackalloc byte[256];
        if (quantity.Length > 0)
        {
            if (!TryUtf8(quantity.AsSpan().Trim(), utf8, out int length)
                || !NumberParser.TryParseQuantity(utf8[..length], sign, out double value))
            {
                pipeline.Reject("quantity", quantity, "not a number.");
                return false;
            }

            row.Quantity = value;
        }

        if (price.Length == 0) return true;
        if (!TryUtf8(price.AsSpan().Trim(), utf8, out int priceLength)
            || !NumberParser.TryParseMoney(utf8[..priceLength], sign, out long units, out bool rounded))
        {
            pipeline.Reject("price", price, "not a number.");
            return false;
        }

        row.PriceUnits = units;
        row.PriceWasRounded = rounded;
        return true;
    }

    private static bool TryUtf8(ReadOnlySpan<char> text, Span<byte> utf8, out int length) =>
        Utf8.FromUtf16(text, utf8, out _, out length) == OperationStatus.Done;
}
