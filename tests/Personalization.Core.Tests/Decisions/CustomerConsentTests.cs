using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class CustomerConsentConformance : ConsentPolicyConformance<CustomerConsent>
{
    protected override CustomerConsent Create(IReadOnlyCollection<CustomerId> agreed) =>
        new([KeyValuePair.Create(ConsentPurpose.Marketing, (IReadOnlySet<CustomerId>)agreed.ToHashSet())]);
}

public sealed class CustomerConsentTests
{
    [Fact]
    public void Allows_PurposeNobodyWasAskedAbout_IsAllowed()
    {
        CustomerConsent consent = new(
            [KeyValuePair.Create(ConsentPurpose.Marketing, (IReadOnlySet<CustomerId>)new HashSet<CustomerId> { new("a") })]);

        Assert.True(consent.Allows(new CustomerId("b"), ConsentPurpose.Analytics));
        Assert.False(consent.Allows(new CustomerId("b"), ConsentPurpose.Marketing));
    }
}
