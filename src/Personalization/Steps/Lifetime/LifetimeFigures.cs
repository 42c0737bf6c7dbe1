using Personalization.Core;

namespace Personalization;

/// <summary>What some customers are expected to do together.</summary>
/// <param name="Customers">Those of whom something is known.</param>
/// <param name="Alive">Expected number still there.</param>
/// <param name="Purchases">Expected purchases.</param>
/// <param name="Value">Expected value; 0 where amounts aren't known.</param>
/// <param name="WinBack">What they would be worth more if all were still there.</param>
internal sealed record LifetimeFigures(int Customers, double Alive, double Purchases, decimal Value, decimal WinBack)
{
    public static LifetimeFigures Of(CustomerTable customers, IEnumerable<int> rows)
    {
        NumberColumn alive = customers.Column<NumberColumn>(ColumnNames.ProbabilityAlive);
        NumberColumn purchases = customers.Column<NumberColumn>(ColumnNames.ExpectedPurchases);
        LifetimeFigures sum = new(0, 0, 0, 0, 0);
        foreach (int row in rows)
        {
            if (alive.IsMissing(row)) continue;
            CustomerProfile customer = customers[row];
            sum = new LifetimeFigures(
                sum.Customers + 1, sum.Alive + alive.Values[row], sum.Purchases + purchases.Values[row],
                sum.Value + (customer.LifetimeValue ?? 0), sum.WinBack + (customer.WinBackValue ?? 0));
        }

        return sum;
    }

    /// <summary>By segment, those with most value to come first; none without segments.</summary>
    public static IReadOnlyList<(string Name, LifetimeFigures Figures)> BySegment(PersonalizationResult result)
    {
        if (!result.Customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? found)) return [];
        if (found is not CategoryColumn segments) return [];
        return
        [
            .. Enumerable.Range(0, segments.Count).Where(row => segments.Codes[row] >= 0).GroupBy(row => segments.Codes[row])
                .Select(group => (Name: segments.Levels[group.Key], Figures: Of(result.Customers, group)))
                .OrderByDescending(group => group.Figures.Value).ThenByDescending(group => group.Figures.Purchases)
                .ThenBy(group => group.Name, StringComparer.Ordinal),
        ];
    }
}
