using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>The fields of one row as UTF-8.</summary>
internal interface IRowFields
{
    int Count { get; }

    ReadOnlySpan<byte> this[int index] { get; }
}

/// <summary>Parses the fields of a row into the pipeline's row by a plan, and commits or rejects it.</summary>
internal sealed class RowFiller
{
    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly EventVocabulary _vocabulary = new();
    private readonly (EventField Field, int Column)[] _texts;
    private readonly int _time, _type, _quantity, _price, _total;
    private readonly bool _decimalComma;
    private readonly byte[] _firstHeader;
    private readonly int[] _attributes;
    private readonly AttributeColumn[] _attributeColumns;

    public RowFiller(CleaningPipeline pipeline, ColumnPlan plan)
    {
        _pipeline = pipeline;
        _plan = plan;
        _texts = [.. TextFields().Where(f => plan[f] >= 0).Select(f => (f, plan[f]))];
        _time = plan[EventField.Time];
        _type = plan[EventField.Type];
        _total = plan[EventField.Total];
        _quantity = _total >= 0 ? -1 : plan[EventField.Quantity];
        _price = _total >= 0 ? _total : plan[EventField.UnitPrice];
        _decimalComma = pipeline.Options.DecimalComma;
        _firstHeader = Encoding.UTF8.GetBytes(plan.Header[0]);
        _attributes = pipeline.Attributes.CodesOf(plan);
        _attributeColumns = [.. plan.Attributes.Select(column => new AttributeColumn(column, pipeline.Options.MaxTextLength))];
    }

    /// <summary>
    /// Takes a row. <paramref name="repaired"/> says that its bytes aren't UTF-8; <paramref name="fingerprint"/> is of its raw fields.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    public void Take(IRowFields fields, long rowNumber, bool repaired, UInt128 fingerprint)
    {
        EventRow row = _pipeline.Row;
        row.Clear(rowNumber);
        row.EncodingWasRepaired = repaired;
        row.Fingerprint = fingerprint;
        row.ExpectsPrice = _price >= 0;
        row.ExpectsQuantity = _quantity >= 0;
        row.NormalizesItems = _plan.NormalizesItems;
        if (fields.Count != _plan.Header.Count && !FieldCountFits(fields)) return;
        if (fields[0].SequenceEqual(_firstHeader) && IsHeader(fields))
        {
            _pipeline.Drop("second header", "The row repeats the header: files were joined. Remove it.", _plan.Header[0], isDefect: true);
            return;
        }

        foreach ((EventField field, int column) in _texts) row.SetUtf8(field, fields[column]);
        if (!TakeTime(fields, row) || !TakeNumbers(fields, row)) return;
        TakeType(fields, row);
        TakeAttributes(fields, row);
        if (_plan.CancelledOrderPrefix is { } prefix)
            row.IsCancelled |= row.Span(EventField.Order).StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        NormalizeCustomer(row);
        _pipeline.Commit();
    }

    private static EventField[] TextFields() =>
    [
        EventField.Customer, EventField.Item, EventField.ItemTitle, EventField.Category, EventField.Currency, EventField.Order,
        EventField.Session, EventField.Channel,
    ];

    private static string Show(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);

    private bool FieldCountFits(IRowFields fields)
    {
        int expected = _plan.Header.Count, found = fields.Count;
        if (found > expected)
        {
            int extra = expected;
            while (extra < found && fields[extra].IsEmpty) extra++;
            if (extra == found) return true; // a delimiter at the end of the line
            _pipeline.Reject(null, Show(fields[extra]),
                $"the row has {found} fields, the header {expected}. Quote fields that hold the delimiter.");
            return false;
        }

        _pipeline.Reject(_plan.Header[found], Show(fields[found - 1]),
            $"the row has {found} fields, the header {expected}. Complete the row or remove it.");
        return false;
    }

    private bool IsHeader(IRowFields fields)
    {
        for (int i = 0; i < fields.Count && i < _plan.Header.Count; i++)
        {
            if (!Encoding.UTF8.GetString(fields[i]).AsSpan().Trim().SequenceEqual(_plan.Header[i])) return false;
        }

        return true;
    }

