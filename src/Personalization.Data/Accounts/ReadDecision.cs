using System.Text.Json;

namespace Personalization.Data;

/// <summary>How the values of a column were read where they could be read in two ways.</summary>
/// <param name="Column">The column.</param>
/// <param name="Choice">What was chosen: "day before month", "decimal comma".</param>
/// <param name="Assumed">True where no value tells, so that it may be wrong.</param>
/// <param name="Evidence">The value that tells, or why none does.</param>
/// <param name="ChangeWith">What changes it: "--month-first (EventReadOptions.DayFirst = false)".</param>
public sealed record ReadDecision(string Column, string Choice, bool Assumed, string Evidence, string ChangeWith)
{
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("column", Column);
        json.WriteString("choice", Choice);
        json.WriteBoolean("assumed", Assumed);
        json.WriteString("evidence", Evidence);
        json.WriteString("change_with", ChangeWith);
        json.WriteEndObject();
    }
}
