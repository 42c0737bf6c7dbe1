using System.Runtime.CompilerServices;
using System.Text;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>Who and which order: ids as they are compared, and rows that go on with the order above them.</summary>
internal sealed class RowIds
{
    private const int MaxOrders = 1 << 20;

    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly bool _inherits;
    private readonly int _eventId;
    private readonly DuplicateCounter? _eventIds;
    private readonly int[] _rowKey;
    private readonly DuplicateCounter? _rowKeys;
    private readonly Dictionary<string, string>? _customers;
    private readonly EventField[] _orderTexts;
    private readonly EventRow _last = new();
    private readonly char[] _plainId = new char[64];
    private readonly bool _hasElse, _hasCurrency;
    private int _plainLength;
    private bool _hasLast;

    public RowIds(CleaningPipeline pipeline, ColumnPlan plan)
    {
        _pipeline = pipeline;
        _plan = plan;
        _inherits = plan[EventField.Order] >= 0 && !plan.Layout.DropsNonPositive;
        _eventId = plan[EventField.EventId];
        if (_eventId >= 0) _eventIds = new DuplicateCounter(pipeline.Options.MaxDuplicateBytes);
        _rowKey = [.. plan.ColumnsOf(plan.Layout.RowKey)];
        if (_rowKey.Length > 0 && _rowKey.Length == plan.Layout.RowKey.Count)
            _rowKeys = new DuplicateCounter(pipeline.Options.MaxDuplicateBytes);
        if (plan.RefundOrder >= 0) _customers = new Dictionary<string, string>(StringComparer.Ordinal);
        _hasElse = plan.CustomerElse.Count > 0 || plan.ItemElse.Count > 0;
        _hasCurrency = plan[EventField.Currency] >= 0;
        _orderTexts = [EventField.Customer, EventField.Currency, EventField.Channel];
    }

    /// <summary>True where rows are told apart by an id or a key of theirs.</summary>
    public bool FindsRepeats => _eventIds is not null || _rowKeys is not null;

    /// <summary>True where refunds name customer or order in columns of their own.</summary>
    public bool HasRefundIds => _customers is not null || _plan.RefundCustomer >= 0;

    /// <summary>Time of the order above.</summary>
    public long LastTicks => _last.Ticks;

    /// <summary>Markers of missing values become blanks, e-mail addresses lower case, 13085.0 is 13085.</summary>
    [MethodImpl(Hot.Loop)]
    public void Normalize(IRowFields fields, EventRow row)
    {
        Blank(row, EventField.Customer);
        Blank(row, EventField.Order);
        Blank(row, EventField.Item);
        if (_hasElse) TakeElse(fields, row);
        ReadOnlySpan<char> customer = row.Span(EventField.Customer);
        if (!customer.SequenceEqual(_plainId.AsSpan(0, _plainLength))) NormalizeCustomer(row); // rows of one customer follow each other
        if (_hasCurrency) row.ToUpper(EventField.Currency);
    }

    /// <summary>
    /// Whether the row is another line of the order above: same order, or none named where neither customer nor time is. It takes over what
    /// it doesn't name itself.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    public bool Continues(EventRow row)
    {
        if (!_inherits || !_hasLast) return false;
        ReadOnlySpan<char> order = row.Span(EventField.Order);
        bool nameless = order.IsEmpty && row.Span(EventField.Customer).IsEmpty && !row.Span(EventField.Item).IsEmpty;
        if (!nameless && (order.IsEmpty || !order.SequenceEqual(_last.Span(EventField.Order)))) return false;
        if (nameless) row.SetText(EventField.Order, _last.Span(EventField.Order));
        if (row.Span(EventField.Customer).IsEmpty)
        {
            _pipeline.Note("line of the order above",
                "The row names no customer and goes on with the order above: it took over what it lacks.",
                _plan.NameOf(EventField.Order), row.Order);
        }

        foreach (EventField field in _orderTexts)
        {
            if (row.Span(field).IsEmpty) row.SetText(field, _last.Span(field));
        }

        return true;
    }

