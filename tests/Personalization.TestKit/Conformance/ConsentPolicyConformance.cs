using Personalization.Core;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every consent policy must do. Derive, say who agreed, and every test here runs.</summary>
public abstract class ConsentPolicyConformance<TPolicy>
    where TPolicy : class, IConsentPolicy
{
    private static readonly CustomerId Anna = new("anna"), Ben = new("ben");

    /// <summary>A policy that asked about offers alone, and to which these agreed.</summary>
    protected abstract TPolicy Create(IReadOnlyCollection<CustomerId> agreed);

    [Fact]
    public void Allows_WhoAgreed_AndNobodyElse()
    {
        IConsentPolicy policy = Create([Anna]);

        Assert.True(policy.Allows(Anna, ConsentPurpose.Marketing));
        Assert.False(policy.Allows(Ben, ConsentPurpose.Marketing));
        Assert.False(policy.Allows(new CustomerId("stranger"), ConsentPurpose.Marketing));
        Assert.False(Create([]).Allows(Anna, ConsentPurpose.Marketing));
    }

    [Fact]
    public void Allows_ManyThreads_SameAnswers()
    {
        CustomerId[] all = [.. Enumerable.Range(0, 1_000).Select(i => new CustomerId($"c{i}"))];
        IConsentPolicy policy = Create([.. all.Where((_, i) => i % 3 == 0)]);

        Parallel.For(0, 10_000, i => Assert.Equal(i % 1_000 % 3 == 0, policy.Allows(all[i % 1_000], ConsentPurpose.Marketing)));
    }
}
