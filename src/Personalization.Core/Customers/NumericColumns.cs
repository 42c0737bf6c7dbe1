using System.Globalization;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>A column whose cells are numbers of some kind, so that features can be made of it.</summary>
public abstract class NumericColumn : CustomerColumn
{
    private protected NumericColumn(string name, int count)
        : base(name, count)
    {
    }

    private protected NumericColumn(CustomerColumn other, string step, int count)
        : base(other, step, count)
    {
    }

    /// <summary>A cell as a number; NaN where it is missing.</summary>
    public abstract double NumberAt(int row);

    /// <inheritdoc />
    public override bool IsMissing(int row) => double.IsNaN(NumberAt(row));
}

/// <summary>Real numbers: shares, probabilities, rates. NaN is a missing cell; infinities are refused.</summary>
public sealed class NumberColumn : NumericColumn
{
    /// <summary>Decimals that files show: enough for a share, and the same text wherever the last bits of a logarithm differ.</summary>
    public const int DefaultDecimals = 6;

    private readonly double[] _values;

    /// <summary>Makes a column of a copy of these values.</summary>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    public NumberColumn(string name, ReadOnlySpan<double> values)
        : base(name, values.Length)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsInfinity(values[row])) continue;
            throw new ArgumentException(
                $"Column '{name}' has an infinite value in row {row}; write NaN where nothing is known.", nameof(values));
        }

        _values = values.ToArray();
    }

    private NumberColumn(NumberColumn other, string step, double[] values)
        : base(other, step, values.Length) => (_values, Decimals) = (values, other.Decimals);

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Number;

    /// <summary>Decimals that text files round to, 0 to 15; the values keep all of theirs. Default 6.</summary>
    public int Decimals { get; init => field = Guard.InRange(value, 0, 15); } = DefaultDecimals;

    /// <summary>The values by row; NaN where missing.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc />
    public override double NumberAt(int row) => _values[row];

    /// <inheritdoc />
    public override string? TextAt(int row) => IsMissing(row) ? null : Rounded(row).ToString(CultureInfo.InvariantCulture);

    internal override void WriteCell(int row, CsvTableWriter csv) => csv.Write(Rounded(row));

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteNumberValue(Rounded(row));

    private protected override CustomerColumn Copy(string step, int[]? rows) =>
        new NumberColumn(this, step, Taken(_values, rows, double.NaN));

    private double Rounded(int row) => Math.Round(_values[row], Decimals);
}

/// <summary>Whole numbers: counts, days, scores.</summary>
public sealed class WholeNumberColumn : NumericColumn
{
    /// <summary>Value of a missing cell.</summary>
    public const long Missing = long.MinValue;

    private readonly long[] _values;

    /// <summary>Makes a column of a copy of these values; <see cref="Missing"/> where nothing is known.</summary>
    public WholeNumberColumn(string name, ReadOnlySpan<long> values)
        : base(name, values.Length) => _values = values.ToArray();

    /// <summary>Makes a column of a copy of these values, none of them missing.</summary>
    public WholeNumberColumn(string name, ReadOnlySpan<int> values)
        : base(name, values.Length)
    {
        _values = new long[values.Length];
        for (int row = 0; row < values.Length; row++) _values[row] = values[row];
    }

    private WholeNumberColumn(CustomerColumn other, string step, long[] values)
        : base(other, step, values.Length) => _values = values;

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.WholeNumber;

    /// <summary>The values by row; <see cref="Missing"/> where missing.</summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>A cell; null where it is missing.</summary>
    public long? ValueAt(int row) => IsMissing(row) ? null : _values[row];

    /// <inheritdoc />
    public override bool IsMissing(int row) => _values[row] == Missing;

    /// <inheritdoc />
    public override double NumberAt(int row) => IsMissing(row) ? double.NaN : _values[row];

    /// <inheritdoc />
    public override string? TextAt(int row) => ValueAt(row)?.ToString(CultureInfo.InvariantCulture);

    internal override void WriteCell(int row, CsvTableWriter csv) => csv.Write(_values[row]);

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteNumberValue(_values[row]);

    private protected override CustomerColumn Copy(string step, int[]? rows) =>
        new WholeNumberColumn(this, step, Taken(_values, rows, Missing));
}

/// <summary>Yes or no.</summary>
public sealed class FlagColumn : NumericColumn
{
    private readonly bool?[] _values;

    /// <summary>Makes a column of a copy of these values; null where nothing is known.</summary>
    public FlagColumn(string name, ReadOnlySpan<bool?> values)
        : base(name, values.Length) => _values = values.ToArray();

    private FlagColumn(CustomerColumn other, string step, bool?[] values)
        : base(other, step, values.Length) => _values = values;

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Flag;

    /// <summary>The values by row; null where missing.</summary>
    public ReadOnlySpan<bool?> Values => _values;

    /// <summary>1 for yes, 0 for no, NaN where the cell is missing.</summary>
    public override double NumberAt(int row) => _values[row] switch { true => 1, false => 0, null => double.NaN };

    /// <inheritdoc />
    public override string? TextAt(int row) => _values[row] switch { true => "true", false => "false", null => null };

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteBooleanValue(_values[row] == true);

    private protected override CustomerColumn Copy(string step, int[]? rows) =>
        new FlagColumn(this, step, Taken(_values, rows, null));
}
