namespace Personalization.Incentives;

/// <summary>What one group of customers gets.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Offered">Of them, those who get an offer.</param>
/// <param name="IsTooSmall">Whether they are too few to judge by: the group is told, and neither the measure of others nor mended.</param>
/// <param name="OfferRate">Share of its customers who get an offer.</param>
/// <param name="ValuePerCustomer">What its customers are given on average: the expected cost of their offers, in currency.</param>
/// <param name="Opportunity">Of its customers for whom some offer would have paid, the share who get one.</param>
public sealed record GroupFairness(
    string Group, int Customers, int Offered, bool IsTooSmall, FairnessFigure OfferRate, FairnessFigure ValuePerCustomer,
    FairnessFigure Opportunity)
{
    /// <summary>Whether these are the customers whose group isn't known. Default false.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The figures over those of the best-off group, by each figure its own; 1 for that group itself.</summary>
    public required FairnessRatios ToBest { get; init; }

    /// <summary>The figures over those of all customers.</summary>
    public required FairnessRatios ToWhole { get; init; }
}

/// <summary>Ratios of a group's figures to others; 1 is equal.</summary>
/// <param name="OfferRate">Of the share with an offer.</param>
/// <param name="ValuePerCustomer">Of what customers are given on average.</param>
/// <param name="Opportunity">Of the share among those for whom an offer would have paid.</param>
public sealed record FairnessRatios(FairnessFigure OfferRate, FairnessFigure ValuePerCustomer, FairnessFigure Opportunity);
