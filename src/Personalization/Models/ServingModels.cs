using Personalization.Core;
using Personalization.Numerics;

namespace Personalization;

/// <summary>Whatever recommender of a name serves at the moment of each call.</summary>
internal sealed class ServingRecommender(ModelFolder folder, string name) : IRecommender
{
    public IdIndex<CustomerId> Customers => Model.Customers;

    public IdIndex<ItemId> Items => Model.Items;

    private IRecommender Model => folder.Current.Recommenders.TryGetValue(name, out IRecommender? model)
        ? model
        : throw new InvalidOperationException(
            $"The folder '{folder.FolderPath}' holds no recommender '{name}'; it holds {Names.Of(folder.Current.Recommenders.Keys)}.");

    public IReadOnlyList<Recommendation> Recommend(CustomerId customer, int count, RecommendationFilter? filter = null) =>
        Model.Recommend(customer, count, filter);
}

/// <summary>Whatever cluster model of a name serves at the moment of each call.</summary>
internal sealed class ServingClusterModel(ModelFolder folder, string name) : IClusterModel
{
    public int ClusterCount => Model.ClusterCount;

    public IReadOnlyList<string> FeatureNames => Model.FeatureNames;

    public FeatureScaling Scaling => Model.Scaling;

    private IClusterModel Model => folder.Current.ClusterModels.TryGetValue(name, out IClusterModel? model)
        ? model
        : throw new InvalidOperationException(
            $"The folder '{folder.FolderPath}' holds no cluster model '{name}'; it holds {Names.Of(folder.Current.ClusterModels.Keys)}.");

    public void Predict(MatrixView scaledSamples, Span<int> labels) => Model.Predict(scaledSamples, labels);

    public int[] Predict(FeatureTable table) => Model.Predict(table);
}

internal static class Names
{
    public static string Of(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
