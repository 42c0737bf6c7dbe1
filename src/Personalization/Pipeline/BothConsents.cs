using Personalization.Core;

namespace Personalization;

/// <summary>Allows what both allow.</summary>
internal sealed class BothConsents(IConsentPolicy first, IConsentPolicy second) : IConsentPolicy
{
    public bool Allows(CustomerId customer, ConsentPurpose purpose) => first.Allows(customer, purpose) && second.Allows(customer, purpose);
}
