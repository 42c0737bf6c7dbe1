using Personalization.Core;

namespace Personalization.Clustering.Tests;

/// <summary>Files that lie: each is refused by what it holds.</summary>
public sealed class AgglomerativeModelFileTests
{
    [Fact]
    public void Load_SoundFile_Predicts()
    {
        AgglomerativeModel model = AgglomerativeModel.Load(File([0, 1, 2, 3], [1, 4], [0, 1, 5]));

        Assert.Equal([0, 0, 1], model.TrainingLabels.ToArray());
        Assert.Equal(1, model.Predict([4]));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 0, 2 }, new[] { 1.0, 4 }, "merge 1")]
    [InlineData(new[] { 0, 4, 1, 2 }, new[] { 1.0, 4 }, "merge 0")]
    [InlineData(new[] { -1, 1, 2, 3 }, new[] { 1.0, 4 }, "merge 0")]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 4.0, 1 }, "merge 1 has height")]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 1, double.NaN }, "merge 1 has height")]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 0.0, 0 }, "claims 2 clusters")]
    public void Load_MergesThatCannotBe_Refused(int[] merges, double[] heights, string part)
    {
        using MemoryStream file = File(merges, heights, [0, 1, 5]);

        Assert.Contains(part, Assert.Throws<ModelFileException>(() => AgglomerativeModel.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherNumberOfRows_Refused()
    {
        using MemoryStream file = File([0, 1, 2, 3], [1, 4], [0, 1]);

        Assert.Contains(
            "'samples'", Assert.Throws<ModelFileException>(() => AgglomerativeModel.Load(file)).Message, StringComparison.Ordinal);
    }

    private static MemoryStream File(int[] merges, double[] heights, float[] samples)
    {
        ModelFileWriter file = new(AgglomerativeModel.Kind.Name, 1);
        file.Set("linkage", nameof(Linkage.Single));
        file.Set("clusters", 2);
        file.Set("maximum_matrix_bytes", 0L);
        file.Set("scaling", "");
        file.Add("heights", heights);
        file.Add("merges", merges, heights.Length, 2);
        file.Add("samples", samples, samples.Length, 1);
        file.AddStrings("features", ["x"]);
        MemoryStream stream = new();
        file.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }
}
