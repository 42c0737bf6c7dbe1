using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What a row says of its whole order; null where it says nothing.</summary>
internal readonly record struct OrderAmounts(long? Discount, long? Total, long? Refunded);

/// <summary>The money of a row: units and the price of one, whether the file gives that or the amount of the line.</summary>
internal sealed class RowAmounts
{
    private const double MaxExactUnits = 1 << 24; // the log keeps quantities as floats

    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly ValueDecisions _decisions;
    private readonly int _quantity, _price, _total, _discount, _orderDiscount, _orderTotal, _refunded;
    private readonly DecimalSign _quantitySign, _priceSign, _totalSign;
    private readonly decimal _factor;
    private readonly bool _expectsPrice, _expectsQuantity, _totalIsBeforeDiscount, _hasCurrency;

    public RowAmounts(CleaningPipeline pipeline, ColumnPlan plan, ValueDecisions decisions)
    {
        _pipeline = pipeline;
        _plan = plan;
        _decisions = decisions;
        _quantity = plan[EventField.Quantity];
        _price = plan[EventField.UnitPrice];
        _total = plan[EventField.Total];
        _discount = plan[EventField.Discount];
        _orderDiscount = plan[EventField.OrderDiscount];
        _orderTotal = plan[EventField.OrderTotal];
        _refunded = plan[EventField.RefundedAmount];
        _quantitySign = decisions.SignOf(EventField.Quantity);
        _priceSign = decisions.SignOf(EventField.UnitPrice);
        _totalSign = decisions.SignOf(EventField.Total);
        _hasCurrency = plan[EventField.Currency] >= 0;
        _factor = plan.Layout.AmountFactor;
        _totalIsBeforeDiscount = plan.Layout.TotalIsBeforeDiscount;
        _expectsPrice = (_price >= 0 || _total >= 0) && _orderTotal < 0;
        _expectsQuantity = _quantity >= 0 && _total < 0 && !pipeline.LeavesOutTheUsual;
    }

    [MethodImpl(Hot.Loop)]
    public bool TryTake(IRowFields fields, EventRow row)
    {
        row.ExpectsPrice = _expectsPrice;
        row.ExpectsQuantity = _expectsQuantity;
        if (_quantity >= 0)
        {
            ReadOnlySpan<byte> text = FieldText.Trimmed(fields[_quantity]);
            if (!MissingMarkers.IsMissing(text))
            {
                if (!NumberParser.TryParseQuantity(text, _quantitySign, out double quantity)) return Refuse(EventField.Quantity, text, row);
                row.Quantity = quantity;
            }
        }

        if (!TryMoney(fields, _price, EventField.UnitPrice, _priceSign, row, out long? price)) return false;
        row.PriceUnits = price;
        if (_total < 0 && _discount < 0) return true;
        if (!TryMoney(fields, _total, EventField.Total, _totalSign, row, out long? total)) return false;
        long? line = price is { } each ? Times(each, row.Quantity ?? 1) : null;
        if (_discount >= 0 && (total is null ? line : _totalIsBeforeDiscount ? total : null) is { } full)
        {
            DecimalSign sign = _decisions.SignOf(EventField.Discount);
            if (!TryMoney(fields, _discount, EventField.Discount, sign, row, out long? discount)) return false;
            if (discount is { } off and not 0) total = full - (full < 0 ? -Math.Abs(off) : Math.Abs(off));
        }

        if (total is not { } amount) return true;
        if (line is { } byPrice && byPrice != amount)
        {
            _pipeline.Note("line total before price × quantity",
                "The line's total differs from price × quantity, as with a discount: the total is what was paid.",
                _total >= 0 ? _plan.NameOf(EventField.Total) : _plan.NameOf(EventField.Discount),
                string.Create(CultureInfo.InvariantCulture, $"{MoneyUnits.ToDecimal(amount)} instead of {MoneyUnits.ToDecimal(byPrice)}"));
        }
        else if (line is not null)
        {
            return true;
        }

        SetTotal(row, amount);
        return true;
    }

    /// <summary>True where rows say what was paid back of them.</summary>
    public bool HasRefunds => _refunded >= 0;

