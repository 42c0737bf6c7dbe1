using Personalization.TestKit;

namespace Personalization.Bandits.Tests.Policies;

public abstract class LinearBanditConformance(LinearBanditOptions options) : BanditPolicyConformance<LinearBandit>
{
    protected override LinearBandit Create() => new(options with { MaximumFeatures = 40, MaximumActions = 20 });
}

public sealed class LinearThompsonConformanceTests() : LinearBanditConformance(new() { Exploration = BanditExploration.Thompson });

public sealed class LinearUpperConfidenceConformanceTests()
    : LinearBanditConformance(new() { Exploration = BanditExploration.UpperConfidence });

public sealed class LinearEpsilonGreedyConformanceTests()
    : LinearBanditConformance(new() { Exploration = BanditExploration.EpsilonGreedy });

public sealed class LinearSoftmaxConformanceTests() : LinearBanditConformance(new() { Exploration = BanditExploration.Softmax });

public sealed class LinearSquareCbConformanceTests() : LinearBanditConformance(new() { Exploration = BanditExploration.SquareCb });

public sealed class LinearFadingConformanceTests() : LinearBanditConformance(new() { HalfLife = 2_000 });
