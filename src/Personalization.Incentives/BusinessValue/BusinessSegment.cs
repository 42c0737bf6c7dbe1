namespace Personalization.Incentives;

/// <summary>One group of customers in a <see cref="BusinessValuePlan"/>. Immutable; checked when it is set.</summary>
public sealed record BusinessSegment
{
    /// <summary>Name, such as <c>Active Readers</c>; not blank, unique in its plan.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>Number of customers, at least 0.</summary>
    public required int Customers { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>What one customer spends in the period of the plan, in currency; at least 0.</summary>
    public required decimal AverageSpend { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>Visits of one customer in the period, at least 0. Default 0: unknown.</summary>
    public decimal Visits { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>Cost of the incentive for each customer who gets it, in currency; at least 0. Default 0.</summary>
    public decimal IncentiveCost { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>What all customers of the segment spend: <see cref="Customers"/> × <see cref="AverageSpend"/>.</summary>
    public decimal Revenue => Customers * AverageSpend;

    /// <summary>Spend per visit, in currency; null where <see cref="Visits"/> is 0.</summary>
    public decimal? SpendPerVisit => Visits > 0 ? AverageSpend / Visits : null;
}
