using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class ClusterMetricsTests
{
    private static readonly Matrix Four = Matrix.FromRows([0], [1], [10], [12]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void PerSample_TwoPairs_ByHand()
    {
        // Of 0: a = 1, b = 11; of 1: 1, 10; of 10: 2, 9.5; of 12: 2, 11.5.
        double[] silhouettes = ClusterSilhouette.PerSample(Four, [0, 0, 1, 1], null, Token);

        Assert.Equal([10.0 / 11, 9.0 / 10, 7.5 / 9.5, 9.5 / 11.5], silhouettes);
    }

    [Fact]
    public void PerSample_Alone_Zero() => Assert.Equal(0, ClusterSilhouette.PerSample(Four, [0, 0, 0, 1], null, Token)[3]);

    [Fact]
    public void PerSample_Noise_LeftOut()
    {
        double[] silhouettes = ClusterSilhouette.PerSample(Matrix.FromRows([0], [1], [5], [10], [12]), [0, 0, -1, 1, 1], null, Token);

        Assert.Equal([10.0 / 11, 9.0 / 10, double.NaN, 7.5 / 9.5, 9.5 / 11.5], silhouettes);
    }

    [Fact]
    public void DaviesBouldin_TwoPairs_ByHand()
    {
        // Means .5 and 11, mean distances .5 and 1: (.5 + 1) / 10.5.
        Assert.Equal(1.5 / 10.5, ClusterMetrics.DaviesBouldin(Four, [0, 0, 1, 1]), 14);
        Assert.Equal(1.5 / 10.5, ClusterMetrics.DaviesBouldin(Four, [0, 0, 3, 3]), 14);
    }

    [Fact]
    public void CalinskiHarabasz_TwoPairs_ByHand()
    {
        // Mean 5.75: between 2 · 5.25² · 2 = 110.25, within .5 + 2; (110.25 / 1) / (2.5 / 2).
        Assert.Equal(88.2, ClusterMetrics.CalinskiHarabasz(Four, [0, 0, 1, 1]), 12);
        Assert.Equal(1, ClusterMetrics.CalinskiHarabasz(Matrix.FromRows([0], [0], [4]), [0, 0, 1]));
    }

    [Fact]
    public void AdjustedRand_SmallCases_ByHand()
    {
        Assert.Equal(1, ClusterMetrics.AdjustedRand([0, 0, 1, 1], [7, 7, 2, 2]));

        // Pairs together: in both 1; 2 and 1 of 6: expected 1/3, most 1.5.
        Assert.Equal((1 - (1.0 / 3)) / (1.5 - (1.0 / 3)), ClusterMetrics.AdjustedRand([0, 0, 1, 1], [0, 0, 1, 2]), 14);
        Assert.Equal(1, ClusterMetrics.AdjustedRand([0], [5]));
    }

    /// <summary>Figures of scikit-learn 1.x (float64) for the same integers-over-ten points.</summary>
    [Fact]
    public void Metrics_TwoHundredPoints_AsScikitLearn()
    {
        Matrix points = ReferencePoints.TwoHundred();
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i * 37 % 101 / 26)],
            others = [.. Enumerable.Range(0, 200).Select(i => i * 53 % 89 / 30)];

        double[] silhouettes = ClusterSilhouette.PerSample(points, labels, null, Token);
        Assert.Equal(0.1033916254243272, silhouettes[0], 1e-6);
        Assert.Equal(0.07116405134086569, silhouettes[1], 1e-6);
        Assert.Equal(0.07759435586731996, ClusterSilhouette.Mean(points, labels, null, Token), 1e-7);
        Assert.Equal(0.1064990651866344, ClusterSilhouette.Mean(points, others, null, Token), 1e-7);
        Assert.Equal(3.044968616174344, ClusterMetrics.DaviesBouldin(points, labels), 1e-6);
        Assert.Equal(31.718105310700718, ClusterMetrics.CalinskiHarabasz(points, labels), 1e-5);
        Assert.Equal(-0.009439266929737778, ClusterMetrics.AdjustedRand(labels, others), 14);
    }

    [Fact]
    public void Estimate_SeveralLabelings_SameAsOneByOneAtAnyNumberOfThreads()
    {
        Matrix points = ReferencePoints.TwoHundred();
        int[][] labelings = [[.. Enumerable.Range(0, 200).Select(i => i % 3)], [.. Enumerable.Range(0, 200).Select(i => (i % 7) - 1)]];

        foreach (int? threads in (int?[])[1, 2, 7, null])
        {
            IReadOnlyList<ClusterSilhouetteEstimate> together = ClusterSilhouette.Estimate(
                points, labelings, threads: threads, cancellationToken: Token);
            Assert.Equal(ClusterSilhouette.Mean(points, labelings[0], 1, Token), together[0].Mean);
            Assert.Equal(ClusterSilhouette.Mean(points, labelings[1], 1, Token), together[1].Mean);
            Assert.Equal((0.0, 200), (together[0].StandardError, together[0].SampleSize));
        }
    }

    [Fact]
    public void Estimate_Sampled_WithinFourStandardErrorsOfTheExactMean()
    {
        Matrix points = ReferencePoints.TwoHundred();
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i * 53 % 89 / 30)];
        double exact = ClusterSilhouette.Mean(points, labels, null, Token);

        for (ulong seed = 0; seed < 20; seed++)
        {
            ClusterSilhouetteEstimate estimate = ClusterSilhouette.Estimate(points, labels, 50, seed, cancellationToken: Token);
            Assert.Equal(50, estimate.SampleSize);
            Assert.InRange(estimate.StandardError, .001, .1);
            Assert.InRange(estimate.Mean, exact - (4 * estimate.StandardError), exact + (4 * estimate.StandardError));
        }
    }

    [Fact]
    public void Metrics_OneCluster_ErrorSaysSo()
    {
        Assert.Contains(
            "1 clusters",
            Assert.Throws<ArgumentException>(() => ClusterSilhouette.Mean(Four, [0, 0, 0, -1], null, Token)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClusterMetrics.DaviesBouldin(Four, [0, 1]));
        Assert.Throws<ArgumentException>(() => ClusterMetrics.CalinskiHarabasz(Four, [0, 1, 2, 1_000_000_000]));
        Assert.Throws<ArgumentException>(() => ClusterMetrics.AdjustedRand([0, 1], [0]));
    }
}
