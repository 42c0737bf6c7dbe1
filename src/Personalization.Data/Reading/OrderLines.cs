using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Holds the lines of one order back until all are there, and parts among them what the file says of the order as a whole: a discount, a
/// total where lines have no prices. What was paid back of the order becomes a refund beside them, at most what the order came to.
/// </summary>
internal sealed class OrderLines(CleaningPipeline pipeline)
{
    private const int MaxLines = 10_000;

    private readonly List<EventRow> _rows = [];
    private readonly List<OrderAmounts> _amounts = [];
    private readonly EventRow _next = new();
    private int _count;

    public static bool IsNeeded(ColumnPlan plan) => plan[EventField.Order] >= 0
        && (plan[EventField.OrderDiscount] >= 0 || plan[EventField.OrderTotal] >= 0
            || (plan[EventField.RefundedAmount] >= 0 && plan.Layout.Row == RowUnit.Line));

    public void Add(EventRow row, OrderAmounts amounts)
    {
        if (pipeline.RejectFaulty()) return; // so that sums of lines are within bounds
        ReadOnlySpan<char> order = row.Span(EventField.Order);
        bool begins = _count > 0 && (order.IsEmpty || !order.SequenceEqual(_rows[0].Span(EventField.Order)) || row.Type != _rows[0].Type
            || _count == MaxLines);
        if (begins)
        {
            _next.CopyFrom(row); // what is flushed goes through the pipeline's row, which this one is
            Flush();
        }

        if (_rows.Count == _count) _rows.Add(new EventRow());
        _rows[_count].CopyFrom(begins ? _next : row);
        _amounts.Add(amounts);
        _count++;
    }

    public void Flush()
    {
        if (_count == 0) return;
        long[] lines = new long[_count];
        long sum = 0;
        bool priced = false;
        for (int i = 0; i < _count; i++)
        {
            EventRow row = _rows[i];
            priced |= row.PriceUnits is not null;
            lines[i] = RowAmounts.Times(row.PriceUnits ?? 0, row.Quantity ?? 1);
            sum += lines[i];
        }

        long target = sum;
        if (!priced && OfOrder(static a => a.Total) is { } total)
        {
            for (int i = 0; i < _count; i++) lines[i] = Math.Max(1, (long)(_rows[i].Quantity ?? 1));
            target = total;
            sum = lines.Sum();
        }

        if (OfOrder(static a => a.Discount) is { } discount) target = Math.Max(0, target - Math.Abs(discount));
        if (target != sum && sum > 0) Part(lines, sum, target);
        long refunded = OfOrder(static a => a.Refunded) is { } back ? Math.Min(Math.Abs(back), Math.Max(0, target)) : 0;
        EventRow first = new();
        first.CopyFrom(_rows[0]);
        for (int i = 0; i < _count; i++)
        {
            if (target != sum || !priced) RowAmounts.SetTotal(_rows[i], lines[i]);
            pipeline.Row.CopyFrom(_rows[i]);
            pipeline.Commit();
        }

        _count = 0;
        _amounts.Clear();
        if (refunded > 0 && first.Type == EventType.Purchase) pipeline.CommitRefund(first, refunded, keepsItem: lines.Length == 1);
    }

    /// <summary>Shares of a target in proportion, exact to the last unit: what rounding leaves goes to the lines in turn.</summary>
    private static void Part(long[] lines, long sum, long target)
    {
        long left = target;
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = (long)((Int128)lines[i] * target / sum);
            left -= lines[i];
        }

        // Less than a unit a line is left, so one round is enough.
        for (int i = 0; left != 0 && i < lines.Length; i++)
        {
            lines[i] += Math.Sign(left);
            left -= Math.Sign(left);
        }
    }

    /// <summary>What the lines say of the order: once, or the same on each of them; else the sum of what they say.</summary>
    private long? OfOrder(Func<OrderAmounts, long?> which)
    {
        long sum = 0, first = 0;
        int said = 0;
        bool same = true;
        foreach (OrderAmounts amounts in _amounts)
        {
            if (which(amounts) is not { } value) continue;
            if (said++ == 0) first = value;
            same &= value == first;
            sum += value;
        }

        return said == 0 ? null : said == 1 || (same && said == _count) ? first : sum;
    }
}
