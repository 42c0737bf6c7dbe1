using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What this package can load.</summary>
public static class RecommendationModels
{
    /// <summary>Kinds of recommenders.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [.. HybridPart.Kinds, HybridModel.Kind];
}
