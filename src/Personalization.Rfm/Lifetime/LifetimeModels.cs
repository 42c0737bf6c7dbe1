using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>What this package can load.</summary>
public static class LifetimeModels
{
    /// <summary>Kinds of lifetime models.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } =
        [BgNbdModel.Kind, MbgNbdModel.Kind, ParetoNbdModel.Kind, BgBbModel.Kind, GammaGammaModel.Kind, LifetimeCovariateModel.Kind];
}
