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
    private string _lastValue = "";

    /// <summary>Notes a value; a blank one says nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // once a row, often before tiered compilation would get to it
    public void Set(int customer, ReadOnlySpan<char> value, long time)
    {
        if (customer != _lastCustomer || !value.SequenceEqual(_lastValue))
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
            _lastValue = _values.Values[code];
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
        List<Change> changes = ChangesOf(Observations(customerRows, withoutRow));
        if (changes.Count == 0) return null;
        bool[] used = new bool[_values.Count];
        foreach (Change change in changes) used[change.Code] = true;
        (Vocabulary values, int[] valueRows) = _values.ToVocabulary(used);
        int[] rows = new int[changes.Count], codes = new int[changes.Count];
        long[] times = new long[changes.Count];
        for (int i = 0; i < rows.Length; i++) (rows[i], times[i], codes[i]) = (changes[i].Row, changes[i].Time, valueRows[changes[i].Code]);
        return new CustomerAttribute(name, values, new AttributeChanges(rows, times, codes), customerCount);
    }

    /// <summary>First and last time of each run, by customer, time, and order of reading.</summary>
    private List<Change> Observations(int[] customerRows, bool[] withoutRow)
    {
        List<Change> seen = new(_runs.Count);
        for (int i = 0; i < _runs.Count; i++)
        {
            Run run = _runs[i];
            int row = customerRows[run.Customer];
            if (row < 0)
            {
                withoutRow[run.Customer] = true;
                continue;
            }

            seen.Add(new Change(row, run.First, i, run.Code));
            if (run.Last > run.First) seen.Add(new Change(row, run.Last, i, run.Code));
        }

        seen.Sort(static (a, b) => (a.Row, a.Time, a.Run).CompareTo((b.Row, b.Time, b.Run)));
        return seen;
    }

    /// <summary>Leaves what changed something: of several at one tick the last, and of equal ones the first.</summary>
    private static List<Change> ChangesOf(List<Change> observations)
    {
        List<Change> changes = [];
        for (int i = 0; i < observations.Count; i++)
        {
            Change now = observations[i];
            if (i + 1 < observations.Count && observations[i + 1].Row == now.Row && observations[i + 1].Time == now.Time) continue;
            if (changes.Count == 0 || changes[^1].Row != now.Row || changes[^1].Code != now.Code) changes.Add(now);
        }

        return changes;
    }

    /// <summary>Values of one customer that were read without another between them.</summary>
    private record struct Run(int Customer, int Code, long First, long Last);

    private readonly record struct Change(int Row, long Time, int Run, int Code);
}
