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
