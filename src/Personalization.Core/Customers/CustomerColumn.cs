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
    private protected CustomerColumn(string name, int count) => (Name, Count) = (Guard.NotBlank(name, nameof(name)), count);

    /// <summary>Starts a column that says what another says, of other rows or by another step.</summary>
    private protected CustomerColumn(CustomerColumn other, string step, int count)
        : this(other.Name, count) => (Unit, Description, Step) = (other.Unit, other.Description, step);

    /// <summary>Name in lower snake case, as files show it: <c>recency_days</c>.</summary>
    public string Name { get; private set; }

    /// <summary>What the cells hold.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Unit of a cell: "days", "orders", an ISO 4217 code; empty (default) where there is none.</summary>
    public string Unit { get; init => field = value ?? ""; } = "";

    /// <summary>What a cell says, in a sentence for people; empty (default) where the name says it.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the step that wrote the column; empty (default) where no step did.</summary>
    public string Step { get; init => field = value ?? ""; } = "";

    /// <summary>True where nothing is known of the row's customer.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>A cell as text in the invariant culture; null where it is missing.</summary>
    public abstract string? TextAt(int row);

    /// <summary>The same column, written by a step; the cells are shared.</summary>
    /// <exception cref="ArgumentException">The name of the step is blank.</exception>
    public CustomerColumn WrittenBy(string step) => Copy(Guard.NotBlank(step, nameof(step)), null);

    /// <summary>The same column under another name; the cells are shared.</summary>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public CustomerColumn Named(string name)
    {
        Guard.NotBlank(name, nameof(name));
        CustomerColumn renamed = (CustomerColumn)MemberwiseClone();
        renamed.Name = name;
        return renamed;
    }

    /// <summary>
    /// The cells of some rows, in their order: how a column is laid over other customers, with <see cref="IdIndex{TId}.RowsIn"/>. A row may
    /// stand several times; −1 is a customer of whom the column knows nothing: a missing cell, an empty list.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such row.</exception>
    /// <exception cref="ArgumentException">A row is −1 and the cells are vectors, which can't be missing.</exception>
    public CustomerColumn Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows) Guard.InRange(row, -1, Count - 1, nameof(rows));
        return Copy(Step, rows.ToArray());
    }

    /// <summary>Writes a cell that isn't missing.</summary>
    internal virtual void WriteCell(int row, CsvTableWriter csv) => csv.Write(TextAt(row));

    /// <summary>Writes a cell that isn't missing.</summary>
    internal virtual void WriteCell(int row, Utf8JsonWriter json) => json.WriteStringValue(TextAt(row));

    /// <summary>A copy by a step, of some rows (−1: a missing cell), or of all where these are null.</summary>
    private protected abstract CustomerColumn Copy(string step, int[]? rows);

    private protected static T[] Taken<T>(T[] cells, int[]? rows, T missing)
    {
        if (rows is null) return cells;
        T[] taken = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) taken[i] = rows[i] < 0 ? missing : cells[rows[i]];
        return taken;
    }
}
