using Personalization.Core;

namespace Personalization.Clustering.Tests;

/// <summary>Files that lie: each must be refused by what it holds, before anything of the size it claims is allocated.</summary>
public sealed class KMeansModelFileTests
{
    private static MemoryStream File(
        int clusters, int[] centersShape, float[] centers, string[] features, double[]? affine = null, int[]? sizes = null)
    {
        ModelFileWriter file = new(KMeansModel.Kind.Name, 1);
        file.Set("cluster_count", clusters);
        file.Set("starts", 1);
        file.Set("max_iterations", 1);
        file.Set("tolerance", 0.0);
        file.Set("seed", 0UL);
        file.Set("initialization", nameof(KMeansInitialization.Random));
        file.Set("iterations", 1);
        file.Set("stop_reason", nameof(StopReason.Converged));
        file.Set("inertia", 1.0);
        file.Set("scaling", affine is null ? "" : nameof(FeatureScalingKind.Affine));
        file.Add("objectives", [1.0]);
        file.Add("centers", centers, centersShape);
        file.Add("sizes", sizes ?? [1]);
        file.AddStrings("features", features);
        if (affine is not null) file.Add("scaling.0", affine, 2, affine.Length / 2);
        MemoryStream stream = new();
        file.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void Load_SoundFile_Predicts() =>
        Assert.Equal(0, KMeansModel.Load(File(1, [1, 1], [2f], ["x"], [0, 1])).Predict([5f]));

    [Fact]
    public void Load_VersionOneOfManyFeatures_TakesTheMeanOfItsCenters()
    {
        string[] features = [.. Enumerable.Range(0, 9).Select(feature => $"x{feature}")];
        KMeansModel model = KMeansModel.Load(
            File(2, [2, 9], [.. Enumerable.Repeat(1f, 9), .. Enumerable.Repeat(3f, 9)], features, sizes: [1, 1]));

        Assert.Equal(Enumerable.Repeat(2f, 9), model.Origin.ToArray());
        Assert.Equal(1, model.Predict([.. Enumerable.Repeat(2.5f, 9)]));
    }

    [Fact]
    public void Load_HugeCountOfEmptyCenters_RefusedBeforeAllocating()
    {
        using MemoryStream file = File(1_000_000_000, [1_000_000_000, 0], [], ["x", "y", "z"]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ModelFileException error = Assert.Throws<ModelFileException>(() => KMeansModel.Load(file));

        Assert.Contains("'centers'", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Load_ScalingThatDividesByZero_Refused()
    {
        using MemoryStream file = File(1, [1, 1], [2f], ["x"], [0, 0]);

        Assert.Contains("divides by 0", Assert.Throws<ModelFileException>(() => KMeansModel.Load(file)).Message, StringComparison.Ordinal);
    }
}
