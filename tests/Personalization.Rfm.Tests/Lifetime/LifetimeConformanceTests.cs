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
