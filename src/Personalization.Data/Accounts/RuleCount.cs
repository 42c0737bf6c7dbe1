using System.Text.Json;

namespace Personalization.Data;

/// <summary>A row that a rule dropped or repaired.</summary>
/// <param name="Row">Row as a text editor or a spreadsheet numbers it, from 1.</param>
/// <param name="Column">Column as the file names it; null where the rule isn't about one.</param>
/// <param name="Value">What stood there, shortened to 80 characters.</param>
public sealed record RowExample(long Row, string? Column, string Value)
{
    internal static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<RowExample> examples)
    {
        json.WriteStartArray(name);
        foreach (RowExample example in examples)
        {
            json.WriteStartObject();
            json.WriteNumber("row", example.Row);
            if (example.Column is not null) json.WriteString("column", example.Column);
            json.WriteString("value", example.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>What one rule did to a file.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="Description">What it does and why.</param>
/// <param name="Dropped">Rows that this rule was the first to drop: over all rules they add up to what was read less what was kept.</param>
/// <param name="Repaired">Rows that it repaired.</param>
/// <param name="Matched">Rows that it would drop were it the only rule.</param>
/// <param name="Examples">The first rows it dropped or repaired.</param>
public sealed record RuleCount(
    string Name, string Description, long Dropped, long Repaired, long Matched, IReadOnlyList<RowExample> Examples);
