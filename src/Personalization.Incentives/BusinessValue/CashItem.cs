namespace Personalization.Incentives;

/// <summary>An amount that a plan costs or returns in one period. Immutable; checked when it is set.</summary>
public sealed record CashItem
{
    /// <summary>Name for people, such as <c>five analysts</c>; not blank, unique in its case.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>The amount in currency: above 0 comes in, below 0 goes out.</summary>
    public required decimal Amount { get; init => field = Guard.InRange(value, -1_000_000_000_000m, 1_000_000_000_000m); }

    /// <summary>When: periods from now, 0 to 1,200. Default 0: now.</summary>
    public int Period { get; init => field = Guard.InRange(value, 0, 1_200); }

    /// <summary>Standard error of the amount in currency, at least 0. Default 0: it is certain.</summary>
    public decimal Error { get; init => field = Guard.InRange(value, 0m, 1_000_000_000_000m); }

    /// <summary>A cost of so many units at a price, as an amount that goes out: four weeks of 400 are −1,600.</summary>
    /// <param name="name">Name.</param>
    /// <param name="price">Price of one unit, at least 0.</param>
    /// <param name="units">Units, at least 0. Default 1.</param>
    public static CashItem Cost(string name, decimal price, decimal units = 1) =>
        new() { Name = name, Amount = -(Guard.AtLeast(price, 0m) * Guard.AtLeast(units, 0m)) };

    /// <summary>An amount that comes in.</summary>
    /// <param name="name">Name.</param>
    /// <param name="amount">Amount, at least 0.</param>
    /// <param name="error">Its standard error. Default 0.</param>
    public static CashItem Return(string name, decimal amount, decimal error = 0) =>
        new() { Name = name, Amount = Guard.AtLeast(amount, 0m), Error = error };
}
