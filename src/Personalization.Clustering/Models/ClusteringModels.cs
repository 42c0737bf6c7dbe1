using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>What this package can load.</summary>
public static class ClusteringModels
{
    /// <summary>Kinds of cluster models, and of what accompanies them through retrains.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } =
    [
        KMeansModel.Kind,
        MiniBatchKMeansModel.Kind,
        SphericalKMeansModel.Kind,
        KMediansModel.Kind,
        KPrototypesModel.Kind,
        SizeConstrainedKMeansModel.Kind,
        GaussianMixtureModel.Kind,
        AgglomerativeModel.Kind,
        DbscanModel.Kind,
        HdbscanModel.Kind,
        DriftMonitor.Kind,
        LivingSegments.Kind,
    ];
}
