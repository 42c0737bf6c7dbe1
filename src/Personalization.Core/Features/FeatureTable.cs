using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Named features of customers: an n × d matrix of floats, rows in the order of <see cref="Customers"/>, columns in that of
/// <see cref="Names"/>. Made of columns of a <see cref="CustomerTable"/> (<see cref="From"/>) or of raw numbers (<see cref="Create"/>); it
/// remembers how it was encoded, and scaling returns a new table that remembers what was done to it. Values are finite, always. Immutable
/// and thread-safe.
/// </summary>
public sealed class FeatureTable
{
    private readonly Matrix _values;

    private FeatureTable(IdIndex<CustomerId> customers, Matrix values, FeatureEncoding encoding, FeatureScaling scaling)
    {
        Customers = customers;
        _values = values;
        Encoding = encoding;
        Scaling = scaling;
    }

    /// <summary>
    /// Makes features of columns of a customer table, each as <see cref="FeatureColumn"/> says; a name alone will do.
    /// <see cref="Encoding"/> remembers how.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is no such column, it is of a kind that has no features, two features would have one name, or a cell is missing that nothing
    /// stands for; the message names column and customer.
    /// </exception>
    public static FeatureTable From(CustomerTable table, params IReadOnlyList<FeatureColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return EncodingFit.Of(table, columns).Apply(table);
    }

    /// <summary>Makes a table of columns, each as long as there are customers.</summary>
    /// <exception cref="ArgumentException">
    /// A name is missing or stands twice, a length is off, or a value isn't finite; the message names the customer.
    /// </exception>
    public static FeatureTable Create(IdIndex<CustomerId> customers, params IReadOnlyList<(string Name, float[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(columns);
        FeatureEncoding encoding = FeatureEncoding.Plain([.. columns.Select(column => column.Name)]);
        Matrix matrix = new(customers.Count, columns.Count);
        for (int column = 0; column < columns.Count; column++)
        {
            (string name, float[] values) = columns[column];
            if (values.Length != customers.Count)
            {
                throw new ArgumentException(
                    $"Feature '{name}' has {values.Length} values for {customers.Count} customers.", nameof(columns));
            }

            for (int row = 0; row < values.Length; row++)
            {
                if (!float.IsFinite(values[row]))
                {
                    throw new ArgumentException(
                        $"Feature '{name}' of customer '{customers[row]}' is {values[row]}; features must be finite.", nameof(columns));
                }

                matrix[row, column] = values[row];
            }
        }

        return new FeatureTable(customers, matrix, encoding, FeatureScaling.None);
    }

    /// <summary>The customers, row by row.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>The features, column by column.</summary>
    public IReadOnlyList<string> Names => Encoding.FeatureNames;

    /// <summary>The values, n × d.</summary>
    public MatrixView Values => _values;

    /// <summary>How the features were made of columns of a <see cref="CustomerTable"/>; plain where they were given as numbers.</summary>
    public FeatureEncoding Encoding { get; }

    /// <summary>What was done to the raw values, in order.</summary>
    public FeatureScaling Scaling { get; }

    /// <summary>Number of customers.</summary>
    public int RowCount => Customers.Count;

    /// <summary>A copy of one feature's column.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public float[] Column(string name)
    {
        int column = ColumnOf(name);
        float[] values = new float[RowCount];
        for (int row = 0; row < values.Length; row++) values[row] = _values[row, column];
        return values;
    }

    /// <summary>Only these features, in this order. Only for a table of plain numbers that isn't scaled yet.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    /// <exception cref="InvalidOperationException">The table is scaled already, or its columns are encoded.</exception>
    public FeatureTable Select(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        RequireRaw();
        if (!Encoding.IsPlain)
            throw new InvalidOperationException($"The table has encoded columns; choose among the columns that {nameof(From)} takes.");
        return Create(Customers, [.. names.Select(name => (name, Column(name)))]);
    }

    /// <summary>These features and those of another table of the same customers. Only for tables that aren't scaled yet.</summary>
    /// <exception cref="ArgumentException">The customers differ, or a name stands in both.</exception>
    /// <exception cref="InvalidOperationException">A table is scaled already.</exception>
    public FeatureTable With(FeatureTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireRaw();
        other.RequireRaw();
        if (!ReferenceEquals(Customers, other.Customers)
            && !Customers.Values.SequenceEqual(other.Customers.Values, StringComparer.Ordinal))
            throw new ArgumentException("The tables have different customers.", nameof(other));
        FeatureEncoding encoding = new([.. Encoding.Columns, .. other.Encoding.Columns]);
        Matrix both = new(RowCount, encoding.FeatureNames.Count);
        for (int row = 0; row < RowCount; row++)
        {
            Values.Row(row).CopyTo(both.Row(row));
            other.Values.Row(row).CopyTo(both.Row(row)[Names.Count..]);
        }

        return new FeatureTable(Customers, both, encoding, FeatureScaling.Of(encoding));
    }

    /// <summary>sign(x) · ln(1 + |x|) of every value: draws in the long tails of counts and money.</summary>
    public FeatureTable Log1P() => Then(new FeatureScalingStep(FeatureScalingKind.Log1P, [], []));

    /// <summary>Z-scores: (x − mean) / standard deviation (÷ n, as scikit-learn's StandardScaler). A constant feature becomes 0.</summary>
    public FeatureTable Standardize() => ThenAffine(static values =>
    {
        double mean = StableSum.Mean(values);
        return (mean, Math.Sqrt(StableSum.Variance(values)));
    });

    /// <summary>(x − min) / (max − min), into 0 … 1. A constant feature becomes 0.</summary>
    public FeatureTable MinMax() => ThenAffine(static values =>
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, (double)high - low);
    });

