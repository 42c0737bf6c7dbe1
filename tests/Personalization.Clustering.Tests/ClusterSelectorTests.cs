using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class ClusterSelectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ClusterCriterion.Balanced)]
    [InlineData(ClusterCriterion.Elbow)]
    [InlineData(ClusterCriterion.Silhouette)]
    [InlineData(ClusterCriterion.DaviesBouldin)]
    [InlineData(ClusterCriterion.CalinskiHarabasz)]
    [InlineData(ClusterCriterion.Gap)]
    [InlineData(ClusterCriterion.Stability)]
    public void Fit_FourClouds_FourByAnyCriterion(ClusterCriterion criterion)
    {
        ClusterSelector selector = new(new() { Criterion = criterion, MaxClusters = 8, References = 5, Resamples = 5 });

        ClusterSelection selection = selector.Fit(Clouds(4, 50), null, Token);

        Assert.Equal(4, selection.RecommendedClusterCount);
        Assert.Equal(4, selection.ElbowClusterCount);
        Assert.Equal(4, selection.Model.ClusterCount);
        Assert.Equal(Enumerable.Range(2, 7), selection.Candidates.Select(candidate => candidate.ClusterCount));
        Assert.StartsWith("4 clusters: ", selection.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClusterCriterion.Balanced)]
    [InlineData(ClusterCriterion.Gap)]
    [InlineData(ClusterCriterion.Bayesian)]
    public void Fit_MixturesOfFourClouds_Four(ClusterCriterion criterion)
    {
        Collected reports = new();
        ClusterSelection<GaussianMixtureModel> selection = new ClusterSelector(
            new() { Criterion = criterion, MaxClusters = 6, References = 3 }).Fit(
            Clouds(4, 50).Values,
            (samples, count) => new GaussianMixtureTrainer(new() { ClusterCount = count, Starts = 3 }).Fit(samples, null, Token),
            reports,
            Token);

        Assert.Equal((4, 4), (selection.RecommendedClusterCount, selection.Model.ClusterCount));
        Assert.Equal(
            selection.Models.Select(model => (double?)model.BayesianCriterion),
            selection.Measures.Select(measures => measures.BayesianCriterion));
        Assert.Equal(1, reports.Values[^1].Fraction);
        Assert.Equal(reports.Values.Select(report => report.Fraction), reports.Values.Select(report => report.Fraction).Order());
    }

    [Fact]
    public void Fit_BayesianWithoutLikelihood_ErrorSaysSo()
    {
        ClusterSelector selector = new(new() { Criterion = ClusterCriterion.Bayesian, MaxClusters = 3 });

        ArgumentException error = Assert.Throws<ArgumentException>(() => selector.Fit(Clouds(3, 10), null, Token));

        Assert.Contains("need", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_GapWithoutReferences_ErrorSaysSo()
    {
        Assert.Throws<ArgumentException>(() => new ClusterSelector(new() { Criterion = ClusterCriterion.Gap }));
        Assert.Throws<ArgumentException>(() => new ClusterSelector(new() { Criterion = ClusterCriterion.Stability }));
    }

    [Fact]
    public void Fit_Stability_TrueClustersComeBackAndCutOnesDont()
    {
        ClusterSelection selection = new ClusterSelector(new() { MaxClusters = 6, Resamples = 8 }).Fit(Clouds(4, 50), null, Token);

        Assert.InRange(selection.Candidates[2].Measures.Stability!.Lowest, .95, 1);
        Assert.InRange(selection.Candidates[2].Measures.Stability!.AdjustedRand, .95, 1);
        Assert.InRange(selection.Candidates[4].Measures.Stability!.Lowest, 0, .75);
        Assert.Equal(6, selection.Candidates[4].Measures.Stability!.Jaccard.Count);
    }

    [Fact]
    public void Fit_TwoCloudsFarApart_Balanced_Two()
    {
        ClusterSelection selection = new ClusterSelector().Fit(Clouds(2, 60), null, Token);

        Assert.Equal(2, selection.RecommendedClusterCount);
        Assert.Contains("plainly are two groups", selection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Candidates_MeasuredByTheMetricsOfCore()
    {
        FeatureTable table = Clouds(3, 30);
        ClusterCandidate candidate = new ClusterSelector(new() { MaxClusters = 5 }).Fit(table, null, Token).Candidates[3];

        int[] labels = candidate.Model.TrainingLabels.ToArray();
        Assert.Equal(ClusterSilhouette.Mean(table.Values, labels, null, Token), candidate.Silhouette.Mean);
        Assert.Equal(0, candidate.Silhouette.StandardError);
        Assert.Equal(ClusterMetrics.DaviesBouldin(table.Values, labels), candidate.DaviesBouldin);
        Assert.Equal(ClusterMetrics.CalinskiHarabasz(table.Values, labels), candidate.CalinskiHarabasz);
    }

    [Fact]
    public void Fit_FewDistinctRows_StopsThere()
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From("abcd".Select(c => new CustomerId(c.ToString())));
        FeatureTable table = FeatureTable.Create(customers, ("x", [1f, 1, 5, 9]));

        Assert.Equal([2, 3], new ClusterSelector().Fit(table, null, Token).Candidates.Select(candidate => candidate.ClusterCount));
        Assert.Equal(
            [3],
            new ClusterSelector(new() { MinClusters = 4 }).Fit(table, null, Token).Candidates.Select(candidate => candidate.ClusterCount));
    }

    [Theory]
    [InlineData(ClusterCriterion.Balanced)]
    [InlineData(ClusterCriterion.Elbow)]
    [InlineData(ClusterCriterion.Gap)]
    [InlineData(ClusterCriterion.Stability)]
    public void Fit_EqualRows_IsOneGroup(ClusterCriterion criterion)
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(Enumerable.Range(0, 30).Select(i => new CustomerId($"c{i:00}")));
        FeatureTable table = FeatureTable.Create(customers, ("x", [.. Enumerable.Repeat(7f, 30)]), ("y", [.. Enumerable.Repeat(1f, 30)]));

        ClusterSelection selection = new ClusterSelector(new() { Criterion = criterion, References = 3, Resamples = 3 })
            .Fit(table.Log1P().Standardize(), null, Token);

        Assert.Equal(1, selection.RecommendedClusterCount);
        Assert.Equal("1 group: all rows are equal in every feature, so nothing sets one apart from another.", selection.Reason);
        Assert.Equal((1, 0d, 1d), (selection.Model.ClusterCount, selection.Recommended.Inertia, selection.Recommended.SmallestShare));
        Assert.Equal(Enumerable.Repeat(0, 30), selection.Model.TrainingLabels.ToArray());
    }

    [Fact]
    public void Constructor_Contradiction_ErrorNamesBoth() =>
        Assert.Contains(
            "MaxClusters is 3",
            Assert.Throws<ArgumentException>(() => new ClusterSelector(new() { MinClusters = 4, MaxClusters = 3 })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Fit_Progress_EndsAtOne()
    {
        Collected reports = new();
        new ClusterSelector(new() { MaxClusters = 3 }).Fit(Clouds(3, 10), reports, Token);

        Assert.Equal(1, reports.Values[^1].Fraction);
        Assert.Equal(reports.Values.Select(report => report.Fraction), reports.Values.Select(report => report.Fraction).Order());
    }

    private static FeatureTable Clouds(int count, int rowsEach)
    {
        RandomStream random = new(1, "clouds");
        int rows = count * rowsEach;
        float[] x = new float[rows], y = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            x[row] = (float)random.NextGaussian(12 * (row % count % 2), 1);
            y[row] = (float)random.NextGaussian(12 * (row % count / 2), 1);
        }

        return FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(10_000, rows).Select(i => new CustomerId($"{i}"))), ("x", x), ("y", y));
    }

    private sealed class Collected : IProgress<FitProgress>
    {
        public List<FitProgress> Values { get; } = [];

        public void Report(FitProgress value) => Values.Add(value);
    }
}
