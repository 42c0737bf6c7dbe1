using System.Text.Json;

namespace Personalization.Core;

/// <summary>Writes and reads a <see cref="FeatureEncoding"/> as JSON.</summary>
internal static class FeatureEncodingJson
{
    private const string Columns = "columns", Name = "name", Encoding = "encoding", Levels = "levels", Shares = "shares", Other = "other",
        Missing = "missing", FlagMissing = "flag_missing", Dimensions = "dimensions";

    /// <summary>Longest vector that a text may ask for: it is what features are allocated by.</summary>
    private const int MostDimensions = 65_536;

    public static string Write(FeatureEncoding encoding)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray(Columns);
            foreach (EncodedColumn column in encoding.Columns) Write(column, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static FeatureEncoding Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new FeatureEncoding([.. document.RootElement.GetProperty(Columns).EnumerateArray().Select(ReadColumn)]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException($"The text is no feature encoding: {error.Message}", error);
        }
    }

    private static void Write(EncodedColumn column, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(Name, column.Name);
        json.WriteString(Encoding, column.Encoding.ToString());
        if (column.Levels.Count > 0)
        {
            json.WriteStartArray(Levels);
            foreach (string level in column.Levels) json.WriteStringValue(level);
            json.WriteEndArray();
        }

        if (column.Shares.Count > 0)
        {
            json.WriteStartArray(Shares);
            foreach (double share in column.Shares) json.WriteNumberValue(share);
            json.WriteEndArray();
        }

        if (column.HasOther) json.WriteBoolean(Other, true);
        if (column.Missing is { } missing) json.WriteNumber(Missing, missing);
        if (column.FlagMissing) json.WriteBoolean(FlagMissing, true);
        if (column.Encoding == ColumnEncoding.Vector) json.WriteNumber(Dimensions, column.Dimensions);
        json.WriteEndObject();
    }

    private static EncodedColumn ReadColumn(JsonElement json)
    {
        string name = Guard.NotBlank(json.GetProperty(Name).GetString()!, Name);
        ColumnEncoding encoding = json.GetProperty(Encoding).GetString() switch
        {
            nameof(ColumnEncoding.Numbers) => ColumnEncoding.Numbers,
            nameof(ColumnEncoding.OneHot) => ColumnEncoding.OneHot,
            nameof(ColumnEncoding.Ordinal) => ColumnEncoding.Ordinal,
            nameof(ColumnEncoding.Frequency) => ColumnEncoding.Frequency,
            nameof(ColumnEncoding.Vector) => ColumnEncoding.Vector,
            string unknown => throw new FormatException(
                $"Column '{name}' is encoded as '{unknown}'; Numbers, OneHot, Ordinal, Frequency or Vector is expected."),
            null => throw new FormatException($"Column '{name}' doesn't say how it is encoded."),
        };
        EncodedColumn column = new(name, encoding)
        {
            Levels = List(json, Levels, level => Text(level, name)),
            Shares = List(json, Shares, share => Number(share, name)),
            HasOther = json.TryGetProperty(Other, out JsonElement other) && other.GetBoolean(),
            Missing = json.TryGetProperty(Missing, out JsonElement missing) ? Number(missing, name) : null,
            FlagMissing = json.TryGetProperty(FlagMissing, out JsonElement flag) && flag.GetBoolean(),
            Dimensions = encoding == ColumnEncoding.Vector
                ? Guard.InRange(json.GetProperty(Dimensions).GetInt32(), 0, MostDimensions, Dimensions)
                : 0,
        };
        if (column.Levels.Distinct(StringComparer.Ordinal).Count() < column.Levels.Count)
            throw new FormatException($"Column '{name}' has a level twice.");
        int expected = encoding == ColumnEncoding.Frequency ? column.Levels.Count : 0;
        return column.Shares.Count == expected
            ? column
            : throw new FormatException($"Column '{name}' has {column.Shares.Count} shares where {expected} are expected.");
    }

    private static T[] List<T>(JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out JsonElement values) ? [.. values.EnumerateArray().Select(read)] : [];

    private static string Text(JsonElement json, string column) =>
        json.GetString() ?? throw new FormatException($"Column '{column}' has a level that is null.");

    private static double Number(JsonElement json, string column) =>
        json.GetDouble() is double number && double.IsFinite(number)
            ? number
            : throw new FormatException($"Column '{column}' has a number that isn't finite.");
}
