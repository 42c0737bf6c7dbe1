using System.Text.Json;

namespace Personalization.Data;

/// <summary>An attribute of customers that the log holds.</summary>
/// <param name="Name">Name in lower snake case.</param>
/// <param name="Customers">Customers of the log who have a value.</param>
public sealed record AttributeCount(string Name, int Customers);

/// <summary>Something said of customers that the log doesn't hold.</summary>
/// <param name="Name">Column, or trait, as the file names it.</param>
/// <param name="Reason">Why: "personal identifier".</param>
/// <param name="Values">Values that were left out; 0 where that is a whole column, which wasn't looked at.</param>
public sealed record AttributeLeftOut(string Name, string Reason, long Values)
{
    internal static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<AttributeLeftOut> all)
    {
        json.WriteStartArray(name);
        foreach (AttributeLeftOut left in all)
        {
            json.WriteStartObject();
            json.WriteString("name", left.Name);
            json.WriteString("reason", left.Reason);
            json.WriteNumber("values", left.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>The account of a file: every row that was read is kept, or dropped under exactly one rule. Immutable.</summary>
public sealed record CleaningReport
{
    /// <summary>Name of the file or source.</summary>
    public required string Source { get; init; }

    /// <summary>Format that was read.</summary>
    public required EventFileFormat Format { get; init; }

    /// <summary>Name of one of <see cref="EventReadOptions.Formats"/>: "Parquet"; null where <see cref="Format"/> says it all.</summary>
    public string? FormatName { get; init; }

    /// <summary>Layout that the columns were read by: "Shopify orders export", or "columns by name".</summary>
    public required string Layout { get; init; }

    /// <summary>Encoding of the text; null for workbooks and records.</summary>
    public string? Encoding { get; init; }

    /// <summary>Delimiter of a CSV file; null elsewhere.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Rows after the header. A JSON message with three products counts as three.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows that are events of the log now.</summary>
    public required long RowsKept { get; init; }

    /// <summary>Rows whose every field equals that of an earlier row, whether they were dropped or not.</summary>
    public required long ExactDuplicates { get; init; }

    /// <summary>
    /// False where the file was so large that duplicates were looked for among its first rows alone
    /// (<see cref="EventReadOptions.MaxDuplicateBytes"/>).
    /// </summary>
    public required bool ExactDuplicatesComplete { get; init; }

    /// <summary>What each rule did, in the order in which they were tried.</summary>
    public required IReadOnlyList<RuleCount> Rules { get; init; }

    /// <summary>What columns stand for and why, in the order of <see cref="EventField"/>.</summary>
    public required IReadOnlyList<ColumnUse> Columns { get; init; }

    /// <summary>Columns that weren't used.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>Event names that aren't in the vocabulary, with their rows, by name. They became event types of their own.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> UnknownEvents { get; init; }

    /// <summary>Words of the status column that nothing explains, with their rows, by word. They counted as sales.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> UnknownStatuses { get; init; } = [];

    /// <summary>How numbers and dates were read, and what that rests on.</summary>
    public IReadOnlyList<ReadDecision> Decisions { get; init; } = [];

    /// <summary>What somebody should know before relying on what was read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>False where the file has no column of amounts, so that every revenue is 0.</summary>
    public bool HasMoney { get; init; } = true;

    /// <summary>
    /// False where it was said that there are no amounts: by the layout, or by <see cref="EventReadOptions.WithoutMoney"/>.
    /// </summary>
    public bool ExpectsMoney { get; init; } = true;

    /// <summary>Attributes of customers that are in the log now, by name.</summary>
    public IReadOnlyList<AttributeCount> CustomerAttributes { get; init; } = [];

    /// <summary>
    /// What was said of customers and isn't in the log, by name. What points at a person is left out unless
    /// <see cref="EventReadOptions.CustomerAttributes"/> names it.
    /// </summary>
    public IReadOnlyList<AttributeLeftOut> AttributesLeftOut { get; init; } = [];

    /// <summary>Customers of whom attributes were told, but no event was kept: they aren't in the log.</summary>
    public int CustomersWithoutEvents { get; init; }

    /// <summary>Time of the earliest event kept; null where none was.</summary>
    public DateTime? FirstTime { get; init; }

    /// <summary>Time of the latest event kept; null where none was.</summary>
    public DateTime? LastTime { get; init; }

    /// <summary>Rows that were dropped.</summary>
    public long RowsDropped => RowsRead - RowsKept;

    /// <summary>What a rule did; all zero where no such rule was tried.</summary>
    public RuleCount this[string ruleName] =>
        Rules.FirstOrDefault(r => r.Name == ruleName) ?? new RuleCount(ruleName, "Not tried.", 0, 0, 0, []);

    /// <summary>The report as indented JSON; the same report gives the same text.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        WriteJson(stream);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the report as indented JSON in UTF-8.</summary>
    public void WriteJson(Stream destination)
    {
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("source", Source);
        json.WriteString("format", FormatName ?? Format.ToString());
        json.WriteString("layout", Layout);
        if (Encoding is not null) json.WriteString("encoding", Encoding);
        if (Delimiter is { } delimiter) json.WriteString("delimiter", delimiter.ToString());
        json.WriteNumber("rows_read", RowsRead);
        json.WriteNumber("rows_kept", RowsKept);
        json.WriteNumber("rows_dropped", RowsDropped);
        json.WriteNumber("exact_duplicates", ExactDuplicates);
        json.WriteBoolean("exact_duplicates_complete", ExactDuplicatesComplete);
        if (FirstTime is { } first) json.WriteString("first_time", first);
        if (LastTime is { } last) json.WriteString("last_time", last);
        json.WriteStartArray("rules");
        foreach (RuleCount rule in Rules) WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteStartObject("columns");
        foreach (ColumnUse column in Columns) json.WriteString(column.Field.ToString(), column.Name);
        json.WriteEndObject();
        json.WriteBoolean("has_money", HasMoney);
        json.WriteStartArray("decisions");
        foreach (ReadDecision decision in Decisions) decision.WriteTo(json);
        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (string warning in Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
        json.WriteStartArray("ignored_columns");
        foreach (string name in IgnoredColumns) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartObject("unknown_statuses");
        foreach ((string word, long count) in UnknownStatuses) json.WriteNumber(word, count);
        json.WriteEndObject();
        json.WriteStartObject("unknown_events");
        foreach ((string name, long count) in UnknownEvents) json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteStartObject("customer_attributes");
        foreach (AttributeCount attribute in CustomerAttributes) json.WriteNumber(attribute.Name, attribute.Customers);
        json.WriteEndObject();
        AttributeLeftOut.WriteAll(json, "customer_attributes_left_out", AttributesLeftOut);
        json.WriteNumber("customers_without_events", CustomersWithoutEvents);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleCount rule)
    {
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        json.WriteString("description", rule.Description);
        json.WriteNumber("dropped", rule.Dropped);
        json.WriteNumber("repaired", rule.Repaired);
        json.WriteNumber("matched", rule.Matched);
        RowExample.WriteAll(json, "examples", rule.Examples);
        json.WriteEndObject();
    }
}
