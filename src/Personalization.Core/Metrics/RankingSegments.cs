namespace Personalization.Core;

/// <summary>Segments of customers for <see cref="RankingOptions.SegmentOf"/>.</summary>
public static class RankingSegments
{
    /// <summary>The names in a column of the customer table; none for a customer who has no row, or nothing there.</summary>
    /// <param name="column">The column, such as that of segments.</param>
    /// <param name="customers">The table's customers, a row each.</param>
    /// <exception cref="ArgumentException">The column hasn't a row for each customer.</exception>
    public static Func<CustomerId, string?> Of(CategoryColumn column, IdIndex<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(customers);
        if (column.Codes.Length != customers.Count)
            throw new ArgumentException($"The column has {column.Codes.Length} rows for {customers.Count} customers.", nameof(column));
        return customer => customers.TryGetRow(customer, out int row) ? column.TextAt(row) : null;
    }
}
