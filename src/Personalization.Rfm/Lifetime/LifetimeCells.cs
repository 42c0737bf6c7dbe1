namespace Personalization.Rfm;

/// <summary>Customers who have the same statistics.</summary>
internal readonly record struct LifetimeCell(int Repeats, double Last, double Age, int Customers);

/// <summary>
/// The customers of a summary as cells, sorted: what is learned doesn't depend on the order of the customers, and who bought once, half of
/// a shop, needs one evaluation a day of joining.
/// </summary>
internal static class LifetimeCells
{
    /// <exception cref="ArgumentException">There are no customers.</exception>
    public static LifetimeCell[] From(LifetimeSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.Count == 0)
            throw new ArgumentException("The summary has no customers; a lifetime model needs at least one who bought.", nameof(summary));

        LifetimeRow[] rows = new LifetimeRow[summary.Count];
        for (int row = 0; row < rows.Length; row++) rows[row] = summary[row];
        Array.Sort(rows, (left, right) =>
        {
            int order = left.RepeatPurchases.CompareTo(right.RepeatPurchases);
            if (order == 0) order = left.LastPurchase.CompareTo(right.LastPurchase);
            return order == 0 ? left.Age.CompareTo(right.Age) : order;
        });

        List<LifetimeCell> cells = [];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            LifetimeRow row = rows[start];
            for (end = start + 1; end < rows.Length && Same(row, rows[end]);) end++;
            cells.Add(new LifetimeCell(row.RepeatPurchases, row.LastPurchase, row.Age, end - start));
        }

        return [.. cells];
    }

    /// <summary>The mean age, at least a tiny one: what times are measured by where a search begins.</summary>
    public static double MeanAge(LifetimeCell[] cells)
    {
        double sum = 0, customers = 0;
        foreach (LifetimeCell cell in cells)
        {
            sum += cell.Age * cell.Customers;
            customers += cell.Customers;
        }

        return Math.Max(sum / customers, 1e-3);
    }

    private static bool Same(LifetimeRow left, LifetimeRow right) =>
        left.RepeatPurchases == right.RepeatPurchases && left.LastPurchase == right.LastPurchase && left.Age == right.Age;
}
