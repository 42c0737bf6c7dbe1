namespace Personalization.Core;

/// <summary>What an element of an <see cref="InteractionMatrix"/> holds.</summary>
public enum InteractionValue
{
    /// <summary>1 where there was any interaction.</summary>
    Binary,

    /// <summary>Sum of the weights of the interactions.</summary>
    Count,
}

/// <summary>How interactions are counted. Immutable; every default is valid.</summary>
public sealed record InteractionOptions
{
    /// <summary>What an element holds. Default <see cref="InteractionValue.Binary"/>.</summary>
    public InteractionValue Value { get; init; }

    /// <summary>Weight of each event type, above 0; types that aren't named don't count. Default: purchases alone, weight 1.</summary>
    public IReadOnlyDictionary<EventType, float> Weights
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((EventType type, float weight) in value) Guard.Positive(weight, $"{nameof(Weights)}[{type}]");
            field = value;
        }
    } = new Dictionary<EventType, float> { [EventType.Purchase] = 1 };
}

/// <summary>
/// Customers × items in compressed sparse rows: who had to do with what, and how strongly. Rows are those of the log's customers, columns
/// those of its items; both may be empty. Columns rise within a row, every value is above 0. Immutable and thread-safe.
/// </summary>
public sealed class InteractionMatrix
{
    private readonly int[] _offsets;
    private readonly int[] _columns;
    private readonly float[] _values;

    private InteractionMatrix(IdIndex<CustomerId> customers, IdIndex<ItemId> items, int[] offsets, int[] columns, float[] values)
    {
        Customers = customers;
        Items = items;
        _offsets = offsets;
        _columns = columns;
        _values = values;
    }

    /// <summary>The customers, row by row.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>The items, column by column.</summary>
    public IdIndex<ItemId> Items { get; }

    /// <summary>Number of elements that aren't 0.</summary>
    public int Count => _values.Length;

    /// <summary>Counts the interactions of a log. O(events).</summary>
    public static InteractionMatrix From(EventLog log, InteractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new InteractionOptions();
        float[] weightOfType = new float[byte.MaxValue + 1];
        foreach ((EventType type, float weight) in options.Weights)
        {
            if (log.TypeCode(type) is >= 0 and int code) weightOfType[code] = weight;
        }

        int[] offsets = new int[log.Customers.Count + 1];
        List<int> columns = [];
        List<float> values = [];
        float[] sums = new float[log.Items.Count];
        List<int> touched = [];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            ReadOnlySpan<byte> types = events.Types;
            ReadOnlySpan<int> items = events.Items;
            for (int i = 0; i < types.Length; i++)
            {
                float weight = weightOfType[types[i]];
                if (weight == 0 || items[i] < 0) continue;
                if (sums[items[i]] == 0) touched.Add(items[i]);
                sums[items[i]] += weight;
            }

            touched.Sort();
            foreach (int item in touched)
            {
                columns.Add(item);
                values.Add(options.Value == InteractionValue.Binary ? 1 : sums[item]);
                sums[item] = 0;
            }

            touched.Clear();
            offsets[row + 1] = columns.Count;
        }

        return new InteractionMatrix(log.Customers, log.Items.Ids, offsets, [.. columns], [.. values]);
    }

    /// <summary>Makes a matrix of single interactions; those of one customer and item add up (or fold into 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value isn't above 0 and finite.</exception>
    public static InteractionMatrix From(IEnumerable<(CustomerId Customer, ItemId Item, float Value)> interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        (CustomerId Customer, ItemId Item, float Value)[] all = [.. interactions];
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(all.Select(i => i.Customer));
        IdIndex<ItemId> items = IdIndex<ItemId>.From(all.Select(i => i.Item));
        SortedDictionary<(int Row, int Column), float> sums = [];
        foreach ((CustomerId customer, ItemId item, float value) in all)
        {
            Guard.Positive(value, $"interaction of '{customer}' with '{item}'");
            customers.TryGetRow(customer, out int row);
            items.TryGetRow(item, out int column);
            sums[(row, column)] = sums.GetValueOrDefault((row, column)) + value;
        }

        int[] offsets = new int[customers.Count + 1];
        foreach ((int row, _) in sums.Keys) offsets[row + 1]++;
        for (int row = 0; row < customers.Count; row++) offsets[row + 1] += offsets[row];
        return new InteractionMatrix(customers, items, offsets, [.. sums.Keys.Select(k => k.Column)], [.. sums.Values]);
    }

    /// <summary>A customer's item columns, rising.</summary>
    /// <param name="customerRow">Row in <see cref="Customers"/>.</param>
    public ReadOnlySpan<int> ItemsOf(int customerRow) => _columns.AsSpan(_offsets[customerRow].._offsets[customerRow + 1]);

    /// <summary>The values beside <see cref="ItemsOf"/>.</summary>
    /// <param name="customerRow">Row in <see cref="Customers"/>.</param>
    public ReadOnlySpan<float> ValuesOf(int customerRow) => _values.AsSpan(_offsets[customerRow].._offsets[customerRow + 1]);

    /// <summary>Items × customers in compressed rows: for each item its customers, rising. O(count).</summary>
    /// <returns>Offsets (items + 1), customer rows and values.</returns>
    public (int[] Offsets, int[] CustomerRows, float[] Values) ToItemRows()
    {
        int[] offsets = new int[Items.Count + 1], rows = new int[Count];
        float[] values = new float[Count];
        foreach (int column in _columns) offsets[column + 1]++;
        for (int item = 0; item < Items.Count; item++) offsets[item + 1] += offsets[item];
        int[] next = offsets[..^1];
        for (int row = 0; row < Customers.Count; row++)
        {
            for (int i = _offsets[row]; i < _offsets[row + 1]; i++)
            {
                int target = next[_columns[i]]++;
                rows[target] = row;
                values[target] = _values[i];
            }
        }

        return (offsets, rows, values);
    }
}
