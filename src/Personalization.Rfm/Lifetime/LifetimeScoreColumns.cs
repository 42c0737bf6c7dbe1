using System.Globalization;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>What lifetime models say of customers, as columns.</summary>
internal static class LifetimeScoreColumns
{
    /// <param name="summary">The customers.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="alive">Probability of being alive.</param>
    /// <param name="purchases">Expected purchases.</param>
    /// <param name="money">Expected spend and value; null without a model of spend.</param>
    public static CustomerTable Of(
        LifetimeSummary summary, LifetimeValueOptions options, double[] alive, double[] purchases,
        (double[] Spends, double[] Values)? money)
    {
        string ahead = Ahead(options.Horizon * summary.Options.Unit.TotalDays);
        CustomerTable table = new CustomerTable(summary.Customers, summary.CalibrationEnd).With(
            new NumberColumn(ColumnNames.ProbabilityAlive, alive) { Description = "Probability that the customer hasn't left for good." },
            new NumberColumn(ColumnNames.ExpectedPurchases, purchases)
            {
                Unit = "purchases",
                Description = $"Expected purchases {ahead}.",
            });
        if (money is not ({ } spends, { } values)) return table;
        string currency = summary.Currency ?? "";
        double[] winBack = [.. values.Select((value, row) => WinBack(value, alive[row]))];
        return table.With(
            new NumberColumn("expected_spend", spends) { Unit = currency, Description = "Expected amount of a purchase." },
            new MoneyColumn(ColumnNames.LifetimeValue, Amounts(values))
            {
                Unit = currency,
                Description = $"Expected value of the purchases {ahead}" + (options.DiscountRate > 0 ? ", discounted." : "."),
            },
            new MoneyColumn(ColumnNames.WinBackValue, Amounts(winBack))
            {
                Unit = currency,
                Description = $"What they would be worth more {ahead} if the customer were sure to be still there.",
            });
    }

    /// <summary>
    /// Who is alive is worth value ÷ P(alive), since who isn't buys nothing: the difference to the value is value · (1 − P) ÷ P.
    /// </summary>
    private static double WinBack(double value, double alive) => alive > 0 ? value * (1 - alive) / alive : double.NaN;

    /// <summary>Missing where there is none, or more than a column of money holds.</summary>
    private static long[] Amounts(double[] values) => Array.ConvertAll(
        values, value => Math.Abs(value) < (double)MoneyUnits.MaxValue ? MoneyUnits.From((decimal)value) : MoneyColumn.Missing);

    private static string Ahead(double days) => days % 7 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"within {days / 7:0.##} weeks")
        : string.Create(CultureInfo.InvariantCulture, $"within {days:0.##} days");
}
