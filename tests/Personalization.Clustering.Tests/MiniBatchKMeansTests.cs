using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class MiniBatchKMeansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_TwoValues_ByHand()
    {
        // Each epoch teaches each center its two rows, and a fifth of the weight outlives it: 2 + .4 + .08 + … = 2.5.
        MiniBatchKMeansOptions options = new() { ClusterCount = 2, BatchSize = 4, MaxEpochs = 50, MaxNoImprovement = null };
        MiniBatchKMeansModel model = Fit(Matrix.FromRows([0], [100], [0], [100]), options);

        Assert.Equal([0f, 100f], model.Centers.Memory.ToArray());
        Assert.Equal([0, 1, 0, 1], model.TrainingLabels.ToArray());
        Assert.Equal(2.5, model.LearnedWeights[0], 1e-12);
        Assert.Equal(50, model.Batches);
        Assert.Equal(0, model.Inertia);
        Assert.Equal(50, model.Report.Iterations);
        Assert.Equal(StopReason.IterationLimit, model.Report.StopReason);
    }

    [Fact]
    public void Fit_Clouds_FindsThem()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            MiniBatchKMeansModel model = Fit(ClusterSamples.Clouds(6, 400, 3), new() { ClusterCount = 6, BatchSize = 128, Seed = seed });
            Assert.Equal(ClusterSamples.CloudLabels(6, 400), model.TrainingLabels.ToArray());
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Fit_ManyEpochs_InertiaCloseToKMeans(int columns)
    {
        Matrix samples = ClusterSamples.Gaussian(4_000, columns, 1);
        double exact = new KMeansTrainer(new() { Starts = 3 }).Fit(samples, null, Token).Inertia;
        MiniBatchKMeansModel model = Fit(samples, new() { MaxEpochs = 30, MaxNoImprovement = null });

        Assert.InRange(model.Inertia / exact, .99, 1.06);
        Assert.Equal(model.Inertia / samples.Rows, model.Report.Objective, .03 * model.Report.Objective);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Predict_TrainingRows_TrainingLabels(int columns)
    {
        Matrix samples = ClusterSamples.Gaussian(3_000, columns, 2);
        MiniBatchKMeansModel model = Fit(samples, new() { ClusterCount = 7, MaxEpochs = 3 });

        Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(model, samples));
        Assert.Equal(model.TrainingLabels.ToArray(), Enumerable.Range(0, samples.Rows).Select(row => model.Predict(samples.Row(row))));
    }

    [Fact]
    public void Fit_SmoothedInertiaStopsFalling_NoImprovement()
    {
        MiniBatchKMeansModel model = Fit(ClusterSamples.Gaussian(5_000, 3, 3), new() { BatchSize = 200, MaxNoImprovement = 3 });

        Assert.Equal(StopReason.NoImprovement, model.Report.StopReason);
        Assert.InRange(model.Report.Iterations, 1, 99);
    }

    [Fact]
    public void Fit_StarvedCenter_MovesToWhereRowsAre()
    {
        // Two centers begin where nobody is; without reassignment they stay there for ever.
        Matrix samples = ClusterSamples.Clouds(3, 200, 2), initial = Matrix.FromRows([0, 0], [5_000, 0], [0, 5_000]);
        MiniBatchKMeansOptions options = new()
        {
            ClusterCount = 3, BatchSize = 100, MaxEpochs = 40, MaxNoImprovement = null, InitialCenters = initial,
        };

        Assert.Equal(0, Fit(samples, options with { ReassignmentRatio = 0 }).Sizes.Count(size => size is > 0 and < 600));
        Assert.Equal(ClusterSamples.CloudLabels(3, 200), Fit(samples, options with { ReassignmentRatio = .2 }).TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_ZeroWeight_RowsAreNotLearned()
    {
        Matrix samples = Matrix.FromRows([0], [1], [10], [11], [500]);
        MiniBatchKMeansModel model = new MiniBatchKMeansTrainer(new() { ClusterCount = 2, MaxEpochs = 200, MaxNoImprovement = null })
            .Fit(samples, new float[] { 1, 1, 1, 1, 0 }, null, Token);

        Assert.Equal(.5, model.Centers[0, 0], .2);
        Assert.Equal(10.5, model.Centers[1, 0], .2);
        Assert.Equal([0, 0, 1, 1, 1], model.TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_MostRowsEqual_SeedsFromAllOfThem()
    {
        Matrix samples = new(2_000, 2);
        for (int i = 0; i < 4; i++)
            samples[500 * i, 0] = 10 * i;

        MiniBatchKMeansModel model = Fit(samples, new() { ClusterCount = 4, BatchSize = 10, MaxEpochs = 1 });

        Assert.Equal(4, model.ClusterCount);
        Assert.Contains("4 distinct rows of positive weight; 5 clusters", Assert.Throws<ArgumentException>(
            () => Fit(samples, new() { ClusterCount = 5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BadInput_ErrorNamesTheRow()
    {
        MiniBatchKMeansTrainer trainer = new(new() { ClusterCount = 1 });

        Assert.Contains("weight of row 1 is -1", Assert.Throws<ArgumentException>(
            () => trainer.Fit(Matrix.FromRows([0], [1]), new float[] { 1, -1 }, null, Token)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 lies too far out", Assert.Throws<ArgumentException>(
            () => trainer.Fit(Matrix.FromRows([0], [2e18f]), null, Token)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => Fit(ClusterSamples.Gaussian(20, 3, 1), new() { ClusterCount = 2, InitialCenters = new Matrix(2, 4) }));
    }

    [Fact]
    public void Load_OfATable_SamePredictionsAndFigures()
    {
        FeatureTable raw = ClusterSamples.Table(ClusterSamples.Gaussian(200, 2, 9)), scaled = raw.Log1P().Standardize();
        MiniBatchKMeansTrainer trainer = new(new() { ClusterCount = 3, MaxNoImprovement = null, MaxEpochs = 4, SeedingRows = 100 });
        MiniBatchKMeansModel model = trainer.Fit(scaled, null, Token);
        MiniBatchKMeansModel loaded = ClusterSamples.ReloadOfTable(model, raw);

        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.LearnedWeights, loaded.LearnedWeights);
        Assert.Equal(model.Batches, loaded.Batches);
        Assert.Equal(scaled.Scaling.Invert(model.Centers[1, 0], 0), model.RawCenters[1, 0], 1e-5);
    }

    private static MiniBatchKMeansModel Fit(MatrixView samples, MiniBatchKMeansOptions options) =>
        new MiniBatchKMeansTrainer(options).Fit(samples, null, Token);
}
