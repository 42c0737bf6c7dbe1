using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// Gathers from the values of a column whether day or month is first in its dates, and what its numbers count. A value proves an order
/// where it is a day in that order alone.
/// </summary>
internal sealed class DateEvidence
{
    private readonly TimeParser _monthFirst = new([], TimeZoneInfo.Utc) { Order = DateOrder.MonthFirst, TakesSerials = true };
    private readonly TimeParser _dayFirst = new([], TimeZoneInfo.Utc) { Order = DateOrder.DayFirst, TakesSerials = true };
    private readonly long[] _numbers = new long[Enum.GetValues<DateNumbers>().Length];
    private string? _forDayFirst, _forMonthFirst, _ambiguous;
    private long _times, _dayFirstCount, _monthFirstCount, _ambiguousCount, _ambiguousSlashed;

    /// <summary>Takes a value as it stands in the file. Blanks and markers of missing values say nothing.</summary>
    [MethodImpl(Hot.Loop)]
    public void Add(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        if (text.IsEmpty) return;
        bool monthFirst = _monthFirst.TryParse(text, out long monthTicks);
        if (monthFirst && text.Length >= 10 && text[4] is (byte)'-' or (byte)'/')
        {
            _times++;
            return;
        }

        AddOther(text, monthFirst, monthTicks);
    }

    /// <summary>What the values added so far say.</summary>
    public DateDecision Decide()
    {
        bool slashed = 2 * _ambiguousSlashed >= _ambiguousCount;
        DateOrder usual = slashed ? DateOrder.MonthFirst : DateOrder.DayFirst;
        bool proven = _dayFirstCount + _monthFirstCount > 0;
        DateOrder order = !proven ? usual : _dayFirstCount >= _monthFirstCount ? DateOrder.DayFirst : DateOrder.MonthFirst;
        return new DateDecision(order, !proven && _ambiguousCount > 0, _forDayFirst, _forMonthFirst)
        {
            Ambiguous = _ambiguous,
            Numbers = Numbers(),
        };
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, TimeText.MaxLength)]);

    private DateNumbers Numbers()
    {
        int most = 0;
        long all = 0;
        for (int i = 0; i < _numbers.Length; i++)
        {
            all += _numbers[i];
            if (_numbers[i] > _numbers[most]) most = i;
        }

        return all > 0 && 2 * all >= _times ? (DateNumbers)most : DateNumbers.None;
    }

    private void AddOther(ReadOnlySpan<byte> text, bool monthFirst, long monthTicks)
    {
        bool dayFirst = _dayFirst.TryParse(text, out long dayTicks);
        if (!monthFirst && !dayFirst) return;
        _times++;
        if (monthFirst && dayFirst && monthTicks == dayTicks)
        {
            DateNumbers kind = TimeNumber.KindOf(text);
            if (kind != DateNumbers.None) _numbers[(int)kind]++;
        }
        else if (monthFirst && dayFirst)
        {
            _ambiguous ??= Show(text);
            _ambiguousCount++;
            if (text.Contains((byte)'/')) _ambiguousSlashed++;
        }
        else if (dayFirst)
        {
            _forDayFirst ??= Show(text);
            _dayFirstCount++;
        }
        else
        {
            _forMonthFirst ??= Show(text);
            _monthFirstCount++;
        }
    }
}
