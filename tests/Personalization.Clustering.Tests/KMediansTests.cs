using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class KMediansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_TwoGroupsAndAnOutlier_ByHand()
    {
        // 0, 1, 5 → 1: 1 + 0 + 4. 10, 12, 13, 900 → the lower of 12 and 13: 2 + 0 + 1 + 888.
        KMediansOptions options = new() { ClusterCount = 2, InitialCenters = Matrix.FromRows([0], [13]) };
        KMediansModel model = Fit(Matrix.FromRows([900], [12], [0], [1], [10], [5], [13]), options);

        Assert.Equal([1f, 12f], model.Centers.Memory.ToArray());
        Assert.Equal([1, 1, 0, 0, 1, 0, 1], model.TrainingLabels.ToArray());
        Assert.Equal([3L, 4L], model.Sizes);
        Assert.Equal(896, model.Objective);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
    }

    [Fact]
    public void Fit_Weighted_CenterIsTheWeightedMedian()
    {
        KMediansModel model = new KMediansTrainer(new() { ClusterCount = 1 }).Fit(
            Matrix.FromRows([0], [4], [6]), new float[] { 1, 1, 3 }, null, Token);

        Assert.Equal(6, model.Centers[0, 0]);
        Assert.Equal(8, model.Objective);
    }

    [Fact]
    public void Fit_EmptyCluster_TakesTheFarthestRow()
    {
        KMediansOptions options = new() { ClusterCount = 2, InitialCenters = Matrix.FromRows([0], [1000]), MaxIterations = 1 };
        KMediansModel model = Fit(Matrix.FromRows([0], [2], [30]), options);

        Assert.Equal([0f, 30f], model.Centers.Memory.ToArray());
        Assert.Equal([0, 0, 1], model.TrainingLabels.ToArray());
    }

    /// <summary>Against plain loops in double precision; small integers, so that all sums are exact and ties are many.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Fit_OneStart_SameAsPlainDoublePrecision(int columns)
    {
        RandomStream random = new(1, "medians");
        Matrix samples = new(900, columns), initial = new(5, columns);
        foreach (ref float value in samples.Values) value = random.NextInt32(21) - 10;
        foreach (ref float value in initial.Values) value = random.NextInt32(21) - 10;
        KMediansModel model = Fit(samples, new() { ClusterCount = 5, InitialCenters = initial, MaxIterations = 7, Tolerance = 0 });
        (List<double> objectives, double[][] centers) = Plain(samples, initial, model.Report.Iterations);

        Assert.Equal(objectives, model.Report.Objectives);
        Assert.Equal(
            centers.Select(center => center[0]).Order(), Enumerable.Range(0, 5).Select(cluster => (double)model.Centers[cluster, 0]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Predict_TrainingRows_TrainingLabels(int columns)
    {
        Matrix samples = ClusterSamples.Gaussian(3_000, columns, 6);
        KMediansModel model = Fit(samples, new() { ClusterCount = 7, Starts = 2, MaxIterations = 5 });

        Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(model, samples));
        Assert.Equal(model.TrainingLabels.ToArray(), Enumerable.Range(0, samples.Rows).Select(row => model.Predict(samples.Row(row))));
    }

    [Fact]
    public void Fit_Objectives_NeverRise()
    {
        IReadOnlyList<double> objectives = Fit(ClusterSamples.Gaussian(2_000, 5, 7), new() { Starts = 1, Tolerance = 0 }).Report.Objectives;
        for (int i = 1; i < objectives.Count; i++)
            Assert.True(objectives[i] <= objectives[i - 1] * (1 + 1e-6), $"{objectives[i - 1]} → {objectives[i]}");
    }

    [Fact]
    public void Fit_Clouds_FindsThemWhateverTheOutliers()
    {
        Matrix samples = ClusterSamples.Clouds(4, 50, 3);
        for (int column = 0; column < 3; column++) samples[3, column] = 5_000;
        KMediansModel model = Fit(
            samples, new() { ClusterCount = 4, InitialCenters = Matrix.FromRows([0, 0, 0], [30, 30, 30], [60, 60, 60], [90, 90, 90]) });

        Assert.Equal(ClusterSamples.CloudLabels(4, 50), model.TrainingLabels.ToArray());
        Assert.InRange(model.Centers[3, 0], 89, 91);
    }

    [Fact]
    public void Load_OfATable_SamePredictionsAndFigures()
    {
        FeatureTable raw = ClusterSamples.Table(ClusterSamples.Gaussian(200, 2, 9)), scaled = raw.Log1P().Standardize();
        KMediansModel model = new KMediansTrainer(new() { ClusterCount = 3 }).Fit(scaled, null, Token);
        KMediansModel loaded = ClusterSamples.ReloadOfTable(model, raw);

        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.Objective, loaded.Objective);
        Assert.Equal(model.RawCenters.Memory.ToArray(), loaded.RawCenters.Memory.ToArray());
    }

    private static KMediansModel Fit(MatrixView samples, KMediansOptions options) => new KMediansTrainer(options).Fit(samples, null, Token);

    private static (List<double> Objectives, double[][] Centers) Plain(Matrix samples, Matrix initial, int iterations)
    {
        double[][] rows =
            [.. Enumerable.Range(0, samples.Rows).Select(row => Array.ConvertAll(samples.Row(row).ToArray(), value => (double)value))];
        double[][] centers =
            [.. Enumerable.Range(0, initial.Rows).Select(row => Array.ConvertAll(initial.Row(row).ToArray(), value => (double)value))];
        List<double> objectives = [];
        for (int iteration = 0; iteration <= iterations; iteration++)
        {
            int[] labels =
            [
                .. rows.Select(row => Array.IndexOf(
                    [.. centers.Select(center => Distance(row, center))],
                    centers.Min(center => Distance(row, center)))),
            ];
            if (iteration > 0) objectives.Add(rows.Select((row, i) => Distance(row, centers[labels[i]])).Sum());
            if (iteration == iterations) break;
            centers = [.. centers.Select((center, cluster) => Median([.. rows.Where((_, row) => labels[row] == cluster)]))];
        }

        return (objectives, centers);
    }

    private static double[] Median(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row[column]).Order().ElementAt((rows.Length - 1) / 2))];

    private static double Distance(double[] left, double[] right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Sum();
}