    [MethodImpl(Hot.Loop)]
    private bool TakeTime(IRowFields fields, EventRow row)
    {
        ReadOnlySpan<byte> text = fields[_time].Trim((byte)' ');
        if (_pipeline.Times.TryParse(text, out long ticks))
        {
            row.Ticks = ticks;
            return true;
        }

        string value = Show(text);
        if (_pipeline.Times.MetDayFirst)
        {
            throw new EventFileException(row.Row, _plan.NameOf(EventField.Time), ReadableText.Of(value),
                "this date is day first, while dates with slashes are read month first, so earlier ones may be misread. Set " +
                "DateFormats, for example [\"d/M/yyyy H:mm\"].");
        }

        _pipeline.Reject(_plan.NameOf(EventField.Time), value,
            "not a time that is known. Set EventReadOptions.DateFormats, or mend the row.");
        return false;
    }

    [MethodImpl(Hot.Loop)]
    private bool TakeNumbers(IRowFields fields, EventRow row)
    {
        if (_quantity >= 0)
        {
            ReadOnlySpan<byte> text = fields[_quantity].Trim((byte)' ');
            if (!text.IsEmpty)
            {
                if (!NumberParser.TryParseQuantity(text, _decimalComma, out double quantity))
                    return RejectNumber(EventField.Quantity, text);
                row.Quantity = quantity;
            }
        }

        if (_price < 0) return true;
        ReadOnlySpan<byte> price = fields[_price].Trim((byte)' ');
        if (price.IsEmpty) return true;
        if (!NumberParser.TryParseMoney(price, _decimalComma, out long units, out bool rounded))
        {
            return RejectNumber(_total >= 0 ? EventField.Total : EventField.UnitPrice, price);
        }

        row.PriceUnits = units;
        row.PriceWasRounded = rounded;
        return true;
    }

    private bool RejectNumber(EventField field, ReadOnlySpan<byte> text)
    {
        _pipeline.Reject(_plan.NameOf(field), Show(text), "not a number as 1234.56. Set DecimalComma for 1.234,56, or mend the row.");
        return false;
    }

    [MethodImpl(Hot.Loop)]
    private void TakeType(IRowFields fields, EventRow row)
    {
        if (_type < 0)
        {
            row.Type = Core.EventType.Purchase;
            return;
        }

        row.SetUtf8(EventField.Type, fields[_type]);
        ReadOnlySpan<char> name = row.Span(EventField.Type);
        if (name.IsEmpty)
        {
            row.Type = Core.EventType.Purchase;
            return;
        }

        (row.Type, bool known) = _vocabulary.Resolve(name.Length > 100 ? name[..100] : name);
        if (row.Type == EventVocabulary.OrderCancelled) row.IsCancelled = true;
        if (!known) _pipeline.NoteUnknownEvent(row.Type.Name);
    }

    /// <summary>A text that is too long loses the attribute, not the row: what stands beside an event is no reason to lose it.</summary>
    [MethodImpl(Hot.Loop)]
    private void TakeAttributes(IRowFields fields, EventRow row)
    {
        row.ExpectAttributes(_attributes);
        for (int i = 0; i < _attributeColumns.Length; i++)
        {
            AttributeColumn column = _attributeColumns[i];
            string? text = column.TextOf(fields[column.Index], row.EncodingWasRepaired);
            if (text is null) _pipeline.Attributes.LeaveOutLong(_plan.Header[column.Index]);
            row.SetAttribute(i, text);
        }
    }

    /// <summary>13085.0 is 13085: a column of numbers with gaps went through a data frame or a spreadsheet.</summary>
    private static void NormalizeCustomer(EventRow row)
    {
        ReadOnlySpan<char> id = row.Span(EventField.Customer);
        if (id.Length < 3 || !id.EndsWith(".0") || id[..^2].ContainsAnyExceptInRange('0', '9')) return;
        row.Shorten(EventField.Customer, id.Length - 2);
        row.CustomerWasNormalized = true;
    }
}
