namespace Personalization.Rfm;

/// <summary>
/// What is known of customers besides their purchases and doesn't change: age group, channel, first basket. Numbers; a category becomes one
/// column of 0 and 1 for each value but one. Columns of a size around 1 are searched best. Immutable and thread-safe.
/// </summary>
public sealed class LifetimeCovariates
{
    private readonly double[] _values;
    private readonly List<string> _names;

    /// <summary>Makes covariates of columns, whose values are copied.</summary>
    /// <param name="columns">1 to 100 columns, each with a name of its own and one value for each customer in the summary's order.</param>
    /// <exception cref="ArgumentException">Lengths differ, a name comes twice, or a value isn't finite.</exception>
    public LifetimeCovariates(params IReadOnlyList<(string Name, double[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Guard.InRange(columns.Count, 1, 100);
        _names = [.. columns.Select(column => column.Name)];
        Customers = columns[0].Values.Length;
        _values = new double[Customers * columns.Count];
        for (int j = 0; j < columns.Count; j++)
        {
            (string name, double[] values) = columns[j];
            if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"Column {j} has no name.", nameof(columns));
            if (_names.IndexOf(name) != j) throw new ArgumentException($"There are two columns named '{name}'.", nameof(columns));
            if (values.Length != Customers)
            {
                throw new ArgumentException(
                    $"Column '{name}' has {values.Length} values, '{_names[0]}' has {Customers}; one for each customer is expected.",
                    nameof(columns));
            }

            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]))
                    throw new ArgumentException($"Column '{name}' is {values[i]} in row {i}; it must be finite.", nameof(columns));
                _values[(i * columns.Count) + j] = values[i];
            }
        }
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of customers.</summary>
    public int Customers { get; }

    /// <summary>One customer's values in the order of <see cref="Names"/>; 0 ≤ row &lt; <see cref="Customers"/>.</summary>
    public ReadOnlySpan<double> this[int row] => _values.AsSpan(row * _names.Count, _names.Count);
}
