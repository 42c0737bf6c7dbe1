using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>What this package can load.</summary>
public static class Beha2VecModels
{
    /// <summary>Kinds of models of behavior, and of features.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [Beha2VecModel.Kind, FeatureAutoencoderModel.Kind];
}
