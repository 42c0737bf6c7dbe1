using System.Text.Json;

namespace Personalization.Core;

/// <summary>
/// What is known of one customer: a row of a <see cref="CustomerTable"/>, the meeting point of analysis and decisions. The members here are
/// the columns that decisions ask for most; any other is read by its name. Immutable and thread-safe.
/// </summary>
public sealed class CustomerProfile
{
    /// <summary>Views a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such row.</exception>
    public CustomerProfile(CustomerTable table, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        (Table, Row) = (table, Guard.InRange(row, 0, table.Count - 1, nameof(row)));
    }

    /// <summary>A customer who stands alone: a table of one row, such as one that arrives while an application runs.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="asOf">The moment on the shop's clock that the columns are true of.</param>
    /// <param name="columns">What is known, a row each.</param>
    /// <exception cref="ArgumentException">The id is none, or a column has several rows.</exception>
    public static CustomerProfile Create(CustomerId id, DateTime asOf, params IReadOnlyList<CustomerColumn> columns)
    {
        if (id.IsNone) throw new ArgumentException("The profile has no customer id; give it one.", nameof(id));
        return new CustomerTable(IdIndex<CustomerId>.From([id]), asOf).With(columns)[0];
    }

    /// <summary>The table that this is a row of.</summary>
    public CustomerTable Table { get; }

    /// <summary>The row.</summary>
    public int Row { get; }

    /// <summary>The customer.</summary>
    public CustomerId Id => Table.Customers[Row];

    /// <summary>The moment on the shop's clock that the profile is true of.</summary>
    public DateTime AsOf => Table.AsOf;

    /// <summary>Name of the customer's segment, column <see cref="ColumnNames.Segment"/>; null where none was given.</summary>
    public string? Segment => Known.Segment?.TextAt(Row);

    /// <summary>Cluster, from 0, column <see cref="ColumnNames.Cluster"/>; null where none was fitted.</summary>
    public int? Cluster => (int?)Known.Cluster?.ValueAt(Row);

    /// <summary>Name of the cluster, column <see cref="ColumnNames.ClusterName"/>; null where none was given.</summary>
    public string? ClusterName => Known.ClusterName?.TextAt(Row);

    /// <summary>
    /// Days from the last order, column <see cref="ColumnNames.RecencyDays"/>; null where the customer never ordered, or nobody counted.
    /// </summary>
    public double? RecencyDays => NumberOf(Known.RecencyDays);

    /// <summary>Number of orders, column <see cref="ColumnNames.Frequency"/>; 0 where nobody counted.</summary>
    public int Frequency => (int)(Known.Frequency?.ValueAt(Row) ?? 0);

    /// <summary>Spent in all, in the shop's currency, column <see cref="ColumnNames.Monetary"/>; 0 where nobody counted.</summary>
    public decimal Monetary => Known.Monetary?.AmountAt(Row) ?? 0;

    /// <summary>
    /// Spent in an order on average, in the shop's currency, ≥ 0, column <see cref="ColumnNames.AverageOrder"/>; 0 where nobody counted, or
    /// more was refunded than bought.
    /// </summary>
    public decimal AverageOrderValue => Math.Max(0, Known.AverageOrder?.AmountAt(Row) ?? 0);

    /// <summary>
    /// Probability, 0 to 1, of an order within the decision's horizon if nothing is offered, column
    /// <see cref="ColumnNames.PurchaseProbability"/>; null where it wasn't estimated.
    /// </summary>
    public double? PurchaseProbability => NumberOf(Known.PurchaseProbability);

    /// <summary>
    /// Probability, 0 to 1, that the customer hasn't left for good, column <see cref="ColumnNames.ProbabilityAlive"/>; null where it wasn't
    /// estimated.
    /// </summary>
    public double? ProbabilityAlive => NumberOf(Known.ProbabilityAlive);

    /// <summary>
    /// Probability, 0 to 1, that the customer buys nothing within a horizon, column <see cref="ColumnNames.ChurnProbability"/>; null where
    /// it wasn't estimated.
    /// </summary>
    public double? ChurnProbability => NumberOf(Known.ChurnProbability);

    /// <summary>
    /// Expected value of the customer's purchases from now to a horizon, in the shop's currency, column
    /// <see cref="ColumnNames.LifetimeValue"/>; null where it wasn't estimated.
    /// </summary>
    public decimal? LifetimeValue => Known.LifetimeValue?.AmountAt(Row);

    /// <summary>
    /// What the customer would bring to that horizon beyond <see cref="LifetimeValue"/> if it were sure that they are still there, in the
    /// shop's currency, column <see cref="ColumnNames.WinBackValue"/>; null where it wasn't estimated.
    /// </summary>
    public decimal? WinBackValue => Known.WinBackValue?.AmountAt(Row);

    /// <summary>Whether one of these categories is among <see cref="Categories"/>; quicker than looking there.</summary>
    public bool HasBoughtOf(IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        if (Known.Categories is not { } column) return false;
        foreach (int code in column.CodesAt(Row))
        {
            for (int i = 0; i < categories.Count; i++)
            {
                if (string.Equals(column.Levels[code], categories[i], StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Categories bought, the most frequent first, column <see cref="ColumnNames.Categories"/>; empty where nobody counted.
    /// </summary>
    public IReadOnlyList<string> Categories => Known.Categories?.ListAt(Row) ?? [];

    /// <summary>
    /// Items recommended to the customer, best first, column <see cref="ColumnNames.RecommendedItems"/>; empty where nothing was.
    /// </summary>
    public IReadOnlyList<ItemId> RecommendedItems =>
        Known.RecommendedItems is { } column ? [.. column.ListAt(Row).Select(item => new ItemId(item))] : [];

    private ProfileColumns Known => Table.ProfileColumns;

    /// <summary>Any column's cell as text in the invariant culture; null where it is missing, or there is no such column.</summary>
    public string? Text(string column) => Table.TryGetColumn(column, out CustomerColumn? found) ? found.TextAt(Row) : null;

    /// <summary>Any numeric column's cell; null where it is missing, or there is no such column.</summary>
    /// <exception cref="ArgumentException">The column has no numbers.</exception>
    public double? Number(string column) => Table.TryGetColumn(column, out _) ? NumberOf(Table.Column<NumericColumn>(column)) : null;

    /// <summary>This customer alone, with these columns changed or added.</summary>
    /// <param name="asOf">The moment that the changed profile is true of.</param>
    /// <param name="columns">What changed, a row each.</param>
    /// <exception cref="ArgumentException">A column has several rows, or a name stands twice.</exception>
    public CustomerProfile With(DateTime asOf, params IReadOnlyList<CustomerColumn> columns) =>
        Create(Id, asOf, [.. Table.Columns.Select(Alone)]).Table.With(columns)[0];

    /// <summary>Writes the cells that aren't missing, each under the name of its column.</summary>
    internal void WriteCells(Utf8JsonWriter json)
    {
        foreach (CustomerColumn column in Table.Columns)
        {
            if (column.IsMissing(Row)) continue;
            json.WritePropertyName(column.Name);
            column.WriteCell(Row, json);
        }
    }

    private double? NumberOf(NumericColumn? column) => column is null || column.IsMissing(Row) ? null : column.NumberAt(Row);

    private CustomerColumn Alone(CustomerColumn column) => column.Count == 1 ? column : column.Take([Row]);
}
