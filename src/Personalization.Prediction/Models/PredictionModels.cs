using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What this package can load.</summary>
public static class PredictionModels
{
    /// <summary>Kinds of models of probabilities, amounts and effects.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } =
        [LogisticRegressionModel.Kind, LinearRegressionModel.Kind, BoostedTreesModel.Kind, UpliftModel.Kind, BayesianUpliftModel.Kind];
}
