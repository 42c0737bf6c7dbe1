using Personalization.TestKit;

namespace Personalization.Rfm.Tests;

public sealed class BgNbdConformanceTests : ModelConformance<BgNbdModel>
{
    protected override BgNbdModel Sample() => new BgNbdTrainer(new() { Starts = 2 }).Fit(SmallShop.Rows());
}

public sealed class MbgNbdConformanceTests : ModelConformance<MbgNbdModel>
{
    protected override MbgNbdModel Sample() => new MbgNbdTrainer(new() { Starts = 2 }).Fit(SmallShop.Rows());
}

public sealed class ParetoNbdConformanceTests : ModelConformance<ParetoNbdModel>
{
    protected override ParetoNbdModel Sample() => new ParetoNbdTrainer(new() { Starts = 1 }).Fit(SmallShop.Rows(60));
}

public sealed class BgBbConformanceTests : ModelConformance<BgBbModel>
{
    protected override BgBbModel Sample() => new BgBbTrainer(new() { Starts = 2 }).Fit(SmallShop.Rows());
}

public sealed class GammaGammaConformanceTests : ModelConformance<GammaGammaModel>
{
    protected override GammaGammaModel Sample() => new GammaGammaTrainer(new() { Starts = 2 }).Fit(SmallShop.Rows());
}

public sealed class LifetimeCovariateConformanceTests : ModelConformance<LifetimeCovariateModel>
{
    protected override LifetimeCovariateModel Sample()
    {
        LifetimeSummary shop = SmallShop.Rows();
        double[] member = [.. Enumerable.Range(0, shop.Count).Select(row => row % 2.0)];
        return new LifetimeCovariateTrainer(options: new() { Starts = 1 }).Fit(shop, new LifetimeCovariates(("member", member)));
    }
}

public sealed class GompertzNbdConformanceTests : ModelConformance<GompertzNbdModel>
{
    protected override GompertzNbdModel Sample() =>
        new GompertzNbdTrainer(new() { Starts = 1, MaximumIterations = 10 }).Fit(SmallShop.Rows(40));
}

public sealed class BgCnbdConformanceTests : ModelConformance<BgCnbdModel>
{
    protected override BgCnbdModel Sample() => new BgCnbdTrainer(new() { Starts = 1 }, 2).Fit(SmallShop.Rows());
}

public sealed class MbgCnbdConformanceTests : ModelConformance<MbgCnbdModel>
{
    protected override MbgCnbdModel Sample() => new MbgCnbdTrainer(new() { Starts = 1 }, 3).Fit(SmallShop.Rows());
}

public sealed class ShiftedBetaGeometricConformanceTests : ModelConformance<ShiftedBetaGeometricModel>
{
    protected override ShiftedBetaGeometricModel Sample() => new ShiftedBetaGeometricTrainer(new() { Starts = 2 }).Fit(Contracts.Regular);
}

public sealed class BetaDiscreteWeibullConformanceTests : ModelConformance<BetaDiscreteWeibullModel>
{
    protected override BetaDiscreteWeibullModel Sample() => new BetaDiscreteWeibullTrainer(new() { Starts = 2 }).Fit(Contracts.Regular);
}
