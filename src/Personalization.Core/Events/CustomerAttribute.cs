namespace Personalization.Core;

/// <summary>
/// One fact about customers, as text: for each customer the value that was known last, or none. A slice of a log shows what was known
/// before its end. Immutable and thread-safe.
/// </summary>
public sealed class CustomerAttribute
{
    private readonly AttributeChanges _changes;
    private readonly int _customerCount;
    private readonly long _end;
    private readonly long[]? _endByRow;

    internal CustomerAttribute(string name, Vocabulary values, AttributeChanges changes, int customerCount)
        : this(name, values, changes, customerCount, long.MaxValue, null)
    {
    }

    private CustomerAttribute(string name, Vocabulary values, AttributeChanges changes, int customerCount, long end, long[]? endByRow)
    {
        Name = name;
        Values = values;
        _changes = changes;
        _customerCount = customerCount;
        _end = end;
        _endByRow = endByRow;
    }

    /// <summary>Name in lower snake case, as <see cref="CustomerAttributes.NameOf"/> makes it.</summary>
    public string Name { get; }

    /// <summary>Every value that a customer of the whole log ever had. A slice shares it, so that codes mean the same in both.</summary>
    public Vocabulary Values { get; }

    /// <summary>The value of a customer; null where none is known.</summary>
    /// <param name="customerRow">Row in <see cref="EventLog.Customers"/>.</param>
    public string? this[int customerRow] => CodeAt(customerRow) is int code and >= 0 ? Values[code] : null;

    /// <summary>The row in <see cref="Values"/> of a customer's value; −1 where none is known. O(log changes).</summary>
    /// <param name="customerRow">Row in <see cref="EventLog.Customers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int CodeAt(int customerRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customerRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(customerRow, _customerCount);
        return _changes.CodeBefore(customerRow, _endByRow is null ? _end : Math.Min(_end, _endByRow[customerRow]));
    }

    /// <summary>What was known before a moment.</summary>
    internal CustomerAttribute Before(long end) => new(Name, Values, _changes, _customerCount, Math.Min(_end, end), _endByRow);

    /// <summary>What was known of each customer before a moment of its own.</summary>
    internal CustomerAttribute Before(long[] endByRow)
    {
        long[] ends = new long[endByRow.Length];
        for (int row = 0; row < ends.Length; row++) ends[row] = Math.Min(endByRow[row], _endByRow is null ? _end : _endByRow[row]);
        return new CustomerAttribute(Name, Values, _changes, _customerCount, _end, ends);
    }
}

/// <summary>The moments at which customers' values became others: three columns, sorted by customer, then time.</summary>
internal sealed class AttributeChanges(int[] rows, long[] times, int[] codes)
{
    /// <summary>The code that holds for a customer just before a moment; −1 where there is none yet.</summary>
    public int CodeBefore(int row, long end)
    {
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            if (rows[middle] < row || (rows[middle] == row && times[middle] < end)) low = middle + 1;
            else high = middle;
        }

        return low > 0 && rows[low - 1] == row ? codes[low - 1] : -1;
    }
}
