using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What this package can load.</summary>
public static class RecommendationModels
{
    /// <summary>Kinds of recommenders.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } =
    [
        AlsModel.Kind,
        BasketRulesModel.Kind,
        BprModel.Kind,
        ComplementsModel.Kind,
        ContentModel.Kind,
        EaseModel.Kind,
        FactorizationMachineModel.Kind,
        GraphFilterModel.Kind,
        HybridModel.Kind,
        ItemNeighborsModel.Kind,
        PopularityModel.Kind,
        UserNeighborsModel.Kind,
    ];
}
