using System.Diagnostics;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>k-means at k = 8 on standardized log R, F, M, to be held against scikit-learn's best of 50 starts.</summary>
internal sealed class KMeansRfmCase : IEvaluationCase
{
    public string Name => "kmeans-rfm";

    public string Description => "Online Retail II: k-means, k = 8, on standardized log R, F, M";

    public void Run(EvaluationContext context)
    {
        FeatureTable features = RfmTable.From(Retail.Read(context).Log).ToFeatures().Log1P().Standardize();
        Stopwatch watch = Stopwatch.StartNew();
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 8, Starts = context.Option("starts", 50), Seed = 1 }).Fit(features);
        context.Figure("KMeansModel", "inertia", model.Inertia);
        context.Figure("KMeansModel", "silhouette", ClusterSilhouette.Mean(features.Values, model.TrainingLabels.Span));
        context.Figure("KMeansModel", "seconds", watch.Elapsed.TotalSeconds);
    }
}
