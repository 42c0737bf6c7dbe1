using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>What this package can load.</summary>
public static class LifetimeModels
{
    /// <summary>Kinds of lifetime models.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } =
    [
        BgNbdModel.Kind, MbgNbdModel.Kind, ParetoNbdModel.Kind, GompertzNbdModel.Kind, BgCnbdModel.Kind, MbgCnbdModel.Kind,
        BgBbModel.Kind, GammaGammaModel.Kind, ShiftedBetaGeometricModel.Kind, BetaDiscreteWeibullModel.Kind,
        LifetimeCovariateModel.Kind,
    ];
}
