namespace Personalization.Core;

/// <summary>What is known of a customer at the moment of a decision: the meeting point of analysis and incentives. Immutable.</summary>
public sealed record CustomerProfile(CustomerId Id)
{
    /// <summary>Name of the customer's segment; null where none was given.</summary>
    public string? Segment { get; init; }

    /// <summary>Cluster, from 0; null where none was fitted.</summary>
    public int? Cluster { get; init; }

    /// <summary>Name of the cluster; null where none was given.</summary>
    public string? ClusterName { get; init; }

    /// <summary>Days from the last order to the reference date, ≥ 0.</summary>
    public double RecencyDays { get; init; }

    /// <summary>Number of orders, ≥ 0.</summary>
    public int Frequency { get; init; }

    /// <summary>Spent in all, in the shop's currency.</summary>
    public decimal Monetary { get; init; }

    /// <summary>Spent in an order on average, in the shop's currency.</summary>
    public decimal AverageOrderValue { get; init; }

    /// <summary>Probability, 0 to 1, of an order within the decision's horizon if nothing is offered; null where it wasn't estimated.</summary>
    public double? PurchaseProbability { get; init; }

    /// <summary>Categories bought, the most frequent first.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What is recommended to the customer, best first.</summary>
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];
}
