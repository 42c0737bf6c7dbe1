using System.Globalization;

namespace Personalization.Core;

/// <summary>Free text, of which many customers have one of their own.</summary>
public sealed class TextColumn : CustomerColumn
{
    private readonly string?[] _values;

    /// <summary>Makes a column of a copy of these values; null where nothing is known.</summary>
    public TextColumn(string name, ReadOnlySpan<string?> values)
        : base(name, values.Length) => _values = values.ToArray();

    private TextColumn(CustomerColumn other, string step, string?[] values)
        : base(other, step, values.Length) => _values = values;

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Text;

    /// <inheritdoc />
    public override bool IsMissing(int row) => _values[row] is null;

    /// <inheritdoc />
    public override string? TextAt(int row) => _values[row];

    private protected override CustomerColumn Copy(string step, int[]? rows) => new TextColumn(this, step, Taken(_values, rows, null));
}

/// <summary>Moments on the shop's clock.</summary>
public sealed class TimeColumn : CustomerColumn
{
    /// <summary>How files write a moment: <c>2011-12-09T12:50:00</c>.</summary>
    internal const string Format = "yyyy-MM-dd'T'HH:mm:ss";

    private readonly DateTime?[] _values;

    /// <summary>Makes a column of a copy of these values; null where nothing is known.</summary>
    public TimeColumn(string name, ReadOnlySpan<DateTime?> values)
        : base(name, values.Length) => _values = values.ToArray();

    private TimeColumn(CustomerColumn other, string step, DateTime?[] values)
        : base(other, step, values.Length) => _values = values;

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Time;

    /// <summary>The values by row; null where missing.</summary>
    public ReadOnlySpan<DateTime?> Values => _values;

    /// <inheritdoc />
    public override bool IsMissing(int row) => _values[row] is null;

    /// <summary>As <c>2011-12-09T12:50:00</c>; null where the cell is missing.</summary>
    public override string? TextAt(int row) => _values[row]?.ToString(Format, CultureInfo.InvariantCulture);

    private protected override CustomerColumn Copy(string step, int[]? rows) => new TimeColumn(this, step, Taken(_values, rows, null));
}
