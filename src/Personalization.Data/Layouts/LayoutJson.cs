using System.Text.Json;

namespace Personalization.Data;

/// <summary>
/// Layouts as JSON, by hand: no type is named in a file, and an unknown member is an error rather than a typo that does nothing.
/// </summary>
internal static class LayoutJson
{
    private const int MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 8
    };

    public static EventLayout Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength) throw new FormatException($"The layout is longer than {MaxLength:N0} characters.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The layout isn't JSON: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The layout is wrong: {e.Message}", e);
        }
    }

    public static string Write(EventLayout layout)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) Write(json, layout);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static EventLayout Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("A layout is one JSON object.");
        if (!root.TryGetProperty("name", out JsonElement name) || !root.TryGetProperty("recognized_by", out JsonElement recognized))
            throw new FormatException("A layout needs \"name\" and \"recognized_by\", the columns that it is known by.");
        EventLayout layout = new() { Name = Text(name, "name"), RecognizedBy = Texts(recognized, "recognized_by") };
        foreach (JsonProperty member in root.EnumerateObject())
        {
            JsonElement value = member.Value;
            layout = member.Name switch
            {
                "name" or "recognized_by" => layout,
                "unlike_by" => layout with { UnlikeBy = Texts(value, member.Name) },
                "columns" => layout with { Columns = Fields(value, member.Name) },
                "refund_columns" => layout with { RefundColumns = Fields(value, member.Name) },
                "customer_else" => layout with { CustomerElse = Texts(value, member.Name) },
                "item_else" => layout with { ItemElse = Texts(value, member.Name) },
                "row" => layout with { Row = Choice<RowUnit>(value, member.Name) },
                "statuses" => layout with { Statuses = Words(value, member.Name, Choice<StatusMeaning>) },
                "more_statuses" => layout with { MoreStatuses = Texts(value, member.Name) },
                "events" => layout with { Events = Words(value, member.Name, Text) },
                "is_account_statement" => layout with { IsAccountStatement = Flag(value, member.Name) },
                "total_is_before_discount" => layout with { TotalIsBeforeDiscount = Flag(value, member.Name) },
                "sum_where_blank" => layout with { SumWhereBlank = Texts(value, member.Name) },
                "row_key" => layout with { RowKey = Texts(value, member.Name) },
                "footers" => layout with { Footers = Texts(value, member.Name) },
                "amount_factor" => layout with { AmountFactor = Number(value, member.Name) },
                "cancelled_order_prefix" => layout with { CancelledOrderPrefix = Text(value, member.Name) },
                "normalize_item_codes" => layout with { NormalizeItemCodes = Flag(value, member.Name) },
                "drops_non_positive" => layout with { DropsNonPositive = Flag(value, member.Name) },
                "has_no_money" => layout with { HasNoMoney = Flag(value, member.Name) },
                "day_first" => layout with { DayFirst = Flag(value, member.Name) },
                "amounts" => layout with { Amounts = Text(value, member.Name) },
                "refusal" => layout with { Refusal = Text(value, member.Name) },
                _ => throw new FormatException($"A layout has no member \"{member.Name}\"."),
            };
        }

        return layout;
    }

    private static void Write(Utf8JsonWriter json, EventLayout layout)
    {
        json.WriteStartObject();
        json.WriteString("name", layout.Name);
        WriteTexts(json, "recognized_by", layout.RecognizedBy);
        if (layout.UnlikeBy.Count > 0) WriteTexts(json, "unlike_by", layout.UnlikeBy);
        WriteFields(json, "columns", layout.Columns);
        if (layout.RefundColumns.Count > 0) WriteFields(json, "refund_columns", layout.RefundColumns);
        if (layout.CustomerElse.Count > 0) WriteTexts(json, "customer_else", layout.CustomerElse);
        if (layout.ItemElse.Count > 0) WriteTexts(json, "item_else", layout.ItemElse);
        json.WriteString("row", Snake(layout.Row.ToString()));
        WriteWords(json, "statuses", layout.Statuses, static meaning => Snake(meaning.ToString()));
        if (layout.MoreStatuses.Count > 0) WriteTexts(json, "more_statuses", layout.MoreStatuses);
        WriteWords(json, "events", layout.Events, static text => text);
        if (layout.IsAccountStatement) json.WriteBoolean("is_account_statement", true);
        if (layout.TotalIsBeforeDiscount) json.WriteBoolean("total_is_before_discount", true);
        if (layout.SumWhereBlank.Count > 0) WriteTexts(json, "sum_where_blank", layout.SumWhereBlank);
        if (layout.RowKey.Count > 0) WriteTexts(json, "row_key", layout.RowKey);
        if (layout.Footers.Count > 0) WriteTexts(json, "footers", layout.Footers);
        if (layout.AmountFactor != 1m) json.WriteNumber("amount_factor", layout.AmountFactor);
        if (layout.CancelledOrderPrefix is { } prefix) json.WriteString("cancelled_order_prefix", prefix);
        if (layout.NormalizeItemCodes) json.WriteBoolean("normalize_item_codes", true);
        if (layout.DropsNonPositive) json.WriteBoolean("drops_non_positive", true);
        if (layout.HasNoMoney) json.WriteBoolean("has_no_money", true);
        if (layout.DayFirst is { } dayFirst) json.WriteBoolean("day_first", dayFirst);
        if (layout.Amounts.Length > 0) json.WriteString("amounts", layout.Amounts);
        if (layout.Refusal is { } refusal) json.WriteString("refusal", refusal);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter json, string name, IReadOnlyDictionary<EventField, IReadOnlyList<string>> fields)
    {
        json.WriteStartObject(name);
        foreach ((EventField field, IReadOnlyList<string> names) in fields.OrderBy(f => f.Key)) WriteTexts(json, Snake(field.ToString()),
            names);
        json.WriteEndObject();
    }

    private static void WriteWords<T>(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> words, Func<T, string> text)
    {
        if (words.Count == 0) return;
        json.WriteStartObject(name);
        foreach ((string word, T meaning) in words.OrderBy(w => w.Key, StringComparer.Ordinal)) json.WriteString(word, text(meaning));
        json.WriteEndObject();
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));

    private static string Text(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new FormatException($"\"{name}\" of a layout is a text, not {value.ValueKind}.");

    private static bool Flag(JsonElement value, string name) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw new FormatException($"\"{name}\" of a layout is true or false, not {value.ValueKind}.");

    private static decimal Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
            ? number
            : throw new FormatException($"\"{name}\" of a layout is a number, not {value.ValueKind}.");

    private static string[] Texts(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(each => Text(each, name))],
        _ => throw new FormatException($"\"{name}\" of a layout is a list of texts, not {value.ValueKind}."),
    };

    private static T Choice<T>(JsonElement value, string name)
        where T : struct, Enum
    {
        string text = Text(value, name);
        foreach (T choice in Enum.GetValues<T>())
        {
            if (HeaderNames.Key(choice.ToString()) == HeaderNames.Key(text)) return choice;
        }

        string choices = string.Join(", ", Enum.GetNames<T>().Select(Snake));
        throw new FormatException($"\"{name}\" of a layout is one of {choices}, not \"{text}\".");
    }

    private static Dictionary<EventField, IReadOnlyList<string>> Fields(JsonElement value, string name)
    {
        Dictionary<EventField, IReadOnlyList<string>> fields = [];
        foreach (JsonProperty member in Members(value, name))
        {
            EventField? field = HeaderNames.FieldOf(member.Name);
            fields[field ?? throw new FormatException($"\"{name}\" of a layout knows no field \"{member.Name}\".")] = Texts(member.Value,
                member.Name);
        }

        return fields;
    }

    private static Dictionary<string, T> Words<T>(JsonElement value, string name, Func<JsonElement, string, T> read)
    {
        Dictionary<string, T> words = new(StringComparer.Ordinal);
        foreach (JsonProperty member in Members(value, name)) words[member.Name] = read(member.Value, member.Name);
        return words;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject()
        : throw new FormatException($"\"{name}\" of a layout is an object, not {value.ValueKind}.");
}
