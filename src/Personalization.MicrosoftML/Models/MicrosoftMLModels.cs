using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>What this package can load. Boosted trees are served without it: <c>PredictionModels</c> loads them.</summary>
public static class MicrosoftMLModels
{
    /// <summary>Kinds of models that need ML.NET.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [TransformerProbabilityModel.Kind];
}
