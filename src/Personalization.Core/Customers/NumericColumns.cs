using System.Globalization;
using System.Text.Json;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>A column whose cells are numbers of some kind, so that features can be made of it.</summary>
public abstract class NumericColumn : CustomerColumn
{
    private protected NumericColumn(string name, int count)
        : base(name, count)
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
            if (double.IsInfinity(values[row]))
                throw new ArgumentException($"Column '{name}' has {values[row]} in row {row}; write NaN where nothing is known.", nameof(values));
        }

        _values = values.ToArray();
    }

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

    private protected override CustomerColumn TakeCells(ReadOnlySpan<int> rows) =>
        new NumberColumn(Name, Taken(Values, rows)) { Decimals = Decimals };

    private double Rounded(int row) => Math.Round(_values[row], Decimals);
}

/// <summary>Amounts in one currency, kept in <see cref="MoneyUnits"/>, so that sums are exact. <see cref="CustomerColumn.Unit"/> names the currency.</summary>
public sealed class MoneyColumn : NumericColumn
{
    /// <summary>Units of a missing cell.</summary>
    public const long Missing = long.MinValue;

    private readonly long[] _units;

    /// <summary>Makes a column of a copy of these amounts.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="units">Amounts in <see cref="MoneyUnits"/>; <see cref="Missing"/> where nothing is known.</param>
    public MoneyColumn(string name, ReadOnlySpan<long> units)
        : base(name, units.Length) => _units = units.ToArray();

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Money;

    /// <summary>Amounts by row in <see cref="MoneyUnits"/>; <see cref="Missing"/> where missing.</summary>
    public ReadOnlySpan<long> Units => _units;

    /// <summary>A cell in the currency; null where it is missing.</summary>
    public decimal? AmountAt(int row) => IsMissing(row) ? null : MoneyUnits.ToDecimal(_units[row]);

    /// <inheritdoc />
    public override bool IsMissing(int row) => _units[row] == Missing;

    /// <inheritdoc />
    public override double NumberAt(int row) => IsMissing(row) ? double.NaN : (double)_units[row] / MoneyUnits.Scale;

    /// <inheritdoc />
    public override string? TextAt(int row) => AmountAt(row)?.ToString(CultureInfo.InvariantCulture);

    internal override void WriteCell(int row, CsvTableWriter csv) => csv.Write(MoneyUnits.ToDecimal(_units[row]));

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteNumberValue(MoneyUnits.ToDecimal(_units[row]));

    private protected override CustomerColumn TakeCells(ReadOnlySpan<int> rows) =>
        new MoneyColumn(Name, Taken(Units, rows));
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

    private protected override CustomerColumn TakeCells(ReadOnlySpan<int> rows) =>
        new WholeNumberColumn(Name, Taken(Values, rows));
}

/// <summary>Yes or no.</summary>
public sealed class FlagColumn : NumericColumn
{
    private readonly bool?[] _values;

    /// <summary>Makes a column of a copy of these values; null where nothing is known.</summary>
    public FlagColumn(string name, ReadOnlySpan<bool?> values)
        : base(name, values.Length) => _values = values.ToArray();

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Flag;

    /// <summary>The values by row; null where missing.</summary>
    public ReadOnlySpan<bool?> Values => _values;

    /// <summary>1 for yes, 0 for no, NaN where the cell is missing.</summary>
    public override double NumberAt(int row) => _values[row] switch { true => 1, false => 0, null => double.NaN };

    /// <inheritdoc />
    public override string? TextAt(int row) => _values[row] switch { true => "true", false => "false", null => null };

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteBooleanValue(_values[row] == true);

    private protected override CustomerColumn TakeCells(ReadOnlySpan<int> rows) =>
        new FlagColumn(Name, Taken(Values, rows));
}

/// <summary>A vector a customer, all of one length: embeddings, affinities. Dense, so no cell is missing.</summary>
public sealed class VectorColumn : CustomerColumn
{
    private readonly Matrix _values;

    /// <summary>Makes a column of a copy of a matrix.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">Customers × length of a vector.</param>
    /// <exception cref="ArgumentException">A value isn't finite.</exception>
    public VectorColumn(string name, MatrixView values)
        : base(name, values.Rows)
    {
        _values = values.ToMatrix();
        for (int row = 0; row < values.Rows; row++)
        {
            foreach (float value in values.Row(row))
            {
                if (!float.IsFinite(value)) throw new ArgumentException($"Column '{name}' has {value} in row {row}; vectors must be finite.", nameof(values));
            }
        }
    }

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Vector;

    /// <summary>Length of a vector.</summary>
    public int Dimensions => _values.Columns;

    /// <summary>All vectors, customers × <see cref="Dimensions"/>.</summary>
    public MatrixView Values => _values;

    /// <summary>One customer's vector.</summary>
    public ReadOnlySpan<float> VectorAt(int row) => Values.Row(row);

    /// <inheritdoc />
    public override bool IsMissing(int row) => false;

    /// <summary>The elements, parted by blanks.</summary>
    public override string TextAt(int row)
    {
        List<string> texts = [];
        foreach (float value in VectorAt(row)) texts.Add(value.ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', texts);
    }

    internal override void WriteCell(int row, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (float value in VectorAt(row)) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private protected override CustomerColumn TakeCells(ReadOnlySpan<int> rows)
    {
        Matrix taken = new(rows.Length, Dimensions);
        for (int i = 0; i < rows.Length; i++) VectorAt(rows[i]).CopyTo(taken.Row(i));
        return new VectorColumn(Name, taken);
    }
}
