using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of docs/models/gaussian-mixture.md and docs/models/choosing-clusters.md.</summary>
[Collection("current directory")]
public sealed class ModelsMixtureSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GaussianMixture_OnRfm_ResponsibilitiesSelectionAndSamples()
    {
        FeatureTable raw = RfmTable.From(EventFile.Read("orders.csv").Log).ToFeatures();
        GaussianMixtureModel model = new GaussianMixtureTrainer(new() { ClusterCount = 4, Covariance = CovarianceKind.Diagonal }).Fit(
            raw.Log1P().Standardize());

        int[] clusters = model.Predict(raw);
        double[] responsibilities = model.Responsibilities(raw);
        double[] logLikelihoods = model.LogLikelihoods(raw);
        foreach (GaussianComponent component in model.Components)
            Console.WriteLine($"{component.Weight:P0} of the customers, typical recency {component.RawMean[0]:N0} days");

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
        Assert.Equal(4 * raw.RowCount, responsibilities.Length);
        Assert.Equal(model.LogLikelihood, logLikelihoods.Sum(), 1e-6 * Math.Abs(model.LogLikelihood));

        GaussianMixtureSelection selection = new GaussianMixtureSelector(new() { MaxClusters = 5 }).Fit(raw.Log1P().Standardize());
        Console.WriteLine(selection.Reason);

        GaussianMixtureSample sample = selection.Model.Sample(1000, seed: 1);
        Assert.Equal(1000, sample.Samples.Rows);
    }

    [Fact]
    public void ChoosingClusters_OfMixtures_StabilityAndAgreement()
    {
        FeatureTable scaled = RfmTable.From(EventFile.Read("orders.csv").Log).ToFeatures().Log1P().Standardize();
        ClusterSelector selector = new(new() { MaxClusters = 5, Criterion = ClusterCriterion.Stability, Resamples = 5 });
        ClusterSelection<GaussianMixtureModel> selection = selector.Fit(
            scaled.Values, (samples, count) => new GaussianMixtureTrainer(new() { ClusterCount = count }).Fit(samples));
        Console.WriteLine(selection.Reason);
        foreach (ClusterMeasures measures in selection.Measures)
            Console.WriteLine(
                $"{measures.ClusterCount}: silhouette {measures.Silhouette.Mean:N2}, least stable cluster {measures.Stability!.Lowest:N2}");

        Assert.Equal([2, 3, 4, 5], selection.Measures.Select(measures => measures.ClusterCount));

        ClusterAgreement agreement = ClusterAgreement.Between(selection.Models[0].TrainingLabels.Span, selection.Model.TrainingLabels.Span);
        Console.WriteLine(
            $"adjusted Rand {agreement.AdjustedRand:N2}, adjusted mutual information {agreement.AdjustedMutualInformation():N2}");

        Assert.InRange(agreement.AdjustedRand, -.5, 1);
    }
}