    /// <summary>
    /// (x − median) / (75 % − 25 % quantile): outliers don't move it. A feature whose quartiles are equal is only centred.
    /// </summary>
    public FeatureTable Robust() => ThenAffine(static values =>
        (Quantiles.Of(values, .5), Quantiles.Of(values, .75) - Quantiles.Of(values, .25)));

    /// <summary>Pulls values beyond two quantiles back to them.</summary>
    /// <param name="lower">Lower quantile, 0 to 1. Default .01.</param>
    /// <param name="upper">Upper quantile, <paramref name="lower"/> to 1. Default .99.</param>
    public FeatureTable Winsorize(double lower = .01, double upper = .99)
    {
        Guard.InRange(lower, 0, 1, nameof(lower));
        Guard.InRange(upper, lower, 1, nameof(upper));
        if (RowCount == 0) return this;
        (double A, double B)[] bounds =
            [.. Names.Select(name => (A: Quantiles.Of(Column(name), lower), B: Quantiles.Of(Column(name), upper)))];
        return Then(new FeatureScalingStep(FeatureScalingKind.Clip, [.. bounds.Select(b => b.A)], [.. bounds.Select(b => b.B)]));
    }

    /// <summary>Scales this raw table by steps that were fitted elsewhere, as a model does before it predicts.</summary>
    /// <exception cref="ArgumentException">The columns were encoded in another way.</exception>
    /// <exception cref="InvalidOperationException">The table is scaled already.</exception>
    public FeatureTable Scale(FeatureScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        RequireRaw();
        if (Scaling.Encoding is { } own && !own.Equals(scaling.Encoding))
        {
            throw new ArgumentException(
                "The table's columns were encoded in another way than the training data; encode them with scaling.Encoding.", nameof(scaling));
        }

        return new FeatureTable(Customers, scaling.Apply(_values), Encoding, scaling);
    }

    /// <summary>Makes a table of values that an encoding wrote, which it found finite.</summary>
    internal static FeatureTable Encoded(IdIndex<CustomerId> customers, Matrix values, FeatureEncoding encoding) =>
        new(customers, values, encoding, FeatureScaling.Of(encoding));

    private FeatureTable Then(FeatureScalingStep step)
    {
        Matrix scaled = Values.ToMatrix();
        FeatureScaling.ApplyInPlace(step, scaled);
        return new FeatureTable(Customers, scaled, Encoding, Scaling.Then(step));
    }

    private FeatureTable ThenAffine(Func<float[], (double Center, double Divisor)> fit)
    {
        if (RowCount == 0) return this;
        (double Center, double Divisor)[] fitted = [.. Names.Select(name => fit(Column(name)))];
        return Then(new FeatureScalingStep(
            FeatureScalingKind.Affine, [.. fitted.Select(f => f.Center)], [.. fitted.Select(f => f.Divisor > 0 ? f.Divisor : 1)]));
    }

    private void RequireRaw()
    {
        if (Scaling.Steps.Count > 0)
            throw new InvalidOperationException("The table is scaled already; take features together first, then scale.");
    }

    private int ColumnOf(string name)
    {
        for (int column = 0; column < Names.Count; column++)
        {
            if (Names[column] == name) return column;
        }

        throw new ArgumentException($"There is no feature '{name}'; the features are {string.Join(", ", Names)}.", nameof(name));
    }
}
