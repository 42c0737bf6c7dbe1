using System.Buffers;
using System.Text;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Finds what columns stand for where no layout tells: by their names, judged by what their values look like, so that a column "time" of
/// clock times isn't taken for the date beside it, nor a column of names for an amount.
/// </summary>
internal sealed class ColumnFinder
{
    private const string Named = "named like it";
    private const double Cent = 0.005; // half of one, for comparing

    private static readonly SearchValues<byte> Numeric = SearchValues.Create("0123456789.,-+ "u8);

    private static readonly string[] OrderTotals =
        ["ordertotal", "ordervalue", "orderamount", "grandtotal", "invoicetotal", "invoiceamount", "bestellwert", "rechnungsbetrag"];

    private readonly ColumnAssignment _columns;
    private readonly FileSample _sample;
    private readonly ColumnMapping? _mapping;
    private readonly string[] _lastNames;
    private readonly TimeParser _dayFirst = new([], TimeZoneInfo.Utc) { Order = DateOrder.DayFirst };
    private readonly TimeParser _monthFirst = new([], TimeZoneInfo.Utc) { Order = DateOrder.MonthFirst };

    private ColumnFinder(IReadOnlyList<string> header, ColumnMapping? mapping, FileSample sample)
    {
        _columns = new ColumnAssignment(header);
        _sample = sample;
        _mapping = mapping;
        _columns.TakeMapped(mapping);

        // Paths of JSON: "items.sku" is a SKU, though "sku" itself goes before it.
        _lastNames = [.. header.Select(name => name.Contains('.', StringComparison.Ordinal)
            ? HeaderNames.Key(name[(name.LastIndexOf('.') + 1)..]) : "")];
    }

    public static ColumnAssignment Find(IReadOnlyList<string> header, ColumnMapping? mapping, FileSample sample)
    {
        ColumnFinder finder = new(header, mapping, sample);
        finder.FindByName();
        finder.FindByValues();
        finder.PartTotals();
        return finder._columns;
    }

    private bool LooksLikeTime(byte[] value) => _dayFirst.TryParse(value, out _) || _monthFirst.TryParse(value, out _);

    private bool LooksLikeClock(byte[] value) => _dayFirst.TryParseClock(value, out _);

    private static bool LooksLikeNumber(byte[] value) =>
        NumberParser.TryParseQuantity(value, DecimalSign.Point, out _) || NumberParser.TryParseQuantity(value, DecimalSign.Comma, out _);

    private static bool LooksLikeMoney(byte[] value) => TryMoney(value, out _);

    private static bool TryMoney(ReadOnlySpan<byte> value, out long units) =>
        NumberParser.TryParseMoney(value, DecimalSign.Point, out units, out _)
        || NumberParser.TryParseMoney(value, DecimalSign.Comma, out units, out _);

    private static bool LooksLikeWord(byte[] value) => value.AsSpan().ContainsAnyExcept(Numeric);

    private void FindByName()
    {
        Take(EventField.Time, value => LooksLikeTime(value) || TimeNumber.KindOf(value) == DateNumbers.Serials);
        Take(EventField.Clock, LooksLikeClock);
        if (_columns[EventField.Time] >= 0 && HasClock(_columns[EventField.Time])) Drop(EventField.Clock);
        Take(EventField.Customer, null);
        Take(EventField.Order, null);
        Take(EventField.Status, LooksLikeWord);
        Take(EventField.Type, LooksLikeWord);
        Take(EventField.Item, null);
        Take(EventField.ItemTitle, null);
        Take(EventField.Category, null);
        Take(EventField.Quantity, LooksLikeNumber);
        Take(EventField.UnitPrice, LooksLikeMoney);
        Take(EventField.Total, LooksLikeMoney);
        Take(EventField.RefundedAmount, LooksLikeMoney);
        Take(EventField.RefundTime, LooksLikeTime);
        Take(EventField.Currency, null);
        Take(EventField.Session, null);
        Take(EventField.Channel, null);
        Take(EventField.EventId, null);
    }

    /// <summary>The first column that is named like the field and whose values, where there are any, fit it.</summary>
    private void Take(EventField field, Func<byte[], bool>? fits)
    {
        if (ColumnAssignment.IsMapped(_mapping, field)) return;
        int empty = -1;
        foreach (string name in HeaderNames.NamesOf(field))
        {
            int column = IndexOfUnused(name);
            if (column < 0) continue;
            bool? most = fits is null ? true : _sample.Mostly(column, fits);
            if (most == true)
            {
                _columns.Set(field, column, Named);
                return;
            }

            if (most is null && empty < 0) empty = column;
        }

        if (empty >= 0) _columns.Set(field, empty, Named);
    }