    /// <summary>Keeps what the next line of the same order may lack.</summary>
    [MethodImpl(Hot.Loop)]
    public void Remember(EventRow row)
    {
        if (!_inherits) return;
        ReadOnlySpan<char> order = row.Span(EventField.Order);
        if (order.IsEmpty || (_hasLast && order.SequenceEqual(_last.Span(EventField.Order)))) return;
        _last.Clear(row.Row);
        _last.SetText(EventField.Order, order);
        foreach (EventField field in _orderTexts) _last.SetText(field, row.Span(field));
        _last.Ticks = row.Ticks;
        _hasLast = true;
    }

    /// <summary>A refund may name its customer and its order elsewhere than a sale does, or the order alone.</summary>
    public void TakeRefundIds(IRowFields fields, EventRow row)
    {
        if (row.Type != EventType.Refund)
        {
            if (_customers is not null && _customers.Count < MaxOrders) _customers.TryAdd(row.Order, row.Customer);
            return;
        }

        if (_plan.RefundCustomer >= 0)
        {
            row.SetUtf8(EventField.Customer, fields[_plan.RefundCustomer]);
            Blank(row, EventField.Customer);
            NormalizeCustomer(row);
        }

        if (_customers is null || MissingMarkers.IsMissing(fields[_plan.RefundOrder])) return;
        row.SetUtf8(EventField.Order, fields[_plan.RefundOrder]);
        if (row.Span(EventField.Customer).IsEmpty && _customers.TryGetValue(row.Order, out string? customer))
            row.SetText(EventField.Customer, customer);
    }

    /// <summary>True where a join of tables wrote a row of the same key before.</summary>
    public bool WasJoinedBefore(IRowFields fields)
    {
        if (_rowKeys is null) return false;
        Fingerprint fingerprint = new();
        foreach (int column in _rowKey)
        {
            if (MissingMarkers.IsMissing(fields[column])) return false;
            fingerprint.Add(fields[column]);
        }

        return _rowKeys.Seen(fingerprint.Value);
    }

    /// <summary>True where a row with the same message or event id came before: it was sent twice.</summary>
    [MethodImpl(Hot.Loop)]
    public bool WasSentBefore(IRowFields fields)
    {
        if (_eventIds is null || MissingMarkers.IsMissing(fields[_eventId])) return false;
        Fingerprint fingerprint = new();
        fingerprint.Add(fields[_eventId]);
        return _eventIds.Seen(fingerprint.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blank(EventRow row, EventField field)
    {
        ReadOnlySpan<char> text = row.Span(field);
        if (text.IsEmpty || (uint)(text[0] - '0') <= 9) return; // no marker begins with a digit
        if (MissingMarkers.IsMissing(text)) row.Shorten(field, 0);
    }

    private void TakeElse(IRowFields fields, EventRow row)
    {
        foreach (int column in _plan.CustomerElse)
        {
            if (!row.Span(EventField.Customer).IsEmpty) break;
            row.SetUtf8(EventField.Customer, fields[column]);
            Blank(row, EventField.Customer);
        }

        foreach (int column in _plan.ItemElse)
        {
            if (!row.Span(EventField.Item).IsEmpty) break;
            row.SetUtf8(EventField.Item, fields[column]);
            Blank(row, EventField.Item);
        }
    }

    [MethodImpl(Hot.Loop)]
    private void NormalizeCustomer(EventRow row)
    {
        ReadOnlySpan<char> id = row.Span(EventField.Customer);
        if (id.Length < 3) return;
        if (id[^1] == '0' && id.EndsWith(".0") && !id[..^2].ContainsAnyExceptInRange('0', '9'))
        {
            row.Shorten(EventField.Customer, id.Length - 2);
            row.CustomerWasNormalized = true;
        }
        else if (EmailAddress.Looks(id))
        {
            if (row.ToLower(EventField.Customer)) row.CustomerWasNormalized = true;
        }
        else if (DamagedIds.IsDamaged(id))
        {
            _pipeline.Notes.Warn($"Ids in column '{_plan.NameOf(EventField.Customer)}' were shortened by a spreadsheet, so that several "
                + "customers may be one: format the column as text before saving, and export again.");
            _pipeline.Note("id damaged by a spreadsheet",
                "The id was shortened to a number such as 1.2E+12, which may stand for many: format the column as text before saving.",
                _plan.NameOf(EventField.Customer), id.ToString());
        }
        else if (id.Length <= _plainId.Length)
        {
            id.CopyTo(_plainId);
            _plainLength = id.Length;
        }
    }
}