    /// <summary>What was paid back of the row itself, at most its amount; 0 where nothing was.</summary>
    public long RefundOf(IRowFields fields, EventRow row)
    {
        if (row.Type != EventType.Purchase) return 0;
        if (Optional(fields, _refunded, EventField.RefundedAmount) is not { } refunded) return 0;
        return Math.Min(Math.Abs(refunded), Times(row.PriceUnits ?? 0, row.Quantity ?? 1));
    }

    /// <summary>What the row says of its whole order.</summary>
    public OrderAmounts OfOrder(IRowFields fields, EventRow row) => new(
        Optional(fields, _orderDiscount, EventField.OrderDiscount),
        Optional(
            fields, row.Type == EventType.Refund && _plan.RefundOrderTotal >= 0 ? _plan.RefundOrderTotal : _orderTotal,
            EventField.OrderTotal),
        Optional(fields, _refunded, EventField.RefundedAmount));

    /// <summary>
    /// Sets the amount of a line: its units keep their number where the amount can be parted among them exactly, else it is one unit. Where
    /// units or amount are below zero, the units are.
    /// </summary>
    public static void SetTotal(EventRow row, long total)
    {
        double quantity = Math.Abs(row.Quantity ?? 1);
        bool isBack = row.Quantity < 0 || total < 0;
        bool parts = quantity is >= 1 and <= MaxExactUnits && Math.Floor(quantity) == quantity && total % (long)quantity == 0;
        row.PriceUnits = Math.Abs(parts ? total / (long)quantity : total);
        row.Quantity = (parts ? quantity : 1) * (isBack ? -1 : 1);
    }

    /// <summary>
    /// Price × quantity in units of money, rounded half to even; amounts beyond the log's own are left to the pipeline's check.
    /// </summary>
    public static long Times(long price, double quantity)
    {
        double product = price * quantity;
        if (!(Math.Abs(product) < 1e18)) return 0;
        return Math.Floor(quantity) == quantity && Math.Abs(quantity) < 1e9
            ? price * (long)quantity
            : (long)Math.Round((decimal)price * (decimal)quantity);
    }

    private static string Show(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);

    [MethodImpl(Hot.Loop)]
    private bool TryMoney(IRowFields fields, int column, EventField field, DecimalSign sign, EventRow row, out long? units)
    {
        units = null;
        if (column < 0) return true;
        ReadOnlySpan<byte> text = FieldText.Trimmed(fields[column]);
        if (MissingMarkers.IsMissing(text)) return true;
        if (!TryParse(text, sign, out long value, out bool rounded)) return Refuse(field, text, row);
        row.PriceWasRounded |= rounded;
        units = value;
        if (!_hasCurrency && (IsMark(text[0]) || IsMark(text[^1]))) TakeCurrency(text, row);
        return true;
    }

    private static bool IsMark(byte b) => b is > (byte)'9' or (byte)'$';

    /// <summary>A currency beside the amount, where no column names it: a code, or a mark that stands for one currency alone.</summary>
    private static void TakeCurrency(ReadOnlySpan<byte> text, EventRow row)
    {
        if (row.Span(EventField.Currency).IsEmpty && NumberParser.CurrencyOf(text) is { Length: 3 } code)
            row.SetText(EventField.Currency, code);
    }

    [MethodImpl(Hot.Loop)]
    private bool TryParse(ReadOnlySpan<byte> text, DecimalSign sign, out long units, out bool rounded)
    {
        if (_factor == 1m) return NumberParser.TryParseMoney(text, sign, out units, out rounded);
        units = 0;
        rounded = false;
        if (!NumberParser.TryParseQuantity(text, sign, out double value) || Math.Abs(value) > 1e10) return false;
        units = MoneyUnits.From((decimal)value * _factor);
        return true;
    }

    private long? Optional(IRowFields fields, int column, EventField field)
    {
        if (column < 0) return null;
        ReadOnlySpan<byte> text = FieldText.Trimmed(fields[column]);
        if (MissingMarkers.IsMissing(text)) return null;
        if (TryParse(text, _decisions.SignOf(field), out long units, out _)) return units;
        _pipeline.Note("amount not read", "An amount beside the line's own isn't a number and was taken as missing.", _plan.NameOf(field),
            Show(text));
        return null;
    }

    private bool Refuse(EventField field, ReadOnlySpan<byte> text, EventRow row)
    {
        string column = _plan.NameOf(field), value = Show(text);
        string problem = _decisions.OnNumberRefused(field, text, row.Row, column, value);
        _pipeline.Reject(column, value, problem);
        return false;
    }
}
