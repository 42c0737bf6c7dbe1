using System.Diagnostics;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>
/// One fact about every customer of a <see cref="CustomerTable"/>: a name, a cell a row, and what the cells mean. A cell may be missing.
/// The kinds are a closed set, so that one writer serves all columns. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{Name}: {Kind}, {Count} rows")]
public abstract class CustomerColumn
{
    private string _unit = "", _description = "", _step = "";

    private protected CustomerColumn(string name, int count)
    {
        Name = Guard.NotBlank(name, nameof(name));
        Count = count;
    }

    /// <summary>Name in lower snake case, as files show it: <c>recency_days</c>.</summary>
    public string Name { get; }

    /// <summary>What the cells hold.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Unit of a cell: "days", "orders", an ISO 4217 code; empty (default) where there is none.</summary>
    public string Unit { get => _unit; init => _unit = value ?? ""; }

    /// <summary>What a cell says, in a sentence for people; empty (default) where the name says it.</summary>
    public string Description { get => _description; init => _description = value ?? ""; }

    /// <summary>Name of the step that wrote the column; empty (default) where no step did.</summary>
    public string Step { get => _step; init => _step = value ?? ""; }

    /// <summary>True where nothing is known of the row's customer.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>A cell as text in the invariant culture; null where it is missing.</summary>
    public abstract string? TextAt(int row);

    /// <summary>The same column, written by a step.</summary>
    public CustomerColumn WrittenBy(string step)
    {
        CustomerColumn copy = (CustomerColumn)MemberwiseClone();
        copy._step = Guard.NotBlank(step, nameof(step));
        return copy;
    }

    /// <summary>The cells of some rows, in their order; a row may stand several times.</summary>
    internal CustomerColumn Take(ReadOnlySpan<int> rows)
    {
        CustomerColumn taken = TakeCells(rows);
        (taken._unit, taken._description, taken._step) = (_unit, _description, _step);
        return taken;
    }

    /// <summary>Writes a cell that isn't missing.</summary>
    internal virtual void WriteCell(int row, CsvTableWriter csv) => csv.Write(TextAt(row));

    /// <summary>Writes a cell that isn't missing.</summary>
    internal virtual void WriteCell(int row, Utf8JsonWriter json) => json.WriteStringValue(TextAt(row));

    private protected abstract CustomerColumn TakeCells(ReadOnlySpan<int> rows);

    private protected static T[] Taken<T>(ReadOnlySpan<T> cells, ReadOnlySpan<int> rows)
    {
        T[] taken = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = cells[rows[i]];
        return taken;
    }
}
