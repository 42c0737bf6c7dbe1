using System.Globalization;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>Files of a <see cref="CustomerTable"/>. They know kinds of columns and no column by its name.</summary>
public static class CustomerTableFiles
{
    /// <summary>Name of the ids' column in files.</summary>
    public const string IdName = "customer_id";

    /// <summary>
    /// Writes a row a customer as CSV. A cell of a spreadsheet holds one value, so columns of lists and vectors are left out; JSON has
    /// them. Missing cells are empty.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="destination">Where to; stays open.</param>
    /// <param name="cancellationToken">Stops between rows; what was written stays written.</param>
    public static void WriteCsv(this CustomerTable table, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        CustomerColumn[] columns = [.. table.Columns.Where(column => column.Kind is not (ColumnKind.CategoryList or ColumnKind.Vector))];
        using CsvTableWriter csv = new(destination, [IdName, .. columns.Select(column => column.Name)], leaveOpen: true);
        for (int row = 0; row < table.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.Write(table.Customers.Values[row]);
            foreach (CustomerColumn column in columns)
            {
                if (column.IsMissing(row)) csv.Write("");
                else column.WriteCell(row, csv);
            }

            csv.EndRow();
        }
    }

    /// <summary>
    /// Writes the table as one JSON object: <c>as_of</c>, <c>columns</c> with name, kind, unit, description and step, and <c>customers</c>,
    /// an object each with its cells. Missing cells are left out.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="destination">Where to; stays open.</param>
    /// <param name="cancellationToken">Stops between rows; what was written stays written.</param>
    public static void WriteJson(this CustomerTable table, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        using Utf8JsonWriter json = new(destination);
        json.WriteStartObject();
        json.WriteString("as_of", table.AsOf.ToString(TimeColumn.Format, CultureInfo.InvariantCulture));
        json.WriteStartArray("columns");
        foreach (CustomerColumn column in table.Columns) Describe(column, json);
        json.WriteEndArray();
        json.WriteStartArray("customers");
        for (int row = 0; row < table.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            json.WriteStartObject();
            json.WriteString(IdName, table.Customers.Values[row]);
            table[row].WriteCells(json);
            json.WriteEndObject();

            // A writer holds what isn't flushed yet, and a shop has millions of customers.
            if (json.BytesPending > 1 << 16) json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Describe(CustomerColumn column, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Kind.ToString()));
        if (column.Unit.Length > 0) json.WriteString("unit", column.Unit);
        if (column.Description.Length > 0) json.WriteString("description", column.Description);
        if (column.Step.Length > 0) json.WriteString("step", column.Step);
        json.WriteEndObject();
    }
}
