using System.Text.Json;
using Personalization.Data;

namespace Personalization;

/// <summary>What <see cref="CustomerFileStep"/> found. Immutable.</summary>
/// <param name="File">The account of the file.</param>
/// <param name="Join">Who stands on both sides, and who on one alone.</param>
public sealed record CustomerFileFindings(CustomerFileReport File, CustomerFileJoin Join)
{
    /// <summary>Writes both as indented JSON in UTF-8.</summary>
    public void WriteJson(Stream destination)
    {
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("matched", Join.Matched);
        Side(json, "in_file_only", Join.InFileOnly, Join.InFileOnlyExamples);
        json.WriteNumber("in_file_only_without_purchase", Join.InFileOnlyWithoutPurchase);
        Side(json, "in_events_only", Join.InTableOnly, Join.InTableOnlyExamples);
        json.WritePropertyName("file");
        File.WriteTo(json);
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, int count, IReadOnlyList<string> examples)
    {
        json.WriteNumber(name, count);
        json.WriteStartArray($"{name}_examples");
        foreach (string id in examples) json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
