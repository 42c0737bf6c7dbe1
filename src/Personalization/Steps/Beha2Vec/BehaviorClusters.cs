using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization;

/// <summary>Clusters of customers by how they behave. Rows are those of the customer table. Immutable and thread-safe.</summary>
public sealed record BehaviorClusters
{
    /// <summary>The model that the signatures come from.</summary>
    public required Beha2VecModel Model { get; init; }

    /// <summary>What the customers were compared by.</summary>
    public required FeatureTable Signatures { get; init; }

    /// <summary>The clusters of the signatures.</summary>
    public required IClusterModel Clusters { get; init; }

    /// <summary>Number of each customer's cluster; −1 where HDBSCAN found none.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>
    /// What clusters are named and told by, unscaled: visits, orders_per_visit, item_price (the shop's currency), price_level (the same
    /// over the median item's of its category), coupons_per_order,
    /// gift_season (share of visits in the weeks before Valentine's Day, Mother's Day and Christmas), categories, idle_days.
    /// </summary>
    public required FeatureTable Figures { get; init; }

    /// <summary>What the clusters are like.</summary>
    public required ClusterProfiles Profiles { get; init; }

    /// <summary>Their names, by cluster.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Why there are so many, in a sentence or two.</summary>
    public required string Reason { get; init; }

    /// <summary>How often one type of event followed another, for all customers of the table.</summary>
    public required TransitionMatrix Transitions { get; init; }

    /// <summary>The same for each cluster.</summary>
    public required IReadOnlyList<TransitionMatrix> ClusterTransitions { get; init; }

    /// <summary>A place for each customer: the first two principal components of the signatures, customers × 2.</summary>
    public required MatrixView Map { get; init; }

    /// <summary>Most customers that a map shows.</summary>
    internal int MapCustomers { get; init; }

    /// <summary>The name of a customer's cluster; "no cluster" where there is none.</summary>
    internal string NameOf(int row) => Labels[row] < 0 ? "No cluster" : Names[Labels[row]];
}
