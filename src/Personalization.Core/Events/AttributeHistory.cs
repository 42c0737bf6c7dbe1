using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Core;

/// <summary>
/// Collects what is said of one attribute. Files repeat a customer's values in every row, so a value said again only widens the span of
/// time in which it was said: memory grows with changes, not with rows.
/// </summary>
internal sealed class AttributeHistory
{
    private readonly CodeTable _values = new();
    private readonly List<Run> _runs = [];
    private readonly Dictionary<int, int> _runOfCustomer = [];
    private int _lastCustomer = -1, _lastRun;
    private string? _lastValue;

    /// <summary>Notes a value; a blank one says nothing.</summary>
    [MethodImpl(EventLogBuilder.OnceARow)]
    public void Set(int customer, string? value, long time)
    {
        if (customer != _lastCustomer || !string.Equals(value, _lastValue))
        {
            int code = _values.CodeOf(value);
            if (code < 0) return;
            ref int run = ref CollectionsMarshal.GetValueRefOrAddDefault(_runOfCustomer, customer, out bool known);
            if (!known || _runs[run].Code != code)
            {
                run = _runs.Count;
                _runs.Add(new Run(customer, code, time, time));
            }

            _lastCustomer = customer;
            _lastRun = run;
            _lastValue = value;
        }

        ref Run last = ref CollectionsMarshal.AsSpan(_runs)[_lastRun];
        last.First = Math.Min(last.First, time);
        last.Last = Math.Max(last.Last, time);
    }

    /// <summary>The attribute of the customers who have a row; null where none of them has a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="customerRows">Row of each customer code, −1 for customers who aren't in the log.</param>
    /// <param name="customerCount">Number of customers in the log.</param>
    /// <param name="withoutRow">Set for the codes that have a value but no row.</param>
    public CustomerAttribute? Build(string name, int[] customerRows, int customerCount, bool[] withoutRow)
    {
        int[] starts = CountByCustomer(customerRows, customerCount, withoutRow);
        (long[] times, int[] runs) = SortByCustomerThenTime(customerRows, starts);
        int kept = KeepChanges(starts, times, runs);
        if (kept == 0) return null;
        bool[] used = new bool[_values.Count];
        for (int i = 0; i < kept; i++) used[_runs[runs[i]].Code] = true;
        (Vocabulary values, int[] valueRows) = _values.ToVocabulary(used);
        int[] rows = new int[kept], codes = new int[kept];
        for (int i = 0; i < kept; i++)
        {
            Run run = _runs[runs[i]];
            (rows[i], codes[i]) = (customerRows[run.Customer], valueRows[run.Code]);
        }

        return new CustomerAttribute(name, values, new AttributeChanges(rows, times[..kept], codes), customerCount);
    }

    /// <summary>Offsets of each customer's observations: a run is one at its first time, and one at its last.</summary>
    private int[] CountByCustomer(int[] customerRows, int customerCount, bool[] withoutRow)
    {
        int[] starts = new int[customerCount + 1];
        foreach (Run run in _runs)
        {
            int row = customerRows[run.Customer];
            if (row < 0) withoutRow[run.Customer] = true;
            else starts[row + 1] += run.Last > run.First ? 2 : 1;
        }

        for (int row = 0; row < customerCount; row++) starts[row + 1] += starts[row];
        return starts;
    }

    /// <summary>Times of the observations and the runs they are of, by customer, time, and order of reading.</summary>
    private (long[] Times, int[] Runs) SortByCustomerThenTime(int[] customerRows, int[] starts)
    {
        int[] next = starts[..^1], runs = new int[starts[^1]];
        long[] times = new long[starts[^1]];
        for (int i = 0; i < _runs.Count; i++)
        {
            Run run = _runs[i];
            int row = customerRows[run.Customer];
            if (row < 0) continue;
            int place = next[row]++;
            (times[place], runs[place]) = (run.First, i);
            if (run.Last == run.First) continue;
            place = next[row]++;
            (times[place], runs[place]) = (run.Last, i);
        }

        TimeOrder.SortEach(times, runs, starts);
        return (times, runs);
    }

    /// <summary>
    /// Moves to the front what changed something, and gives its number: of several at one tick the last, and of equal ones the first.
    /// </summary>
    private int KeepChanges(int[] starts, long[] times, int[] runs)
    {
        int kept = 0;
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            int last = -1;
            for (int i = starts[row]; i < starts[row + 1]; i++)
            {
                int code = _runs[runs[i]].Code;
                if (code == last || (i + 1 < starts[row + 1] && times[i + 1] == times[i])) continue;
                (times[kept], runs[kept++]) = (times[i], runs[i]);
                last = code;
            }
        }

        return kept;
    }

    /// <summary>Values of one customer that were read without another between them.</summary>
    private record struct Run(int Customer, int Code, long First, long Last);
}
