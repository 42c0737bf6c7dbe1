using Personalization.TestKit;

namespace Personalization.Bandits.Tests.Policies;

public sealed class BetaBanditConformanceTests : BanditPolicyConformance<BetaBandit>
{
    protected override BetaBandit Create() => new(new() { MaximumActions = 40 });
}

public sealed class BetaFadingConformanceTests : BanditPolicyConformance<BetaBandit>
{
    protected override BetaBandit Create() => new(new() { MaximumActions = 40, HalfLife = 500 });
}

public sealed class GaussianBanditConformanceTests : BanditPolicyConformance<GaussianBandit>
{
    protected override GaussianBandit Create() => new(new() { MaximumActions = 40 });
}
