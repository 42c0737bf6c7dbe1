namespace Personalization.Core;

/// <summary>Decides on an offer for a customer.</summary>
/// <remarks>Safe to call from any number of threads at once; a policy that spends a budget never overspends it by that.</remarks>
public interface IIncentivePolicy
{
    /// <summary>Decides for one customer; offering nothing is a decision too.</summary>
    Decision Decide(CustomerProfile customer);
}

/// <summary>Ways to ask an <see cref="IIncentivePolicy"/>.</summary>
public static class IncentivePolicyExtensions
{
    /// <summary>Decides for a customer by what a store knows at this moment; null where the store doesn't know the customer.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="profiles">Where profiles are.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="cancellationToken">Cancels the look-up; what was decided stays decided.</param>
    public static async ValueTask<Decision?> DecideAsync(
        this IIncentivePolicy policy, IProfileStore profiles, CustomerId customer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(profiles);
        return await profiles.FindAsync(customer, cancellationToken).ConfigureAwait(false) is { } profile ? policy.Decide(profile) : null;
    }
}