    private int IndexOfUnused(string key)
    {
        for (int i = 0; i < _columns.Keys.Count; i++)
        {
            if (_columns.Keys[i] == key && !_columns.Uses(i)) return i;
        }

        for (int i = 0; i < _lastNames.Length; i++)
        {
            if (_lastNames[i] == key && !_columns.Uses(i)) return i;
        }

        return -1;
    }

    private bool HasClock(int column) => _sample.Mostly(column, static value => value.AsSpan().Contains((byte)':')) ?? true;

    private void Drop(EventField field)
    {
        if (!ColumnAssignment.IsMapped(_mapping, field)) _columns.Set(field, -1, "");
    }

    /// <summary>What no name told, the values may: one column of times, one of e-mail addresses. Amounts are never guessed.</summary>
    private void FindByValues()
    {
        TakeOnly(EventField.Time, LooksLikeTime, "its values look like times");
        if (_columns[EventField.Customer] < 0 && IndexOfUnused("id") is int id and >= 0 && Repeats(id))
            _columns.Set(EventField.Customer, id, "named like it, and its values repeat");
        TakeOnly(EventField.Customer, static value => EmailAddress.Looks(Encoding.UTF8.GetString(value)),
            "its values are e-mail addresses");
    }

    /// <summary>Whether a column holds some value twice: ids of rows don't.</summary>
    private bool Repeats(int column)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return _sample.Values(column).Any(value => !seen.Add(Encoding.UTF8.GetString(value)));
    }

    private void TakeOnly(EventField field, Func<byte[], bool> fits, string why)
    {
        if (_columns[field] >= 0 || ColumnAssignment.IsMapped(_mapping, field)) return;
        int only = -1;
        for (int column = 0; column < _columns.Keys.Count; column++)
        {
            if (_columns.Uses(column) || _sample.Mostly(column, fits) != true) continue;
            if (only >= 0) return; // of two nobody knows which is meant
            only = column;
        }

        if (only >= 0) _columns.Set(field, only, why);
    }

    /// <summary>
    /// A total may be the line's or the whole order's, written on each of its lines. Orders of several lines tell: where the total is the
    /// same on all of them and isn't what price × quantity says of a line, it is the order's.
    /// </summary>
    private void PartTotals()
    {
        int total = _columns[EventField.Total], order = _columns[EventField.Order];
        if (total < 0 || order < 0 || ColumnAssignment.IsMapped(_mapping, EventField.Total)) return;
        bool namedSo = Array.IndexOf(OrderTotals, _columns.Keys[total]) >= 0;
        int ofOrder = 0, ofLine = 0;
        for (int start = 0; start < _sample.Rows.Count;)
        {
            int end = start + 1;
            string id = _sample.Text(start, order);
            while (id.Length > 0 && end < _sample.Rows.Count && _sample.Text(end, order) == id) end++;
            if (end - start > 1) Vote(start, end, namedSo, ref ofOrder, ref ofLine);
            start = end;
        }

        if (ofOrder <= ofLine) return;
        string why = _columns.WhyOf(EventField.Total) + "; the same on all lines of an order";
        _columns.Set(EventField.Total, -1, "");
        if (_columns[EventField.UnitPrice] < 0) _columns.Set(EventField.OrderTotal, total, why);
    }

    private void Vote(int start, int end, bool namedSo, ref int ofOrder, ref int ofLine)
    {
        double first = Number(start, EventField.Total), most = 0;
        bool same = true, lines = true;
        for (int row = start; row < end; row++)
        {
            double total = Number(row, EventField.Total), price = Number(row, EventField.UnitPrice);
            double quantity = Number(row, EventField.Quantity);
            same &= total.Equals(first) || (row > start && double.IsNaN(total));
            if (double.IsNaN(quantity)) quantity = 1;
            lines &= Math.Abs((price * quantity) - total) < Cent;
            most = Math.Max(most, price * quantity);
        }

        // Lines that were discounted alike have one total too, but none above its price × quantity.
        if (!same || double.IsNaN(first) || lines) ofLine++;
        else if (namedSo || first > most + Cent) ofOrder++;
        else if (!double.IsNaN(most)) ofLine++;
    }

    private double Number(int row, EventField field)
    {
        string text = _sample.Text(row, _columns[field]);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length > 0 && TryMoney(utf8, out long units) ? units / (double)MoneyUnits.Scale : double.NaN;
    }
}
