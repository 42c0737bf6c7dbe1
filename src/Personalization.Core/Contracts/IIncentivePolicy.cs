namespace Personalization.Core;

/// <summary>What was decided for a customer, and why.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="OfferId">The offer; null where the decision is to offer nothing.</param>
/// <param name="ExpectedCost">Expected cost, in the shop's currency.</param>
/// <param name="ExpectedValue">Expected margin gained over offering nothing, before <paramref name="ExpectedCost"/> is taken off, in the shop's currency.</param>
/// <param name="Reasons">Why, in plain words, the weightiest first; never empty.</param>
public sealed record IncentiveDecision(
    CustomerId Customer, string? OfferId, decimal ExpectedCost, decimal ExpectedValue, IReadOnlyList<string> Reasons);

/// <summary>Decides on an offer for a customer.</summary>
/// <remarks>Safe to call from any number of threads at once; a policy that spends a budget never overspends it by that.</remarks>
public interface IIncentivePolicy
{
    /// <summary>Decides for one customer; offering nothing is a decision too.</summary>
    IncentiveDecision Decide(CustomerProfile customer);
}
