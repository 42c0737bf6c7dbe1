using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// What a shop knows of its customers: typed columns over the ids of a file. <see cref="Join"/> lays them over a customer table. Immutable
/// and thread-safe.
/// </summary>
/// <param name="Customers">The customers of the file.</param>
/// <param name="Columns">What the file says of them, a row each in the order of the ids.</param>
/// <param name="Report">The account of the file.</param>
public sealed record CustomerFileTable(
    IdIndex<CustomerId> Customers, IReadOnlyList<CustomerColumn> Columns, CustomerFileReport Report)
{
    /// <summary>Ids of each side that the account of a join shows.</summary>
    private const int Examples = 5;

    /// <summary>The columns that say what customers agreed to.</summary>
    public IReadOnlyList<ConsentColumn> Consent => Report.Consent;

    /// <summary>
    /// The columns over the customers of a table, cells missing where the file doesn't know the customer, with what can be counted of
    /// times: the age at the table's moment of who was born then (column age), else the days since (<c>signup_date_days</c>).
    /// </summary>
    /// <param name="customers">The table.</param>
    /// <param name="known">Further ids that are no strangers, such as those who looked and didn't buy; null: none.</param>
    public CustomerFileJoin Join(CustomerTable customers, IdIndex<CustomerId>? known = null)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int[] rows = customers.Customers.RowsIn(Customers);
        List<CustomerColumn> columns = [.. Columns.Select(column => column.Take(rows))];
        HashSet<string> names = [.. columns.Select(column => column.Name)];
        foreach (CustomerColumn column in columns.ToArray())
        {
            if (AgeColumns.From(column, customers.AsOf) is { } counted && names.Add(counted.Name)) columns.Add(counted);
        }

        int[] back = Customers.RowsIn(customers.Customers);
        string[] strangers = [.. Ids(Customers, back)];
        string[] without = [.. Ids(customers.Customers, rows)];
        int looked = known is null ? 0 : strangers.Count(id => known.Contains(new CustomerId(id)));
        return new CustomerFileJoin(columns)
        {
            Matched = customers.Count - without.Length,
            InFileOnly = strangers.Length,
            InFileOnlyWithoutPurchase = looked,
            InFileOnlyExamples = strangers[..Math.Min(Examples, strangers.Length)],
            InTableOnly = without.Length,
            InTableOnlyExamples = without[..Math.Min(Examples, without.Length)],
        };
    }

    /// <summary>
    /// What the columns of <see cref="Consent"/> say, as a policy: for the purposes that they speak of, who isn't in the file has not
    /// agreed. Null where there is no such column.
    /// </summary>
    public IConsentPolicy? ToConsent() => ConsentColumns.Policy(this);

    private static IEnumerable<string> Ids(IdIndex<CustomerId> ids, int[] rows) =>
        Enumerable.Range(0, rows.Length).Where(row => rows[row] < 0).Select(row => ids.Values[row]);
}

/// <summary>A file of customers laid over a customer table, with who stands on one side alone. Immutable.</summary>
/// <param name="Columns">Columns of the table's rows.</param>
public sealed record CustomerFileJoin(IReadOnlyList<CustomerColumn> Columns)
{
    /// <summary>Customers on both sides.</summary>
    public required int Matched { get; init; }

    /// <summary>Customers of the file whom the table doesn't know.</summary>
    public required int InFileOnly { get; init; }

    /// <summary>Those of them who are known otherwise: they looked and didn't buy.</summary>
    public required int InFileOnlyWithoutPurchase { get; init; }

    /// <summary>The first of them, by id.</summary>
    public required IReadOnlyList<string> InFileOnlyExamples { get; init; }

    /// <summary>Customers of the table whom the file doesn't know.</summary>
    public required int InTableOnly { get; init; }

    /// <summary>The first of them, by id.</summary>
    public required IReadOnlyList<string> InTableOnlyExamples { get; init; }
}
