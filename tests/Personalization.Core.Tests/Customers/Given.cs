namespace Personalization.Core.Tests;

/// <summary>Small customer tables.</summary>
internal static class Given
{
    public static readonly DateTime AsOf = new(2011, 12, 9, 12, 50, 0);

    public static IdIndex<CustomerId> Customers(params IEnumerable<string> ids) =>
        IdIndex<CustomerId>.From(ids.Select(id => new CustomerId(id)));

    /// <summary>The customers a, b, c … with these columns.</summary>
    public static CustomerTable Table(int count, params IReadOnlyList<CustomerColumn> columns) =>
        new CustomerTable(Customers(Enumerable.Range(0, count).Select(row => ((char)('a' + row)).ToString())), AsOf).With(columns);

    /// <summary>A column of each kind for two customers: of the second one nothing is known.</summary>
    public static IReadOnlyList<CustomerColumn> EveryKind() =>
    [
        new NumberColumn("share", [1 / 3.0, double.NaN]) { Unit = "share", Description = "A third.", Step = "shares" },
        new MoneyColumn("spent", [12_3456, MoneyColumn.Missing]) { Unit = "EUR" },
        new MoneyColumn("average", [10m / 3, null]),
        new WholeNumberColumn("orders", [3L, WholeNumberColumn.Missing]),
        new CategoryColumn("segment", ["=Loyal, \"old\"", null]),
        new CategoryListColumn("categories", [["rings", "chains"], []]),
        new TextColumn("note", ["+1", null]),
        new TimeColumn("seen", [new DateTime(2011, 12, 1, 8, 5, 9), null]),
        new FlagColumn("consent", [true, null]),
    ];
}
