using System.Diagnostics;

namespace Personalization.Rfm;

/// <summary>Customers with a contract, such as a subscription, who were seen for the same number of periods.</summary>
/// <param name="Periods">
/// Periods for which they have been customers: for one who ended, the period, from 1, at whose end they didn't renew; for one who hasn't
/// ended, the number of renewals so far, from 0.
/// </param>
/// <param name="HasEnded">True where the contract has ended.</param>
/// <param name="Customers">Number of such customers, at least 0.</param>
public readonly record struct ContractRow(int Periods, bool HasEnded, int Customers);

/// <summary>
/// How many customers ended their contract in which period, and how many haven't: what is sufficient for the models of contracts. Cohorts
/// of different ages may stand in one. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{Customers} customers, {Periods} periods")]
public sealed class ContractSummary
{
    /// <summary>The most periods: more than a hundred years of weeks.</summary>
    public const int MostPeriods = 10_000;

    private readonly int[] _ended;
    private readonly int[] _active;

    private ContractSummary(int[] ended, int[] active) => (_ended, _active) = (ended, active);

    /// <summary>The longest time, in periods, that a customer was seen.</summary>
    public int Periods => _ended.Length - 1;

    /// <summary>Number of customers.</summary>
    public int Customers => _ended.Sum() + _active.Sum();

    /// <summary>Customers who ended in each period; the first element, of period 0, is 0.</summary>
    public ReadOnlySpan<int> Ended => _ended;

    /// <summary>Customers who haven't ended, by their number of renewals.</summary>
    public ReadOnlySpan<int> Active => _active;

    /// <summary>Counts rows; rows that are alike are added up.</summary>
    /// <param name="rows">The customers.</param>
    /// <exception cref="ArgumentException">
    /// There are no customers, or a row can't be: fewer than 0 customers, periods outside 0 (ended: 1) to 10,000. The message gives its
    /// position.
    /// </exception>
    public static ContractSummary From(IReadOnlyList<ContractRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int periods = 0;
        long customers = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            ContractRow row = rows[i];
            int least = row.HasEnded ? 1 : 0;
            if (row.Periods < least || row.Periods > MostPeriods)
                throw new ArgumentException($"Row {i} has {row.Periods} periods; {least} to {MostPeriods} are expected.", nameof(rows));
            if (row.Customers < 0)
                throw new ArgumentException($"Row {i} has {row.Customers} customers; at least 0 are expected.", nameof(rows));
            periods = Math.Max(periods, row.Periods);
            customers += row.Customers;
        }

        if (customers is 0 or > int.MaxValue)
            throw new ArgumentException($"The rows have {customers} customers; 1 to {int.MaxValue} are expected.", nameof(rows));
        int[] ended = new int[periods + 1], active = new int[periods + 1];
        foreach (ContractRow row in rows) (row.HasEnded ? ended : active)[row.Periods] += row.Customers;
        return new ContractSummary(ended, active);
    }

    /// <summary>One cohort by its number of customers at the start and after each period, as retention tables have it.</summary>
    /// <param name="survivors">Customers at the start, after the first period, after the second, …: never growing.</param>
    /// <exception cref="ArgumentException">Nobody is there at the start, or the numbers grow.</exception>
    public static ContractSummary FromSurvivors(params ReadOnlySpan<int> survivors)
    {
        List<ContractRow> rows = [];
        for (int period = 1; period < survivors.Length; period++)
        {
            int lost = survivors[period - 1] - survivors[period];
            if (lost < 0 || survivors[period] < 0)
            {
                throw new ArgumentException(
                    $"{survivors[period]} customers are there after period {period}, {survivors[period - 1]} before; "
                    + "a cohort can't grow, nor fall below 0.",
                    nameof(survivors));
            }

            rows.Add(new ContractRow(period, HasEnded: true, lost));
        }

        if (survivors.Length > 0) rows.Add(new ContractRow(survivors.Length - 1, HasEnded: false, survivors[^1]));
        return From(rows);
    }
}
