using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of docs/models/hierarchical.md.</summary>
[Collection("current directory")]
public sealed class HierarchicalSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hierarchical_OnRfm_ClustersCutsAndDraws()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable raw = RfmTable.From(log).ToFeatures();
        AgglomerativeModel model = new AgglomerativeTrainer(new() { ClusterCount = 4 }).Fit(raw.Log1P().Standardize());

        int[] clusters = model.Predict(raw);
        ClusterProfiles profiles = ClusterProfiles.From(model, raw);

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
        Assert.Equal(model.Sizes, profiles.Select(profile => profile.Size));

        AgglomerativeModel finer = model.WithClusterCount(8);
        int[] apart = model.Dendrogram.CutByHeight(5);
        foreach (DendrogramMerge merge in model.Dendrogram.Merges.TakeLast(3))
            Console.WriteLine($"{merge.Left} and {merge.Right} at {merge.Height:N1}: {merge.Size} customers");

        Assert.Equal(8, finer.ClusterCount);
        Assert.Equal(model.Dendrogram.CountAt(5), apart.Max() + 1);

        DendrogramChart chart =
            new() { Title = "Customers by recency, frequency and spend", Tree = model.Dendrogram, ClusterCount = model.ClusterCount };
        File.WriteAllText("dendrogram.svg", chart.ToSvg());

        Assert.Contains("4 clusters", File.ReadAllText("dendrogram.svg"), StringComparison.Ordinal);
    }
}
