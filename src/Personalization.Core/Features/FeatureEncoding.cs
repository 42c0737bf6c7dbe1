using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// How columns of a <see cref="CustomerTable"/> become the features of a <see cref="FeatureTable"/>. A model keeps that of its training
/// data beside the <see cref="FeatureScaling"/>, so that new customers are encoded as those were. Immutable and thread-safe.
/// </summary>
public sealed class FeatureEncoding : IEquatable<FeatureEncoding>
{
    /// <exception cref="ArgumentException">Two features would have one name.</exception>
    internal FeatureEncoding(IReadOnlyList<EncodedColumn> columns)
    {
        Columns = columns;
        FeatureNames = [.. columns.SelectMany(column => column.FeatureNames())];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in FeatureNames)
        {
            if (!names.Add(name)) throw new ArgumentException($"Two features are called '{name}'; take each column once.", nameof(columns));
        }
    }

    /// <summary>The columns, in the order of their features.</summary>
    public IReadOnlyList<EncodedColumn> Columns { get; }

    /// <summary>Names of the features, in the order of the table's columns.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>True where each feature is a column of numbers of its name, and nothing had to be fitted: the names say all.</summary>
    public bool IsPlain => Columns.All(column => column.IsPlain);

    /// <summary>The encoding of columns of numbers that are features as they are.</summary>
    /// <exception cref="ArgumentException">A name is blank or stands twice.</exception>
    public static FeatureEncoding Plain(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names) Guard.NotBlank(name, nameof(names));
        return new FeatureEncoding([.. names.Select(name => new EncodedColumn(name, ColumnEncoding.Numbers))]);
    }

    /// <summary>Encodes customers as those of the fit were. O(customers · columns).</summary>
    /// <exception cref="ArgumentException">
    /// A column lacks or is of another kind, a cell is missing that nothing stands for, or a value is beyond what a float holds; the
    /// message names column and customer.
    /// </exception>
    public FeatureTable Apply(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Matrix values = new(table.Count, FeatureNames.Count);
        int first = 0;
        foreach (EncodedColumn column in Columns)
        {
            ColumnEncoder.Write(table, column, values, first);
            first += column.FeatureCount;
        }

        return FeatureTable.Encoded(table.Customers, values, this);
    }

    /// <summary>As JSON text that <see cref="FromJson"/> reads: what a model file holds. The same encoding gives the same text.</summary>
    public string ToJson() => FeatureEncodingJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote; nothing in the text is trusted.</summary>
    /// <exception cref="FormatException">The text isn't such an encoding; the message says what is wrong.</exception>
    public static FeatureEncoding FromJson(string json) => FeatureEncodingJson.Read(json);

    /// <summary>Equal columns in equal order.</summary>
    public bool Equals(FeatureEncoding? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeatureEncoding);

    /// <inheritdoc />
    public override int GetHashCode() => Columns.Count;
}
