using Personalization.Clustering;
using Personalization.Core;

namespace Personalization;

/// <summary>Forms clusters as the options of the step ask.</summary>
internal static class BehaviorClusterFit
{
    /// <summary>Customers for each that a cluster of HDBSCAN must hold, unless options are given.</summary>
    private const int HdbscanShare = 50;

    public static (IClusterModel Model, int[] Labels, string Reason) Of(
        FeatureTable signatures, Beha2VecStepOptions options, PipelineContext context)
    {
        (ulong seed, int? threads) = (context.Options.Seed, context.Options.Threads);
        CancellationToken token = context.CancellationToken;
        if (options.Method == BehaviorClusterMethod.GaussianMixture)
        {
            GaussianMixtureSelection chosen = new GaussianMixtureSelector(
                options.Mixtures with { Mixture = options.Mixtures.Mixture with { Seed = seed, Threads = threads } })
                .Fit(signatures, null, token);
            return (chosen.Model, chosen.Model.TrainingLabels.ToArray(), chosen.Reason);
        }

        if (options.Method == BehaviorClusterMethod.Hdbscan)
        {
            HdbscanOptions hdbscan = options.Hdbscan ?? new() { MinClusterSize = Math.Max(5, signatures.RowCount / HdbscanShare) };
            HdbscanModel model = new HdbscanTrainer(hdbscan with { Threads = threads }).Fit(signatures, null, token);
            return (
                model, model.TrainingLabels.ToArray(),
                $"HDBSCAN found {model.ClusterCount} clusters of at least {hdbscan.MinClusterSize} customers; {model.NoiseCount} are in "
                + "none.");
        }

        ClusterSelection selection = new ClusterSelector(
            options.Selector with { KMeans = options.Selector.KMeans with { Seed = seed, Threads = threads } })
            .Fit(signatures, null, token);
        return (selection.Model, selection.Model.TrainingLabels.ToArray(), selection.Reason);
    }
}
