using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class SphericalKMeansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_TwoDirections_ByHand()
    {
        // (.6, .8) and (.8, .6) after scaling, both of cosine 1.4/√2 to their center (1, 1)/√2; the other two point the opposite way.
        SphericalKMeansModel model = Fit(Matrix.FromRows([3, 4], [8, 6], [-.3f, -.4f], [-4, -3]), new() { ClusterCount = 2 });

        float half = (float)(1 / Math.Sqrt(2));
        Assert.Equal([-half, -half, half, half], model.Centers.Memory.ToArray());
        Assert.Equal([1, 1, 0, 0], model.TrainingLabels.ToArray());
        Assert.Equal([2L, 2L], model.Sizes);
        Assert.Equal(1.4 / Math.Sqrt(2), model.MeanCosine, 1e-6);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
        Assert.Equal(1 - (1.4 / Math.Sqrt(2)), model.Report.Objective, 1e-6);
    }

    [Fact]
    public void Fit_Weighted_CenterIsTheDirectionOfTheWeightedSum()
    {
        // 3 · (1, 0) + 4 · (0, 1) = (3, 4), of length 5: cosines .6 and .8, weighted mean (3 · .6 + 4 · .8) / 7.
        SphericalKMeansModel model = new SphericalKMeansTrainer(new() { ClusterCount = 1 })
            .Fit(Matrix.FromRows([9, 0], [0, 2]), new float[] { 3, 4 }, null, Token);

        Assert.Equal([.6f, .8f], model.Centers.Memory.ToArray());
        Assert.Equal(5.0 / 7, model.MeanCosine, 1e-6);
    }

    [Fact]
    public void Fit_RowOfZeros_ErrorNamesIt()
    {
        Matrix samples = ClusterSamples.Gaussian(20, 3, 1);
        samples.Row(13).Clear();

        Assert.Contains(
            "Row 13 is all zeros",
            Assert.Throws<ArgumentException>(() => Fit(samples, new() { ClusterCount = 2 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_RowOfZeros_ErrorNamesIt()
    {
        SphericalKMeansModel model = Fit(ClusterSamples.Gaussian(20, 3, 1), new() { ClusterCount = 2 });
        Matrix samples = ClusterSamples.Gaussian(1_000, 3, 2);
        samples.Row(700).Clear();

        Assert.Contains(
            "Row 700 is all zeros",
            Assert.Throws<ArgumentException>(() => model.Predict(samples, new int[1_000])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Row 0 is all zeros", Assert.Throws<ArgumentException>(() => model.Predict([0f, 0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LengthsOfRows_DoNotMatter()
    {
        Matrix samples = ClusterSamples.Gaussian(500, 5, 3), scaled = samples.View.ToMatrix();
        for (int row = 0; row < scaled.Rows; row++)
        {
            foreach (ref float value in scaled.Row(row)) value *= row % 2 == 0 ? 1024 : 1 / 64f;
        }

        SphericalKMeansModel model = Fit(samples, new() { ClusterCount = 6 }), other = Fit(scaled, new() { ClusterCount = 6 });

        Assert.Equal(model.Centers.Memory.ToArray(), other.Centers.Memory.ToArray());
        Assert.Equal(model.TrainingLabels.ToArray(), other.TrainingLabels.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Fit_OneStart_SameAsPlainDoublePrecision(int columns)
    {
        Matrix samples = ClusterSamples.Gaussian(2_000, columns, 4), initial = ClusterSamples.Gaussian(5, columns, 5);
        SphericalKMeansModel model = Fit(samples, new() { ClusterCount = 5, InitialCenters = initial, MaxIterations = 6, Tolerance = 0 });
        double[] cosines = PlainCosines(samples, initial, 6);

        for (int i = 0; i < cosines.Length; i++)
            Assert.Equal(1 - cosines[i], model.Report.Objectives[i], 1e-5);

        Assert.Equal(cosines[^1], model.MeanCosine, 1e-5);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Predict_TrainingRows_TrainingLabels(int columns)
    {
        Matrix samples = ClusterSamples.Gaussian(3_000, columns, 6);
        SphericalKMeansModel model = Fit(samples, new() { ClusterCount = 7, Starts = 2, MaxIterations = 5 });

        Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(model, samples));
        Assert.Equal(model.TrainingLabels.ToArray(), Enumerable.Range(0, samples.Rows).Select(row => model.Predict(samples.Row(row))));
        Assert.Equal(3_000, model.Sizes.Sum());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Fit_Objectives_NeverRiseAndEndAtTheMeanCosine(int columns)
    {
        SphericalKMeansModel model = Fit(ClusterSamples.Gaussian(2_000, columns, 7), new() { Starts = 1, Tolerance = 0 });

        IReadOnlyList<double> objectives = model.Report.Objectives;
        for (int i = 1; i < objectives.Count; i++)
            Assert.True(objectives[i] <= objectives[i - 1] + 1e-7, $"{objectives[i - 1]} → {objectives[i]}");

        Assert.Equal(model.Report.Iterations, objectives.Count);
        Assert.Equal(1 - model.MeanCosine, objectives[^1], 1e-6);
        for (int cluster = 0; cluster < model.ClusterCount; cluster++)
            Assert.Equal(1, StableSum.Dot(model.Centers.Row(cluster), model.Centers.Row(cluster)), 1e-6);
    }

    [Fact]
    public void Fit_EmptyCluster_TakesTheRowOfSmallestCosine()
    {
        // Nobody is nearest to (−1, −1); (0, 1) lies farthest from (1, .1).
        SphericalKMeansOptions options = new()
        {
            ClusterCount = 2, InitialCenters = Matrix.FromRows([1, .1f], [-1, -1]), MaxIterations = 1,
        };
        SphericalKMeansModel model = Fit(Matrix.FromRows([1, 0], [1, .2f], [0, 1]), options);

        Assert.Equal([1, 1, 0], model.TrainingLabels.ToArray());
        Assert.Equal([0f, 1f], model.Centers.Row(0).ToArray());
    }

    [Fact]
    public void Load_OfATable_SamePredictionsAndFigures()
    {
        FeatureTable raw = ClusterSamples.Table(ClusterSamples.Gaussian(200, 2, 9)), scaled = raw.Log1P().Standardize();
        SphericalKMeansModel model = new SphericalKMeansTrainer(new() { ClusterCount = 3 }).Fit(scaled, null, Token);
        SphericalKMeansModel loaded = ClusterSamples.ReloadOfTable(model, raw);

        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.MeanCosine, loaded.MeanCosine);
    }

    private static SphericalKMeansModel Fit(MatrixView samples, SphericalKMeansOptions options) =>
        new SphericalKMeansTrainer(options).Fit(samples, null, Token);

    /// <summary>Mean cosine after each iteration, by loops in double precision.</summary>
    private static double[] PlainCosines(Matrix samples, Matrix initial, int iterations)
    {
        double[][] rows = Unit(samples), centers = Unit(initial);
        double[] history = new double[iterations];
        for (int iteration = 0; iteration <= iterations; iteration++)
        {
            double[][] sums = [.. centers.Select(center => new double[center.Length])];
            double cosines = 0;
            foreach (double[] row in rows)
            {
                int nearest = 0;
                for (int cluster = 1; cluster < centers.Length; cluster++)
                    nearest = Dot(row, centers[cluster]) > Dot(row, centers[nearest]) ? cluster : nearest;

                cosines += Dot(row, centers[nearest]);
                for (int column = 0; column < row.Length; column++)
                    sums[nearest][column] += row[column];
            }

            if (iteration > 0)
                history[iteration - 1] = cosines / rows.Length;

            centers = [.. sums.Select(Unit)];
        }

        return history;
    }

    private static double[][] Unit(Matrix rows) =>
        [.. Enumerable.Range(0, rows.Rows).Select(row => Unit(Array.ConvertAll(rows.Row(row).ToArray(), value => (double)value)))];

    private static double[] Unit(double[] row) => Array.ConvertAll(row, value => value / Math.Sqrt(Dot(row, row)));

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];

        return sum;
    }
}
