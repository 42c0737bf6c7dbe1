using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Prediction;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>All models of the house.</summary>
public static class PersonalizationModels
{
    /// <summary>
    /// Loads every kind of model that the packages below can save; <see cref="ModelRegistry.With"/> adds an application's own.
    /// </summary>
    public static ModelRegistry Registry { get; } =
        ModelRegistry.Empty.With(ClusteringModels.Kinds).With(RecommendationModels.Kinds).With(NeuralCfModels.Kinds)
            .With(Beha2VecModels.Kinds).With(LifetimeModels.Kinds).With(PredictionModels.Kinds);
}
