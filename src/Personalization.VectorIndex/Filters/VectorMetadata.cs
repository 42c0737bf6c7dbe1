namespace Personalization.VectorIndex;

/// <summary>What is known of a vector, for <see cref="VectorFilter"/>. Immutable.</summary>
public sealed record VectorMetadata
{
    /// <summary>Tags by name, such as a category. Default none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Numbers by name, such as a price; NaN is as if there were none. Default none.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>
/// Metadata of all rows by column. What a search holds doesn't change: columns that are new, or longer, come with another instance, and
/// only cells of rows that nobody sees yet are written.
/// </summary>
internal sealed class MetadataColumns
{
    public SortedDictionary<string, TagColumn> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, double[]> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns with cells for so many rows, and those of the metadata.</summary>
    public MetadataColumns With(int[] rows, IReadOnlyList<VectorMetadata>? metadata, int capacity)
    {
        if (metadata is null && Tags.Count == 0 && Numbers.Count == 0) return this;
        MetadataColumns next = new();
        foreach ((string name, TagColumn column) in Tags) next.Tags[name] = column.Grown(capacity);
        foreach ((string name, double[] column) in Numbers) next.Numbers[name] = Grown(column, capacity);
        // A call that was cancelled may have written to these rows.
        foreach (int row in rows)
        {
            foreach (TagColumn column in next.Tags.Values) column.Codes[row] = 0;
            foreach (double[] column in next.Numbers.Values) column[row] = double.NaN;
        }

        for (int i = 0; i < (metadata?.Count ?? 0); i++)
        {
            foreach ((string name, string value) in metadata![i].Tags)
            {
                if (!next.Tags.TryGetValue(name, out TagColumn? column)) column = next.Tags[name] = new TagColumn(new int[capacity], []);
                column.Set(rows[i], value);
            }

            foreach ((string name, double value) in metadata[i].Numbers)
            {
                if (!next.Numbers.TryGetValue(name, out double[]? column)) column = next.Numbers[name] = Grown([], capacity);
                column[rows[i]] = value;
            }
        }

        return next;
    }

    /// <summary>Metadata of a row.</summary>
    public VectorMetadata Of(int row) => new()
    {
        Tags = Tags.Where(c => c.Value.Codes[row] > 0).ToDictionary(
            c => c.Key, c => c.Value.Values[c.Value.Codes[row] - 1], StringComparer.Ordinal),
        Numbers = Numbers.Where(c => !double.IsNaN(c.Value[row])).ToDictionary(c => c.Key, c => c.Value[row], StringComparer.Ordinal),
    };

    private static double[] Grown(double[] column, int capacity)
    {
        if (column.Length >= capacity) return column;
        double[] larger = new double[capacity];
        column.CopyTo(larger, 0);
        larger.AsSpan(column.Length).Fill(double.NaN);
        return larger;
    }
}

/// <summary>A tag of all rows: a code each, 0 for none, else one more than the place of its value in the order of first use.</summary>
internal sealed class TagColumn
{
    private readonly Dictionary<string, int> _codes;

    public TagColumn(int[] codes, List<string> values)
    {
        (Codes, Values, _codes) = (codes, values, new(StringComparer.Ordinal));
        for (int i = 0; i < values.Count; i++) _codes.TryAdd(values[i], i + 1);
    }

    public int[] Codes { get; }

    public List<string> Values { get; }

    /// <summary>A copy that may be written to, with room for so many rows.</summary>
    public TagColumn Grown(int capacity)
    {
        int[] codes = Codes;
        if (codes.Length < capacity)
        {
            codes = new int[capacity];
            Codes.CopyTo(codes, 0);
        }

        return new TagColumn(codes, [.. Values]);
    }

    /// <summary>Code of a value; 0 where no row has it.</summary>
    public int Find(string value) => _codes.GetValueOrDefault(value);

    public void Set(int row, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_codes.TryGetValue(value, out int code))
        {
            Values.Add(value);
            _codes[value] = code = Values.Count;
        }

        Codes[row] = code;
    }
}
