using System.Text;
using System.Text.Json;
using Personalization.Core;

namespace Personalization.Parquet;

/// <summary>What a file says of a column beside its cells.</summary>
internal sealed record ColumnDescription(string Name, ColumnKind Kind)
{
    private const string NameKey = "name", KindKey = "kind", UnitKey = "unit", DescriptionKey = "description", StepKey = "step";
    private const string DecimalsKey = "decimals", DimensionsKey = "dimensions";

    public string Unit { get; private init; } = "";

    public string Description { get; private init; } = "";

    public string Step { get; private init; } = "";

    /// <summary>Decimals that text files show of a number.</summary>
    public int Decimals { get; private init; }

    /// <summary>Length of a vector.</summary>
    public int Dimensions { get; private init; }

    /// <summary>Descriptions as JSON, with the names of <see cref="CustomerTableFiles.WriteJson"/>.</summary>
    public static string Write(IReadOnlyList<CustomerColumn> columns)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartArray();
            foreach (CustomerColumn column in columns)
            {
                json.WriteStartObject();
                json.WriteString(NameKey, column.Name);
                json.WriteString(KindKey, NameOf(column.Kind));
                if (column.Unit.Length > 0) json.WriteString(UnitKey, column.Unit);
                if (column.Description.Length > 0) json.WriteString(DescriptionKey, column.Description);
                if (column.Step.Length > 0) json.WriteString(StepKey, column.Step);
                if (column is NumberColumn number) json.WriteNumber(DecimalsKey, number.Decimals);
                if (column is VectorColumn vector) json.WriteNumber(DimensionsKey, vector.Dimensions);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <exception cref="InvalidDataException">A column is of a kind that isn't known.</exception>
    /// <exception cref="JsonException">The text isn't JSON.</exception>
    public static IReadOnlyList<ColumnDescription> Read(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        List<ColumnDescription> all = [];
        foreach (JsonElement column in json.RootElement.EnumerateArray())
        {
            string name = TextOf(column, NameKey), kind = TextOf(column, KindKey);
            ColumnKind? known = Enum.GetValues<ColumnKind>().Where(one => NameOf(one) == kind).Cast<ColumnKind?>().FirstOrDefault();
            all.Add(new ColumnDescription(name, known ?? throw new InvalidDataException($"column '{name}' is of kind '{kind}'."))
            {
                Unit = TextOf(column, UnitKey),
                Description = TextOf(column, DescriptionKey),
                Step = TextOf(column, StepKey),
                Decimals = NumberOf(column, DecimalsKey, NumberColumn.DefaultDecimals),
                Dimensions = NumberOf(column, DimensionsKey, 0),
            });
        }

        return all;
    }

    private static string NameOf(ColumnKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static string TextOf(JsonElement column, string key) =>
        column.TryGetProperty(key, out JsonElement value) ? value.GetString() ?? "" : "";

    private static int NumberOf(JsonElement column, string key, int otherwise) =>
        column.TryGetProperty(key, out JsonElement value) ? value.GetInt32() : otherwise;
}
