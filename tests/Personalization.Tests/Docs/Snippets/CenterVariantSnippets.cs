using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of the pages on spherical, median, mini-batch and size-constrained k-means.</summary>
[Collection("current directory")]
public sealed class CenterVariantSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Spherical_Directions_AnySample()
    {
        Matrix shares = Matrix.FromRows([9, 1, 0], [4, 1, 0], [0, 2, 5], [1, 30, 60]);
        SphericalKMeansModel tastes = new SphericalKMeansTrainer(new() { ClusterCount = 2 }).Fit(shares);
        Console.WriteLine($"mean cosine {tastes.MeanCosine:0.00}");
        int cluster = tastes.Predict([900, 100, 0]);                            // the length doesn't matter

        Assert.Equal(tastes.TrainingLabels.Span[0], cluster);
    }

    [Fact]
    public void KMedians_RawAmounts_MedianCustomer()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable raw = RfmTable.From(log).ToFeatures();
        KMediansModel model = new KMediansTrainer(new() { ClusterCount = 4 }).Fit(raw.Standardize());
        MatrixView typical = model.RawCenters;                                  // the median customer of each cluster
        model.Save("medians.safetensors");

        Assert.Equal(4, typical.Rows);
        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(raw));
    }

    [Fact]
    public async Task MiniBatch_FileAndStream_LearnsOn()
    {
        await using (FileStream file = File.OpenWrite("rows.f32"))
        {
            for (int i = 0; i < 4_000; i++)
                file.Write(BitConverter.GetBytes((float)((i * 37 % 101) + (i % 4 * 500))));
        }

        MiniBatchKMeansTrainer trainer = new(new() { ClusterCount = 8, BatchSize = 256 });
        MiniBatchKMeansModel model = await trainer.FitAsync(RowStream.Open("rows.f32", columns: 4), passes: 3, cancellationToken: Token);

        IAsyncEnumerable<MatrixView> today = RowStream.Open("rows.f32", columns: 4);     // or whatever hands out blocks of rows
        MiniBatchKMeansModel next = await trainer.ResumeAsync(model, today, cancellationToken: Token);

        Assert.True(next.Batches > model.Batches);
    }

    [Fact]
    public void SizeConstrained_FourEqualGroups_WithinBounds()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable raw = RfmTable.From(log).ToFeatures();
        int fair = raw.RowCount / 4;
        SizeConstrainedKMeansModel model = new SizeConstrainedKMeansTrainer(
            new() { ClusterCount = 4, MinSize = fair * 9 / 10, MaxSize = fair + (fair / 10) + 4 })
            .Fit(raw.Log1P().Standardize());
        int[] clusters = model.Predict(raw);                                    // the training rows come out as they were assigned

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
    }
}
