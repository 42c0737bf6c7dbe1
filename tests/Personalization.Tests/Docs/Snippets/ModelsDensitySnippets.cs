using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of docs/models/dbscan.md and hdbscan.md.</summary>
[Collection("current directory")]
public sealed class ModelsDensitySnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dbscan_OnAFile_PredictsSavesAndLoads()
    {
        FeatureTable raw = RfmTable.From(EventFile.Read("orders.csv").Log).ToFeatures();
        DbscanModel model = new DbscanTrainer(new() { Radius = .4, MinSamples = 10 }).Fit(raw.Log1P().Standardize());

        Console.WriteLine($"{model.ClusterCount} clusters, {model.NoiseCount} customers in none");
        int[] clusters = model.Predict(raw);

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);

        model.Save("dense.safetensors");
        DbscanModel loaded = DbscanModel.Load("dense.safetensors");

        Assert.Equal(clusters, loaded.Predict(raw));
    }

    [Fact]
    public void Hdbscan_OnAFile_PredictsSavesAndLoads()
    {
        FeatureTable raw = RfmTable.From(EventFile.Read("orders.csv").Log).ToFeatures();
        HdbscanModel model = new HdbscanTrainer(new() { MinClusterSize = 10 }).Fit(raw.Log1P().Standardize());

        Console.WriteLine($"{model.ClusterCount} clusters, {model.NoiseCount} customers in none");
        int[] clusters = model.Predict(raw);
        foreach (CondensedCluster cluster in model.Tree.Clusters)
        {
            Console.WriteLine(
                $"from {cluster.Parent}: {cluster.Size} customers, λ {cluster.BirthLambda:N2} to {cluster.DeathLambda:N2}, "
                + $"stability {cluster.Stability:N1}, label {cluster.Label}");
        }

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);

        (int label, double probability) = model.Predict(model.Samples.Row(0));

        Assert.Equal((model.TrainingLabels.Span[0], model.Probabilities.Span[0]), (label, probability));

        model.Save("density.safetensors");
        HdbscanModel loaded = HdbscanModel.Load("density.safetensors");

        Assert.Equal(clusters, loaded.Predict(raw));
    }
}
