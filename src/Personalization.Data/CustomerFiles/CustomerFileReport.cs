using System.Text.Json;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What became of a column of a file of customers.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Column">Name of the column that was made of it, in lower snake case.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Why">What tells: "all 9,812 values are numbers".</param>
/// <param name="Known">Customers of whom it says something.</param>
/// <param name="Unreadable">Values that aren't of the kind: their cells are missing.</param>
/// <param name="Examples">The first of these.</param>
public sealed record CustomerFileColumn(
    string Name, string Column, ColumnKind Kind, string Why, long Known, long Unreadable, IReadOnlyList<RowExample> Examples);

/// <summary>The account of a file of customers: every row and every column of it. Immutable.</summary>
public sealed record CustomerFileReport
{
    /// <summary>Name of the file.</summary>
    public required string Source { get; init; }

    /// <summary>Encoding of the text.</summary>
    public required string Encoding { get; init; }

    /// <summary>Delimiter.</summary>
    public required char Delimiter { get; init; }

    /// <summary>The column of ids, and why it was taken for that.</summary>
    public required string IdColumn { get; init; }

    /// <inheritdoc cref="IdColumn"/>
    public required string IdWhy { get; init; }

    /// <summary>Rows below the header.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Different customers.</summary>
    public required int Customers { get; init; }

    /// <summary>Rows without an id, which say nothing of anybody.</summary>
    public required long RowsWithoutId { get; init; }

    /// <summary>
    /// Rows of a customer who had one before. Of several values of one customer the last one holds; an empty cell takes none away.
    /// </summary>
    public required long RepeatedRows { get; init; }

    /// <summary>The first repeated rows.</summary>
    public IReadOnlyList<RowExample> RepeatedExamples { get; init; } = [];

    /// <summary>Ids that a spreadsheet shortened (1.2E+12), which may stand for several customers.</summary>
    public long DamagedIds { get; init; }

    /// <summary>The columns that were made, in the order of the file.</summary>
    public required IReadOnlyList<CustomerFileColumn> Columns { get; init; }

    /// <summary>Columns that were left out, and why.</summary>
    public required IReadOnlyList<AttributeLeftOut> LeftOut { get; init; }

    /// <summary>How numbers and dates were read where they could be read in two ways.</summary>
    public IReadOnlyList<ReadDecision> Decisions { get; init; } = [];

    /// <summary>The columns that say what customers agreed to.</summary>
    public IReadOnlyList<ConsentColumn> Consent { get; init; } = [];

    /// <summary>Writes the report as one JSON object; the same report gives the same text.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("source", Source);
        json.WriteString("encoding", Encoding);
        json.WriteString("delimiter", Delimiter.ToString());
        json.WriteString("id_column", IdColumn);
        json.WriteString("id_why", IdWhy);
        json.WriteNumber("rows_read", RowsRead);
        json.WriteNumber("customers", Customers);
        json.WriteNumber("rows_without_id", RowsWithoutId);
        json.WriteNumber("repeated_rows", RepeatedRows);
        RowExample.WriteAll(json, "repeated_examples", RepeatedExamples);
        json.WriteNumber("damaged_ids", DamagedIds);
        json.WriteStartArray("columns");
        foreach (CustomerFileColumn column in Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("column", column.Column);
            json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Kind.ToString()));
            json.WriteString("why", column.Why);
            json.WriteNumber("known", column.Known);
            json.WriteNumber("unreadable", column.Unreadable);
            RowExample.WriteAll(json, "examples", column.Examples);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("consent");
        foreach (ConsentColumn column in Consent)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteStartArray("purposes");
            foreach (ConsentPurpose purpose in column.Purposes)
                json.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(purpose.ToString()));
            json.WriteEndArray();
            json.WriteBoolean("is_objection", column.IsObjection);
            json.WriteNumber("agreed", column.Agreed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        AttributeLeftOut.WriteAll(json, "left_out", LeftOut);
        json.WriteStartArray("decisions");
        foreach (ReadDecision decision in Decisions) decision.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
