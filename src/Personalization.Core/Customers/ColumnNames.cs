namespace Personalization.Core;

/// <summary>Names of the columns that packages agree on: one writes them, another decides by them.</summary>
public static class ColumnNames
{
    /// <summary>Whole days from the last purchase to the table's moment.</summary>
    public const string RecencyDays = "recency_days";

    /// <summary>Number of orders.</summary>
    public const string Frequency = "frequency";

    /// <summary>Spent in all.</summary>
    public const string Monetary = "monetary";

    /// <summary>Spent in an order on average.</summary>
    public const string AverageOrder = "average_order";

    /// <summary>Name of the segment.</summary>
    public const string Segment = "segment";

    /// <summary>Number of the cluster, from 0.</summary>
    public const string Cluster = "cluster";

    /// <summary>Name of the cluster.</summary>
    public const string ClusterName = "cluster_name";

    /// <summary>Probability of an order within a horizon if nothing is offered.</summary>
    public const string PurchaseProbability = "purchase_probability";

    /// <summary>Probability that the customer hasn't left for good.</summary>
    public const string ProbabilityAlive = "probability_alive";

    /// <summary>Expected number of purchases from now to a horizon.</summary>
    public const string ExpectedPurchases = "expected_purchases";

    /// <summary>Expected value of the customer's purchases from now to a horizon.</summary>
    public const string LifetimeValue = "lifetime_value";

    /// <summary>
    /// What the customer would bring to the same horizon, beyond what is expected now, if it were sure that they are still there.
    /// </summary>
    public const string WinBackValue = "win_back_value";

    /// <summary>Probability that the customer buys nothing within a horizon.</summary>
    public const string ChurnProbability = "churn_probability";

    /// <summary>Categories bought, the most frequent first.</summary>
    public const string Categories = "categories";

    /// <summary>The customer's time zone, as an IANA id such as <c>Europe/Berlin</c>.</summary>
    public const string TimeZone = "time_zone";

    /// <summary>Ids of the items recommended, best first.</summary>
    public const string RecommendedItems = "recommended_items";
}

/// <summary>
/// The columns of a table that <see cref="CustomerProfile"/> has members for, looked up once; null where there is none of that name and
/// type.
/// </summary>
internal sealed class ProfileColumns(CustomerTable table)
{
    public CategoryColumn? Segment { get; } = Find<CategoryColumn>(table, ColumnNames.Segment);

    public WholeNumberColumn? Cluster { get; } = Find<WholeNumberColumn>(table, ColumnNames.Cluster);

    public CategoryColumn? ClusterName { get; } = Find<CategoryColumn>(table, ColumnNames.ClusterName);

    public NumericColumn? RecencyDays { get; } = Find<NumericColumn>(table, ColumnNames.RecencyDays);

    public WholeNumberColumn? Frequency { get; } = Find<WholeNumberColumn>(table, ColumnNames.Frequency);

    public MoneyColumn? Monetary { get; } = Find<MoneyColumn>(table, ColumnNames.Monetary);

    public MoneyColumn? AverageOrder { get; } = Find<MoneyColumn>(table, ColumnNames.AverageOrder);

    public NumericColumn? PurchaseProbability { get; } = Find<NumericColumn>(table, ColumnNames.PurchaseProbability);

    public NumericColumn? ProbabilityAlive { get; } = Find<NumericColumn>(table, ColumnNames.ProbabilityAlive);

    public NumericColumn? ChurnProbability { get; } = Find<NumericColumn>(table, ColumnNames.ChurnProbability);

    public MoneyColumn? LifetimeValue { get; } = Find<MoneyColumn>(table, ColumnNames.LifetimeValue);

    public MoneyColumn? WinBackValue { get; } = Find<MoneyColumn>(table, ColumnNames.WinBackValue);

    public CategoryListColumn? Categories { get; } = Find<CategoryListColumn>(table, ColumnNames.Categories);

    public CategoryListColumn? RecommendedItems { get; } = Find<CategoryListColumn>(table, ColumnNames.RecommendedItems);

    private static TColumn? Find<TColumn>(CustomerTable table, string name)
        where TColumn : CustomerColumn =>
        table.TryGetColumn(name, out CustomerColumn? column) ? column as TColumn : null;
}
