using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Small customers and offers to start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static CustomerProfile Customer(string id, decimal order = 100, double? purchase = .2, string? segment = "S") =>
        CustomerProfile.Create(
        new(id), Now.DateTime,
        new CategoryColumn(ColumnNames.Segment, [segment]),
        new NumberColumn(ColumnNames.RecencyDays, [10]),
        new WholeNumberColumn(ColumnNames.Frequency, [4L]),
        new MoneyColumn(ColumnNames.Monetary, [MoneyUnits.From(4 * order)]),
        new MoneyColumn(ColumnNames.AverageOrder, [MoneyUnits.From(order)]),
        new NumberColumn(ColumnNames.PurchaseProbability, [purchase ?? double.NaN]));

    /// <summary>The customer with other columns too.</summary>
    public static CustomerProfile Knowing(this CustomerProfile customer, params IReadOnlyList<CustomerColumn> columns) =>
        customer.With(customer.AsOf, columns);

    /// <summary>The table whose rows these customers are.</summary>
    public static CustomerTable Table(params IReadOnlyCollection<CustomerProfile> customers)
    {
        CustomerProfile[] rows = [.. customers.OrderBy(customer => customer.Id)];
        return new CustomerTable(IdIndex<CustomerId>.From(rows.Select(row => row.Id)), Now.DateTime).With(
            new CategoryColumn(ColumnNames.Segment, [.. rows.Select(row => row.Segment)]),
            new NumberColumn(ColumnNames.RecencyDays, [.. rows.Select(row => row.RecencyDays ?? double.NaN)]),
            new WholeNumberColumn(ColumnNames.Frequency, [.. rows.Select(row => row.Frequency)]),
            new MoneyColumn(ColumnNames.Monetary, [.. rows.Select(row => MoneyUnits.From(row.Monetary))]),
            new MoneyColumn(ColumnNames.AverageOrder, [.. rows.Select(row => MoneyUnits.From(row.AverageOrderValue))]),
            new NumberColumn(ColumnNames.PurchaseProbability, [.. rows.Select(row => row.PurchaseProbability ?? double.NaN)]),
            new CategoryListColumn(
                ColumnNames.RecommendedItems, [.. rows.Select(row => row.RecommendedItems.Select(item => item.Value).ToArray())]));
    }

    public static Offer Offer(string id, decimal percent = .1m, double redemption = .5, double uplift = .1) => new()
    {
        Id = id,
        Name = id.ToUpperInvariant(),
        Kind = OfferKind.Percent,
        Value = percent,
        Response = new() { Redemption = redemption, Uplift = uplift },
    };

    public static EligibilityContext Context(params Offer[] offers) => new() { At = Now, Catalogue = new(offers) };

    public static OfferPlan Plan(
        IReadOnlyCollection<CustomerProfile> customers, IEnumerable<Offer> offers, decimal budget,
        BudgetBasis basis = BudgetBasis.WorstCase) =>
        Plan(customers, new OfferCatalogue(offers), new() { Budget = budget, Basis = basis });

    public static OfferPlan Plan(
        IReadOnlyCollection<CustomerProfile> customers, OfferCatalogue catalogue, AllocationOptions options, OfferHistory? history = null,
        DateTimeOffset? at = null) =>
        Plan(Table(customers), catalogue, options, history, at);

    public static OfferPlan Plan(
        CustomerTable customers, OfferCatalogue catalogue, AllocationOptions options, OfferHistory? history = null,
        DateTimeOffset? at = null) =>
        new OfferAllocator(options).Allocate(
            customers, catalogue, at ?? Now, history, cancellationToken: TestContext.Current.CancellationToken);
}
