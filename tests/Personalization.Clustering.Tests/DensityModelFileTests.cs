using Personalization.Core;

namespace Personalization.Clustering.Tests;

/// <summary>Files that lie: each must be refused by what it holds, before anything of the size it claims is allocated.</summary>
public sealed class DensityModelFileTests
{
    private static MemoryStream Finished(ModelFileWriter file)
    {
        file.Set("scaling", "");
        MemoryStream stream = new();
        file.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Dbscan(float[] cores, int[] shape, int[] labels, string[] features, double radius = 1)
    {
        ModelFileWriter file = new(DbscanModel.Kind.Name, 1);
        file.Set("radius", radius);
        file.Set("min_samples", 1);
        file.Set("noise", 0);
        file.Add("sizes", [2]);
        file.Add("cores", cores, shape);
        file.Add("core_labels", labels);
        file.AddStrings("features", features);
        return Finished(file);
    }

    private static MemoryStream Hdbscan(
        int[]? rowClusters = null, int[]? parents = null, double[]? births = null, int[]? labels = null, int minSamples = 1)
    {
        ModelFileWriter file = new(HdbscanModel.Kind.Name, 1);
        file.Set("min_cluster_size", 2);
        file.Set("min_samples", minSamples);
        file.Set("selection", nameof(HdbscanSelection.Leaf));
        file.Set("selection_radius", 0.0);
        file.Set("allow_single_cluster", 0);
        file.Set("shortest_distance", 1.0);
        file.Add("samples", [0f, 1, 8, 9], 4, 1);
        file.Add("squared_core_distances", [0f, 0, 0, 0]);
        file.Add("row_clusters", rowClusters ?? [1, 1, 2, 2]);
        file.Add("row_lambdas", [1.0, 1, 1, 1]);
        file.Add("parents", parents ?? [-1, 0, 0]);
        file.Add("births", births ?? [0, .125, .125]);
        file.Add("deaths", [.125, 1, 1]);
        file.Add("sizes", [4, 2, 2]);
        file.Add("stabilities", [.5, 1.75, 1.75]);
        file.Add("labels", labels ?? [-1, 0, 1]);
        file.AddStrings("features", ["x"]);
        return Finished(file);
    }

    [Fact]
    public void Load_SoundFiles_Predict()
    {
        Assert.Equal(0, DbscanModel.Load(Dbscan([5, 6], [2, 1], [0, 0], ["x"])).Predict([7f]));
        Assert.Equal((1, 1), HdbscanModel.Load(Hdbscan()).Predict([8.5f]));
    }

    [Fact]
    public void Load_DbscanThatLies_Refused()
    {
        AssertRefused(() => DbscanModel.Load(Dbscan([5, 6], [2, 1], [0, 1], ["x"])), "label is outside");
        AssertRefused(() => DbscanModel.Load(Dbscan([5, 6], [2, 1], [0], ["x"])), "'core_labels'");
        AssertRefused(() => DbscanModel.Load(Dbscan([5, float.NaN], [2, 1], [0, 0], ["x"])), "isn't finite");
        AssertRefused(() => DbscanModel.Load(Dbscan([5, 6], [2, 1], [0, 0], ["x"], radius: -1)), "option");
    }

    [Fact]
    public void Load_RowsWithoutFeatures_RefusedBeforeAllocating()
    {
        using MemoryStream file = Dbscan([], [2_000_000_000, 0], [], []);
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(() => DbscanModel.Load(file), "no features");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Load_HdbscanThatLies_Refused()
    {
        AssertRefused(() => HdbscanModel.Load(Hdbscan(rowClusters: [1, 1, 2, 3])), "row 3");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(parents: [-1, 0, 2])), "cluster 2");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(parents: [-1, 0, -1])), "cluster 2");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(births: [.1, .125, .125])), "cluster 0");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(labels: [-1, 1, 1])), "cluster 2");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(labels: [-1, -1, 1])), "numbered");
        AssertRefused(() => HdbscanModel.Load(Hdbscan(minSamples: 5)), "5 neighbours");
    }

    private static void AssertRefused(Action load, string why) =>
        Assert.Contains(why, Assert.Throws<ModelFileException>(load).Message, StringComparison.Ordinal);
}
