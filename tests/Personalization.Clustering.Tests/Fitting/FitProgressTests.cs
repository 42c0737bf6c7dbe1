using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>Every fit tells how far it is, up to 1, and stops where it is told to.</summary>
public sealed class FitProgressTests
{
    private static readonly Dictionary<string, Action<FeatureTable, IProgress<FitProgress>?, CancellationToken>> Fits = new(
        StringComparer.Ordinal)
    {
        ["k-means"] = (rows, told, token) => new KMeansTrainer(new() { ClusterCount = 3, Starts = 1 }).Fit(rows, told, token),
        ["k-means, starts side by side"] = (rows, told, token) =>
            new KMeansTrainer(new() { ClusterCount = 3, Starts = 9, Threads = 4 }).Fit(rows, told, token),
        ["spherical"] = (rows, told, token) => new SphericalKMeansTrainer(new() { ClusterCount = 3, Starts = 1 }).Fit(rows, told, token),
        ["k-medians"] = (rows, told, token) => new KMediansTrainer(new() { ClusterCount = 3, Starts = 2 }).Fit(rows, told, token),
        ["size-constrained"] = (rows, told, token) =>
            new SizeConstrainedKMeansTrainer(new() { ClusterCount = 3, Starts = 2, MinSize = 9 }).Fit(rows, told, token),
        ["mini-batch"] = (rows, told, token) =>
            new MiniBatchKMeansTrainer(new() { ClusterCount = 3, MaxEpochs = 5 }).Fit(rows, told, token),
        ["mixture"] = (rows, told, token) => new GaussianMixtureTrainer(new() { ClusterCount = 3, Starts = 1 }).Fit(rows, told, token),
        ["Ward"] = (rows, told, token) => new AgglomerativeTrainer().Fit(rows, told, token),
        ["single linkage"] = (rows, told, token) => new AgglomerativeTrainer(new() { Linkage = Linkage.Single }).Fit(rows, told, token),
        ["average linkage"] = (rows, told, token) => new AgglomerativeTrainer(new() { Linkage = Linkage.Average }).Fit(rows, told, token),
        ["DBSCAN"] = (rows, told, token) => new DbscanTrainer(new() { Radius = 1 }).Fit(rows, told, token),
        ["HDBSCAN"] = (rows, told, token) => new HdbscanTrainer().Fit(rows, told, token),
        ["choice of clusters"] = (rows, told, token) =>
            new ClusterSelector(new() { MaxClusters = 3, References = 2, Resamples = 2, KMeans = new() { Starts = 2 } })
                .Fit(rows, told, token),
        ["choice of mixture"] = (rows, told, token) =>
            new GaussianMixtureSelector(new() { MaxClusters = 2, Covariances = [CovarianceKind.Full, CovarianceKind.Tied] })
                .Fit(rows, told, token),
    };

    private static readonly FeatureTable Samples = ClusterSamples.Table(ClusterSamples.Clouds(3, 300, 2)).Standardize();

    public static TheoryData<string> Names => [.. Fits.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_WithProgress_RisesToOne(string name)
    {
        List<double> fractions = [];

        Fits[name](Samples, new Listener(report => fractions.Add(report.Fraction!.Value)), Token);

        Assert.Equal(fractions.Order(), fractions);
        Assert.Contains(fractions, fraction => fraction is > 0 and < 1);
        Assert.Single(fractions, fraction => fraction == 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_CancelledWhileItWorks_Stops(string name)
    {
        using CancellationTokenSource source = new();

        Assert.ThrowsAny<OperationCanceledException>(() => Fits[name](Samples, new Listener(_ => source.Cancel()), source.Token));
    }

    [Fact]
    public async Task FitAsync_Stream_EndsAtOne()
    {
        List<double?> fractions = [];
        float[] rows = ClusterSamples.Clouds(3, 300, 2).Values.ToArray();
        byte[] bytes = new byte[rows.Length * sizeof(float)];
        Buffer.BlockCopy(rows, 0, bytes, 0, bytes.Length);

        await new MiniBatchKMeansTrainer(new() { ClusterCount = 3 })
            .FitAsync(
                RowStream.Open(() => new MemoryStream(bytes), 2, 100), 2, new Listener(report => fractions.Add(report.Fraction)), Token);

        Assert.Equal(1, fractions[^1]);
        Assert.All(fractions.SkipLast(1), Assert.Null);
    }

    private sealed class Listener(Action<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told(value);
    }
}
