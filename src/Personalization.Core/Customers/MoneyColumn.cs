using System.Globalization;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>
/// Amounts in one currency, exact: whole <see cref="MoneyUnits"/>, or decimals where an average has more digits than these.
/// <see cref="CustomerColumn.Unit"/> names the currency.
/// </summary>
public sealed class MoneyColumn : NumericColumn
{
    /// <summary>Units of a missing cell.</summary>
    public const long Missing = long.MinValue;

    private const int Decimals = 4;

    private readonly long[] _units;
    private readonly decimal[]? _amounts;

    /// <summary>Makes a column of a copy of these amounts.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="units">Amounts in <see cref="MoneyUnits"/>; <see cref="Missing"/> where nothing is known.</param>
    public MoneyColumn(string name, ReadOnlySpan<long> units)
        : base(name, units.Length) => _units = units.ToArray();

    /// <summary>Makes a column of amounts that keep all their decimals; files round them to four.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="amounts">Amounts in the currency; null where nothing is known.</param>
    /// <exception cref="OverflowException">An amount is outside ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public MoneyColumn(string name, ReadOnlySpan<decimal?> amounts)
        : base(name, amounts.Length)
    {
        (_units, _amounts) = (new long[amounts.Length], new decimal[amounts.Length]);
        for (int row = 0; row < amounts.Length; row++)
        {
            _units[row] = amounts[row] is { } amount ? MoneyUnits.From(amount) : Missing;
            _amounts[row] = amounts[row] ?? 0;
        }
    }

    private MoneyColumn(CustomerColumn other, string step, long[] units, decimal[]? amounts)
        : base(other, step, units.Length) => (_units, _amounts) = (units, amounts);

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Money;

    /// <summary>Amounts by row in <see cref="MoneyUnits"/>, rounded half to even; <see cref="Missing"/> where missing.</summary>
    public ReadOnlySpan<long> Units => _units;

    /// <summary>A cell in the currency, with all its decimals; null where it is missing.</summary>
    public decimal? AmountAt(int row) => IsMissing(row) ? null : _amounts?[row] ?? MoneyUnits.ToDecimal(_units[row]);

    /// <inheritdoc />
    public override bool IsMissing(int row) => _units[row] == Missing;

    /// <inheritdoc />
    public override double NumberAt(int row) =>
        IsMissing(row) ? double.NaN : _amounts is null ? (double)_units[row] / MoneyUnits.Scale : (double)_amounts[row];

    /// <summary>The amount, rounded half to even to four decimals; null where the cell is missing.</summary>
    public override string? TextAt(int row) => IsMissing(row) ? null : Rounded(row).ToString(CultureInfo.InvariantCulture);

    internal override void WriteCell(int row, CsvTableWriter csv) => csv.Write(Rounded(row));

    internal override void WriteCell(int row, Utf8JsonWriter json) => json.WriteNumberValue(Rounded(row));

    private protected override CustomerColumn Copy(string step, int[]? rows) =>
        new MoneyColumn(this, step, Taken(_units, rows, Missing), _amounts is null ? null : Taken(_amounts, rows, 0));

    private decimal Rounded(int row) => _amounts is null ? MoneyUnits.ToDecimal(_units[row]) : Math.Round(_amounts[row], Decimals);
}
