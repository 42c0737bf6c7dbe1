using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Core;

/// <summary>
/// All that is known of customers as of one moment: named, typed columns over one index of ids. A step adds columns with
/// <see cref="With"/>, which shares the rest; files, databases and decisions read them by kind. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{Count} customers, {Columns.Count} columns, {AsOf}")]
public sealed class CustomerTable
{
    private readonly Dictionary<string, CustomerColumn> _byName = new(StringComparer.Ordinal);
    private readonly Lazy<ProfileColumns> _profileColumns;

    private CustomerTable(IdIndex<CustomerId> customers, DateTime asOf, CustomerColumn[] columns)
    {
        (Customers, AsOf, Columns) = (customers, asOf, columns);
        foreach (CustomerColumn column in columns) _byName.Add(column.Name, column);
        _profileColumns = new(() => new ProfileColumns(this));
    }

    /// <summary>Makes a table without columns.</summary>
    /// <param name="customers">The customers, a row each.</param>
    /// <param name="asOf">The moment on the shop's clock that everything in the table is true of.</param>
    public CustomerTable(IdIndex<CustomerId> customers, DateTime asOf)
        : this(customers ?? throw new ArgumentNullException(nameof(customers)), asOf, [])
    {
    }

    /// <summary>The customers, in row order.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>The moment on the shop's clock that everything here is true of.</summary>
    public DateTime AsOf { get; }

    /// <summary>Number of customers.</summary>
    public int Count => Customers.Count;

    /// <summary>The columns, in the order in which they were added.</summary>
    public IReadOnlyList<CustomerColumn> Columns { get; }

    internal ProfileColumns ProfileColumns => _profileColumns.Value;

    /// <summary>One customer as a view of a row; 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public CustomerProfile this[int row] => new(this, row);

    /// <summary>One customer; null where the table doesn't know the id.</summary>
    public CustomerProfile? Find(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? this[row] : null;

    /// <summary>Whether there is a column of a name.</summary>
    public bool TryGetColumn(string name, [NotNullWhen(true)] out CustomerColumn? column) => _byName.TryGetValue(name, out column);

    /// <summary>The column of a name and a type.</summary>
    /// <typeparam name="TColumn">The type of column that is expected: <see cref="NumericColumn"/> for any with numbers.</typeparam>
    /// <exception cref="ArgumentException">There is no such column, or it is of another type; the message says what there is.</exception>
    public TColumn Column<TColumn>(string name)
        where TColumn : CustomerColumn
    {
        if (!_byName.TryGetValue(name, out CustomerColumn? column))
        {
            string names = Columns.Count == 0 ? "no columns yet" : string.Join(", ", _byName.Keys.Select(known => $"'{known}'"));
            throw new ArgumentException($"There is no column '{name}'; the table has {names}.", nameof(name));
        }

        return column as TColumn
            ?? throw new ArgumentException($"Column '{name}' is a {column.GetType().Name}, not a {typeof(TColumn).Name}.", nameof(name));
    }

    /// <summary>A table with these columns too. One whose name is taken replaces the old column in its place.</summary>
    /// <exception cref="ArgumentException">
    /// A column has another number of rows (lay it over these customers with <see cref="CustomerColumn.Take"/>), or a name stands twice
    /// among those added.
    /// </exception>
    public CustomerTable With(params IReadOnlyList<CustomerColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        List<CustomerColumn> all = [.. Columns];
        HashSet<string> added = new(StringComparer.Ordinal);
        foreach (CustomerColumn column in columns)
        {
            if (column.Count != Count)
                throw new ArgumentException($"Column '{column.Name}' has {column.Count} rows for {Count} customers.", nameof(columns));
            if (!added.Add(column.Name)) throw new ArgumentException($"Two columns are called '{column.Name}'.", nameof(columns));
            int place = all.FindIndex(known => known.Name == column.Name);
            if (place >= 0) all[place] = column;
            else all.Add(column);
        }

        return new CustomerTable(Customers, AsOf, [.. all]);
    }

    /// <summary>A table without these columns.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public CustomerTable Without(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        HashSet<CustomerColumn> dropped = [.. names.Select(Column<CustomerColumn>)];
        return new CustomerTable(Customers, AsOf, [.. Columns.Where(column => !dropped.Contains(column))]);
    }

    /// <summary>
    /// Only these customers, with all columns, in the order of their ids; ids that the table doesn't know are passed over.
    /// </summary>
    public CustomerTable ForCustomers(IEnumerable<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int[] rows = Array.FindAll(IdIndex<CustomerId>.From(customers).RowsIn(Customers), row => row >= 0);
        return new CustomerTable(Customers.Take(rows), AsOf, [.. Columns.Select(column => column.Take(rows))]);
    }
}
