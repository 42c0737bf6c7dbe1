using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>So much of one budget.</summary>
/// <param name="Budget">Name of the budget, such as <c>total</c> or <c>offer:spring-10</c>.</param>
/// <param name="Units">
/// Whole units of it, at least 0: money in 1/10,000 of the currency (<see cref="MoneyUnits"/>), or a count of whatever it limits.
/// </param>
public readonly record struct BudgetAmount(string Budget, long Units)
{
    /// <summary>An amount of money, rounded up to the next 1/10,000: what is promised is never less than what it may cost.</summary>
    /// <exception cref="OverflowException">The amount is outside ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public static BudgetAmount Money(string budget, decimal amount) =>
        new(budget, checked((long)decimal.Ceiling(amount * MoneyUnits.Scale)));
}

/// <summary>How a budget stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Limit">All that was put into it, in its units.</param>
/// <param name="Reserved">What is promised and not settled yet.</param>
/// <param name="Spent">What was spent.</param>
public sealed record BudgetState(string Name, long Limit, long Reserved, long Spent)
{
    /// <summary>What may still be reserved: never below 0.</summary>
    public long Available => Limit - Reserved - Spent;
}

/// <summary>A budget that hasn't enough for what was asked.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Wanted">What was asked of it, in its units.</param>
/// <param name="Available">What it has; 0 where nothing was ever put into it.</param>
public sealed record BudgetShortage(string Budget, long Wanted, long Available)
{
    /// <summary>What is missing, above 0.</summary>
    public long Lacking => Wanted - Available;

    /// <summary>The shortage in one line.</summary>
    public override string ToString() => $"budget '{Budget}' has {Available} left of the {Wanted} asked; {Lacking} are lacking";
}
