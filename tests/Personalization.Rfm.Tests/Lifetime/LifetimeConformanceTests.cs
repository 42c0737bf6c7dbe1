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
