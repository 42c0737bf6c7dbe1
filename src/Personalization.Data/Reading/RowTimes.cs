using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>The time of a row, from one column or from a date and a clock beside it.</summary>
internal sealed class RowTimes
{
    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly ValueDecisions _decisions;
    private readonly TimeParser _parser;
    private readonly int _time, _clock, _refundTime;

    public RowTimes(CleaningPipeline pipeline, ColumnPlan plan, ValueDecisions decisions)
    {
        _pipeline = pipeline;
        _plan = plan;
        _decisions = decisions;
        _parser = pipeline.Times;
        decisions.Settle(_parser);
        _time = plan[EventField.Time];
        _clock = plan[EventField.Clock];
        _refundTime = plan[EventField.RefundTime];
    }

    [MethodImpl(Hot.Loop)]
    public bool TryTake(IRowFields fields, EventRow row)
    {
        ReadOnlySpan<byte> text = FieldText.Trimmed(fields[_time]);
        if (!_parser.TryParse(text, out long ticks)) return Refuse(text, row);
        row.Ticks = ticks;
        if (_clock < 0) return true;
        ReadOnlySpan<byte> clock = FieldText.Trimmed(fields[_clock]);
        if (MissingMarkers.IsMissing(clock)) return true;
        if (!_parser.TryParseClock(clock, out long ofDay))
        {
            _pipeline.Reject(_plan.NameOf(EventField.Clock), Show(clock), "not a time of day that is known. Mend the row, or leave the "
                + "column out: --map clock= (EventReadOptions.Columns).");
            return false;
        }

        row.Ticks += ofDay;
        return true;
    }

    /// <summary>When the row's amount was paid back; the time of the sale where nothing says so.</summary>
    public long RefundTicks(IRowFields fields, long sale) =>
        _refundTime >= 0 && _parser.TryParse(FieldText.Trimmed(fields[_refundTime]), out long ticks) ? Math.Max(ticks, sale) : sale;

    private static string Show(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]);

    private bool Refuse(ReadOnlySpan<byte> text, EventRow row)
    {
        string column = _plan.NameOf(EventField.Time), value = Show(text);
        _decisions.OnDateRefused(_parser, row.Row, column, value);
        _pipeline.Reject(column, value,
            "not a time that is known. Say how times are written, --date-format \"dd.MM.yyyy HH:mm\" (EventReadOptions.DateFormats), or "
                + "mend the row.");
        return false;
    }
}
