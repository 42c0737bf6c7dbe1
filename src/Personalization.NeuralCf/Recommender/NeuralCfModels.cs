using Personalization.Core;

namespace Personalization.NeuralCf;

/// <summary>What this package can load.</summary>
public static class NeuralCfModels
{
    /// <summary>Kinds of recommenders.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [NeuralCfModel.Kind];
}
