using Personalization.Clustering;

namespace Personalization;

/// <summary>Names of clusters of behaviour, after what sets them apart in <see cref="BehaviorClusters.Figures"/>.</summary>
public static class BehaviorNames
{
    /// <summary>
    /// Luxury buyers (dear items), lapsed customers (long idle), discount hunters (coupons), gift buyers (before occasions), explorers
    /// (many visits that seldom buy), frequent and occasional buyers.
    /// </summary>
    public static ClusterNameBook Default { get; } = new(
    [
        new("Luxury buyers", new ClusterNameCondition(BehaviorFigures.Price, AtLeast: .7)),
        new("Lapsed customers", new ClusterNameCondition(BehaviorFigures.Idle, AtLeast: .8)),
        new("Discount hunters", new ClusterNameCondition(BehaviorFigures.Discounts, AtLeast: .6)),
        new("Gift buyers", new ClusterNameCondition(BehaviorFigures.Gifts, AtLeast: .6)),
        new("Explorers", new(BehaviorFigures.Visits, AtLeast: 0), new(BehaviorFigures.Conversion, AtMost: -.4)),
        new("Frequent buyers", new(BehaviorFigures.Visits, AtLeast: .4), new(BehaviorFigures.Conversion, AtLeast: -.4)),
        new("Occasional buyers", new ClusterNameCondition(BehaviorFigures.Visits, AtMost: .1)),
    ]);
}
