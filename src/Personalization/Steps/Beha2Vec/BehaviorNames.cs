using Personalization.Clustering;

namespace Personalization;

/// <summary>Names of clusters of behaviour, after what sets them apart in <see cref="BehaviorClusters.Figures"/>.</summary>
public static class BehaviorNames
{
    /// <summary>
    /// Luxury buyers (items dear for their category), lapsed customers (long idle), occasional splurgers (dear items, few visits), gift
    /// buyers (before occasions), discount hunters (coupons), explorers (many visits that seldom buy), frequent and occasional buyers.
    /// </summary>
    public static ClusterNameBook Default { get; } = new(
    [
        new("Luxury buyers", new(BehaviorFigures.PriceLevel, AtLeast: .5), new(BehaviorFigures.Price, AtLeast: .5)),
        new("Lapsed customers", new ClusterNameCondition(BehaviorFigures.Idle, AtLeast: .8)),
        new("Occasional splurgers", new(BehaviorFigures.Price, AtLeast: .7), new(BehaviorFigures.Visits, AtMost: .4)),
        new("Gift buyers", new ClusterNameCondition(BehaviorFigures.Gifts, AtLeast: .45)),
        new("Discount hunters", new ClusterNameCondition(BehaviorFigures.Discounts, AtLeast: .25)),
        new("Explorers", new(BehaviorFigures.Visits, AtLeast: 0), new(BehaviorFigures.Conversion, AtMost: -.4)),
        new("Frequent buyers", new(BehaviorFigures.Visits, AtLeast: .4), new(BehaviorFigures.Conversion, AtLeast: -.4)),
        new("Occasional buyers", new ClusterNameCondition(BehaviorFigures.Visits, AtMost: .1)),
    ]);
}
