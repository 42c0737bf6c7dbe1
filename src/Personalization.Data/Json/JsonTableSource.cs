using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads JSON objects of any vocabulary as rows: a plain value is a column named by its path (<c>ecommerce.transaction_id</c>), and a list
/// of items becomes a row for each (<c>items.price</c>). Which column stands for what is told as for any other file.
/// </summary>
internal static class JsonTableSource
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    public static SourceFacts Read(TextContent content, JsonObjects objects, CleaningPipeline pipeline, SourceFacts facts)
    {
        JsonColumns columns = JsonColumns.From(content.Head, pipeline.Options.MaxRowBytes);
        if (columns.Names.Count == 0)
            throw new EventFileException("The file holds no JSON objects with plain values: one object for each event is expected.");
        FileSample sample = columns.Sample();
        pipeline.See(columns.Names, sample);
        ColumnPlan plan = ColumnPlan.For(columns.Names, pipeline.Options.ColumnChoice, sample, "JSON objects whose fields are columns");
        pipeline.Start(plan.Layout);
        pipeline.LeavesOutTheUsual = true;
        RowFiller filler = new(pipeline, plan, sample);
        SentTwice sent = new(pipeline);
        EventVocabulary words = new(plan.Layout.EventTypes, pipeline.Options.EventTypes);
        JsonRow row = new(columns);
        while (!pipeline.IsDone && objects.TryRead(out ReadOnlySpan<byte> json))
        {
            json = json.Trim(" \t\r"u8);
            if (json.IsEmpty) continue;
            bool repaired = !Utf8.IsValid(json);
            if (repaired) json = Windows1252.ToUtf8(json);
            Take(json, row, plan, filler, pipeline, sent, words, objects.LineNumber);
        }

        filler.Complete();
        return facts.With(plan);
    }

    private static void Take(
        ReadOnlySpan<byte> json, JsonRow row, ColumnPlan plan, RowFiller filler, CleaningPipeline pipeline, SentTwice sent,
        EventVocabulary words, long line)
    {
        pipeline.Row.Clear(line);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray(), Options);
            row.Fill(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            pipeline.Reject(
                null, Encoding.UTF8.GetString(json[..Math.Min(json.Length, 80)]), "not a JSON object. Mend the line or remove it.");
            return;
        }

        // Objects with a list of items are whole orders: the same one completed again was sent again.
        if (pipeline.Survey is null && row.HasItems && plan[EventField.Order] >= 0)
        {
            string order = row.Text(plan[EventField.Order]), type = row.Text(plan[EventField.Type]).Trim();
            bool completes = type.Length == 0 || words.Resolve(type).Type == EventType.Purchase; // refunds of one order may be several
            if (completes && order.Length > 0 && sent.IsRepeated(default, row.Text(plan[EventField.Customer]), order)) return;
        }

        UInt128 fingerprint = Of(json);
        for (int item = 0; item < row.ItemCount; item++)
        {
            row.MoveTo(item);
            SegmentMessage.Mix(ref fingerprint, item);
            filler.Take(row, line, repaired: false, fingerprint);
        }
    }

    private static UInt128 Of(ReadOnlySpan<byte> json)
    {
        Fingerprint fingerprint = new();
        fingerprint.Add(json);
        return fingerprint.Value;
    }
}
