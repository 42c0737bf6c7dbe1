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
    private static readonly EventField[] TextFields =
    [
        EventField.Customer, EventField.Item, EventField.ItemTitle, EventField.Category, EventField.Currency, EventField.Order,
        EventField.Session, EventField.Channel,
    ];

    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly ValueSurvey? _survey;
    private readonly RowTimes _times;
    private readonly RowAmounts _amounts;
    private readonly RowMeaning _meaning;
    private readonly RowIds _ids;
    private readonly OrderLines? _lines;
    private readonly (EventField Field, int Column)[] _texts;
    private readonly byte[] _firstHeader;
    private readonly int[] _attributes;
    private readonly AttributeColumn[] _attributeColumns;
    private readonly bool _dropsNonPositive;
    private readonly int _time;
    private readonly int[] _sumWhereBlank;
    private readonly string[] _footers;

    /// <param name="pipeline">Where rows go.</param>
    /// <param name="plan">What the columns are.</param>
    /// <param name="sample">The first rows, by which numbers and dates are judged unless a survey of all rows did that.</param>
    public RowFiller(CleaningPipeline pipeline, ColumnPlan plan, FileSample sample)
    {
        _pipeline = pipeline;
        _plan = plan;
        _survey = pipeline.Survey;
        _survey?.Start(plan);
        ValueDecisions decisions = pipeline.Decide(plan, sample);
        _times = new RowTimes(pipeline, plan, decisions);
        _amounts = new RowAmounts(pipeline, plan, decisions);
        _meaning = new RowMeaning(pipeline, plan);
        _ids = new RowIds(pipeline, plan);
        _lines = OrderLines.IsNeeded(plan) ? new OrderLines(pipeline) : null;
        _texts = [.. TextFields.Where(f => plan[f] >= 0).Select(f => (f, plan[f]))];
        _firstHeader = Encoding.UTF8.GetBytes(plan.Header[0]);
        _attributes = pipeline.Attributes.CodesOf(plan);
        _attributeColumns = [.. plan.Attributes.Select(column => new AttributeColumn(column, pipeline.Options.MaxTextLength))];
        _dropsNonPositive = plan.Layout.DropsNonPositive;
        _time = plan[EventField.Time];
        _sumWhereBlank = [.. plan.ColumnsOf(plan.Layout.SumWhereBlank)];
        _footers = [.. plan.Layout.Footers];
    }

    /// <summary>
    /// Takes a row. <paramref name="repaired"/> says that its bytes aren't UTF-8; <paramref name="fingerprint"/> is of its raw fields.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    public void Take(IRowFields fields, long rowNumber, bool repaired, UInt128 fingerprint)
    {
        if (_survey is not null)
        {
            _survey.Add(fields);
            return;
        }

        EventRow row = _pipeline.Row;
        row.Clear(rowNumber);
        row.EncodingWasRepaired = repaired;
        row.Fingerprint = fingerprint;
        row.NormalizesItems = _plan.NormalizesItems;
        if (_footers.Length > 0 && IsFooter(fields)) return;
        if (fields.Count != _plan.Header.Count)
        {
            if (!FieldCountFits(fields)) return;
            fields = new PaddedFields(fields);
        }

        if (fields[0].SequenceEqual(_firstHeader) && IsHeader(fields))
        {
            _pipeline.Drop("second header", "The row repeats the header: files were joined. Remove it.", _plan.Header[0], isDefect: true);
            return;
        }

        if (_ids.FindsRepeats && IsRepeat(fields)) return;
        foreach ((EventField field, int column) in _texts) row.SetUtf8(field, fields[column]);
        _ids.Normalize(fields, row);
        bool continues = _ids.Continues(row);
        ReadOnlySpan<byte> time = fields[_time];
        if (continues && MissingMarkers.IsMissing(time)) row.Ticks = _ids.LastTicks;
        else if ((time.IsEmpty || time[0] <= ' ') && IsTotal(fields, time)) return;
        else if (!_times.TryTake(fields, row)) return;
        if (_sumWhereBlank.Length > 0 && IsSum(fields, row)) return;
        _ids.Remember(row);
        _meaning.ReadStatus(fields, row, continues);
        if (!_amounts.TryTake(fields, row) || !_meaning.TryTake(fields, row)) return;
        if (!_dropsNonPositive) _meaning.TurnRefund(row);
        if (_ids.HasRefundIds) _ids.TakeRefundIds(fields, row);
        TakeAttributes(fields, row);
        if (_plan.CancelledOrderPrefix is { } prefix)
            row.IsCancelled |= row.Span(EventField.Order).StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        if (_lines is not null) _lines.Add(row, _amounts.OfOrder(fields, row));
        else if (_amounts.HasRefunds) CommitWithRefund(fields, row);
        else _pipeline.Commit();
    }

    /// <summary>To be called behind the last row: what waits for more lines of its order goes on.</summary>
    public void Complete() => _lines?.Flush();

    private static string Show(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);

    /// <summary>A row of fewer fields lacks its last ones, as spreadsheets leave blank cells out; one of more is broken.</summary>
    private bool FieldCountFits(IRowFields fields)
    {
        int expected = _plan.Header.Count, found = fields.Count;
        if (found < expected)
        {
            if (found > 1 || expected <= 2)
            {
                _pipeline.Note("short row filled up", "The row has fewer fields than the header; the missing ones were taken as blank.",
                    _plan.Header[found], Show(fields[found - 1]));
                return true;
            }

            _pipeline.Reject(_plan.Header[found], Show(fields[0]),
                $"the row has {found} field, the header {expected}. Complete the row or remove it.");
            return false;
        }

        int extra = expected;
        while (extra < found && fields[extra].IsEmpty) extra++;
        if (extra == found) return true; // a delimiter at the end of the line
        _pipeline.Reject(null, Show(fields[extra]),
            $"the row has {found} fields, the header {expected}. Quote fields that hold the delimiter.");
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

    /// <summary>A row that came before by its event id, or by the key that a join of tables wrote more than once.</summary>
    private bool IsRepeat(IRowFields fields)
    {
        if (_ids.WasSentBefore(fields))
        {
            _pipeline.Drop("sent twice", "A row with the same message or event id came before.", Show(fields[_plan[EventField.EventId]]),
                isDefect: false);
            return true;
        }

        if (!_ids.WasJoinedBefore(fields)) return false;
        _pipeline.Drop("joined twice", "A row with the same key came before: a join of tables wrote it several times.", Show(fields[0]),
            isDefect: false);
        return true;
    }

    /// <summary>A line without a time that begins with "Total" sums up the lines above it.</summary>
    private bool IsTotal(IRowFields fields, ReadOnlySpan<byte> time)
    {
        if (!FieldText.Trimmed(time).IsEmpty) return false;
        int first = 0;
        while (first < fields.Count && fields[first].Trim(" \t"u8).IsEmpty) first++;
        bool blank = first == fields.Count;
        if (!blank && !TotalWords.IsTotal(fields[first].Trim(" \t"u8))) return false;
        if (blank) _pipeline.Drop("blank row", "No field of the row holds anything.", "", isDefect: false);
        else _pipeline.Drop("total line", "The row has no time and sums up others.", Show(fields[first]), isDefect: false);
        return true;
    }

    /// <summary>A row of what its order comes to, above the rows of its lines, which may take over what it says of the order.</summary>
    private bool IsSum(IRowFields fields, EventRow row)
    {
        if (Array.TrueForAll(_sumWhereBlank, column => !MissingMarkers.IsMissing(fields[column].Trim(" \t"u8)))) return false;
        _ids.Remember(row);
        _pipeline.Drop("sum of the rows below", "The row sums up the lines of its order, which have rows of their own.", row.Order,
            isDefect: false);
        return true;
    }

    /// <summary>What exports write below the last row.</summary>
    private bool IsFooter(IRowFields fields)
    {
        for (int i = 0; i < Math.Min(2, fields.Count); i++)
        {
            string text = Show(fields[i]);
            if (!Array.Exists(_footers, footer => text.Contains(footer, StringComparison.OrdinalIgnoreCase))) continue;
            _pipeline.Drop("foot of the file", "The row is no data: it ends the file.", text, isDefect: false);
            return true;
        }

        return false;
    }

    private void CommitWithRefund(IRowFields fields, EventRow row)
    {
        long refunded = _amounts.RefundOf(fields, row);
        if (refunded <= 0)
        {
            _pipeline.Commit();
            return;
        }

        EventRow sale = new();
        sale.CopyFrom(row);
        _pipeline.Commit();
        sale.Ticks = _times.RefundTicks(fields, sale.Ticks);
        _pipeline.CommitRefund(sale, refunded, keepsItem: true);
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

    /// <summary>A row whose missing fields are blank.</summary>
    private sealed class PaddedFields(IRowFields fields) : IRowFields
    {
        public int Count => fields.Count;

        public ReadOnlySpan<byte> this[int index] => index < fields.Count ? fields[index] : default;
    }
}
