using Personalization.Numerics;

namespace Personalization.Core;

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

    /// <summary>
    /// Counts the interactions of a log. What sums to 0 or less for a customer and an item has no element. O(events).
    /// </summary>
    public static InteractionMatrix From(EventLog log, InteractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= InteractionOptions.Purchases;
        float[] weightOfType = new float[byte.MaxValue + 1];
        foreach ((EventType type, float weight) in options.Weights)
        {
            if (log.TypeCode(type) is >= 0 and int code) weightOfType[code] = weight;
        }

        int[] offsets = new int[log.Customers.Count + 1];
        List<int> columns = [];
        List<float> values = [];
        float[] sums = new float[log.Items.Count];
        bool[] isTouched = new bool[log.Items.Count];
        List<int> touched = [];
        int ratings = log.TypeCode(EventType.Rating);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            ReadOnlySpan<byte> types = events.Types;
            ReadOnlySpan<int> items = events.Items;
            for (int i = 0; i < types.Length; i++)
            {
                float weight = weightOfType[types[i]];
                if (weight == 0 || items[i] < 0) continue;
                if (types[i] == ratings) weight *= (float)(events.Quantities[i] - options.NeutralRating);
                if (options.HalfLifeDays is { } halfLife) weight *= Decay(log.LastTime.Ticks - events.Times[i], halfLife);
                if (!isTouched[items[i]]) touched.Add(items[i]);
                isTouched[items[i]] = true;
                sums[items[i]] += weight;
            }

            touched.Sort();
            foreach (int item in touched)
            {
                if (sums[item] > 0)
                {
                    columns.Add(item);
                    values.Add(options.Value == InteractionValue.Binary ? 1 : sums[item]);
                }

                sums[item] = 0;
                isTouched[item] = false;
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

    /// <summary>Makes a matrix of compressed sparse rows, which are copied. O(count).</summary>
    /// <param name="customers">A customer for each row.</param>
    /// <param name="items">An item for each column.</param>
    /// <param name="offsets">Where each row begins, and at last where the rows end: customers + 1 values from 0 to the count.</param>
    /// <param name="columns">The rows' columns, rising within a row.</param>
    /// <param name="values">The values beside them, above 0 and finite.</param>
    /// <exception cref="ArgumentException">The spans contradict each other; the message names the row.</exception>
    public static InteractionMatrix FromRows(
        IdIndex<CustomerId> customers, IdIndex<ItemId> items, ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns,
        ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(items);
        if (offsets.Length != customers.Count + 1 || offsets[0] != 0 || offsets[^1] != columns.Length || columns.Length != values.Length)
        {
            throw new ArgumentException(
                $"{customers.Count} customers need {customers.Count + 1} offsets from 0 to the number of values, {values.Length}, and "
                + $"as many columns; there are {offsets.Length} offsets and {columns.Length} columns.",
                nameof(offsets));
        }

        for (int row = 0; row < customers.Count; row++)
        {
            if (offsets[row] > offsets[row + 1])
                throw new ArgumentException($"Row {row} begins at {offsets[row]} and ends at {offsets[row + 1]}.", nameof(offsets));
            int last = -1;
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                if (columns[i] <= last || columns[i] >= items.Count)
                {
                    throw new ArgumentException(
                        $"Row {row} has column {columns[i]} after {last}; columns rise and stay below {items.Count}.", nameof(columns));
                }

                if (!(values[i] > 0) || !float.IsFinite(values[i]))
                    throw new ArgumentException($"Row {row} has the value {values[i]}; it must be above 0 and finite.", nameof(values));
                last = columns[i];
            }
        }

        return new InteractionMatrix(customers, items, offsets.ToArray(), columns.ToArray(), values.ToArray());
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

    /// <summary>½ to the power of age ÷ half-life, by our own exponential: the same bits on any platform.</summary>
    private static float Decay(long ageTicks, double halfLifeDays)
    {
        float share = (float)(-ageTicks / (double)TimeSpan.TicksPerDay / halfLifeDays * 0.6931471805599453);
        Elementwise.Exp(new ReadOnlySpan<float>(in share), new Span<float>(ref share));
        return share;
    }
}
