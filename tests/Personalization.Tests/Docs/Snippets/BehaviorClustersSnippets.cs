using Personalization.Clustering;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/clusters-of-behavior.md.</summary>
[Collection("current directory")]
public sealed class BehaviorClustersSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BehaviorClusters_InTheWholeJob_AreTold()
    {
        PersonalizationPipeline pipeline = new(
            new PersonalizationOptions { Seed = 1 },
            PipelineSteps.Default.AddAfter<ClustersStep>(new Beha2VecStep()));
        PersonalizationResult result = pipeline.Run("orders.csv");

        BehaviorClusters found = result.BehaviorClusters!;
        foreach (ClusterProfile cluster in found.Profiles)
            Console.WriteLine($"{found.Names[cluster.Cluster]}: {cluster.Size} customers, {cluster.Summary}");
        result.Save("out");

        Assert.True(File.Exists(Path.Combine("out", "behavior-clusters.json")));
    }

    [Fact]
    public void BehaviorClusters_OtherSignature_HasItsTraits()
    {
        Beha2VecStep withoutSeason = new(new()
        {
            Signature = new() { Traits = 8, Season = false },
            Method = BehaviorClusterMethod.GaussianMixture,
        });
        PersonalizationResult result = new PersonalizationPipeline(
            steps: PipelineSteps.Default.AddAfter<ClustersStep>(withoutSeason)).Run("orders.csv");

        Assert.Contains("trait_8", result.BehaviorClusters!.Signatures.Names);
        Assert.DoesNotContain("season_cos", result.BehaviorClusters!.Signatures.Names);
    }
}
