using FsCheck;
using FsCheck.Fluent;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class DbscanTests
{
    [Fact]
    public void Fit_ByHand_CoresBorderAndNoise()
    {
        DbscanModel model = new DbscanTrainer(new() { Radius = 1, MinSamples = 3 }).Fit(
            Matrix.FromRows([0], [1], [2], [3], [10], [20], [21], [22]));

        Assert.Equal([0, 0, 0, 0, -1, 1, 1, 1], model.TrainingLabels.ToArray());
        Assert.Equal([false, true, true, false, false, false, true, false], model.TrainingCores.ToArray());
        Assert.Equal([4, 3], model.Sizes);
        Assert.Equal(1, model.NoiseCount);
        Assert.Equal(3, model.CoreSamples.Rows);
    }

    /// <summary>The example of scikit-learn's documentation of DBSCAN.</summary>
    [Fact]
    public void Fit_ExampleOfScikitLearn_ItsLabels()
    {
        Matrix samples = Matrix.FromRows([1, 2], [2, 2], [2, 3], [8, 7], [8, 8], [25, 80]);

        Assert.Equal([0, 0, 0, 1, 1, -1], new DbscanTrainer(new() { Radius = 3, MinSamples = 2 }).Fit(samples).TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_BorderOfTwoClusters_LowestNumber()
    {
        // The cores are 0, ¼ and ½ (cluster 0, though it stands last) and −2, −2¼ and −2½; −1 is exactly 1 from both sides and has but 3
        // rows within 1.
        Matrix samples = Matrix.FromRows([-1], [0], [.25f], [.5f], [-2], [-2.25f], [-2.5f], [.75f], [-2.75f]);

        DbscanModel model = new DbscanTrainer(new() { Radius = 1, MinSamples = 4 }).Fit(samples);

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 0, 1], model.TrainingLabels.ToArray());
        Assert.False(model.TrainingCores.Span[0]);
        Assert.Equal(0, model.Predict([-1f]));
        Assert.Equal(1, model.Predict([-1.5f]));
    }

    [Theory]
    [InlineData(300, 1, .05, 4)]
    [InlineData(400, 2, .4, 5)]
    [InlineData(400, 3, .8, 5)]
    [InlineData(300, 3, 3, 20)]
    [InlineData(300, 3, 100, 1)]
    [InlineData(250, 9, 2.5, 3)]
    [InlineData(250, 20, 5, 3)]
    public void Fit_AnyShape_LabelsAndCoresOfThePlainAlgorithm(int rows, int columns, double radius, int minSamples)
    {
        Matrix samples = Clouds(rows, columns, (ulong)(rows + columns));
        (int[] labels, bool[] cores) = DensityReference.Dbscan(samples, radius, minSamples);

        DbscanModel model = new DbscanTrainer(new() { Radius = radius, MinSamples = minSamples }).Fit(samples);

        Assert.Equal(labels, model.TrainingLabels.ToArray());
        Assert.Equal(cores, model.TrainingCores.ToArray());
        Assert.Equal(labels, Predict(model, samples));
    }

    /// <summary>Whole numbers lie exactly on the radius all the time, and many rows are equal.</summary>
    [Fact]
    public void Fit_GridsAndDuplicates_LabelsOfThePlainAlgorithm()
    {
        Gen<int[]> grid = Gen.Choose(0, 6).ArrayOf(60);
        Properties.Hold(Prop.ForAll(
            Arb.From(grid),
            values =>
            {
                Matrix samples = new(values.Length / 2, 2);
                for (int i = 0; i < samples.Values.Length; i++) samples.Values[i] = values[i] * .1f;
                DbscanModel model = new DbscanTrainer(new() { Radius = .1, MinSamples = 4 }).Fit(samples);
                return DensityReference.Dbscan(samples, .1, 4).Labels.AsSpan().SequenceEqual(model.TrainingLabels.Span)
                    && model.TrainingLabels.Span.SequenceEqual(Predict(model, samples));
            }));
    }

    [Fact]
    public void Fit_RowsInAnotherOrder_SameCoresInTheSameCompany()
    {
        Matrix samples = Clouds(300, 2, 5);
        DbscanModel model = new DbscanTrainer(new() { Radius = .4, MinSamples = 5 }).Fit(samples);
        Properties.Hold(Prop.ForAll(
            Arb.From(Gen.Shuffle(Enumerable.Range(0, samples.Rows).ToArray())),
            order =>
            {
                Matrix shuffled = new(samples.Rows, samples.Columns);
                for (int row = 0; row < order.Length; row++) samples.Row(order[row]).CopyTo(shuffled.Row(row));
                DbscanModel other = new DbscanTrainer(model.Options).Fit(shuffled);
                int[] cores = [.. Enumerable.Range(0, order.Length).Where(row => other.TrainingCores.Span[row])];
                return cores.All(row => model.TrainingCores.Span[order[row]]) && cores.Length == model.CoreSamples.Rows
                    && other.NoiseCount == model.NoiseCount
                    && ClusterMetrics.AdjustedRand(
                        [.. cores.Select(row => other.TrainingLabels.Span[row])],
                        [.. cores.Select(row => model.TrainingLabels.Span[order[row]])]) == 1;
            }));
    }

    [Fact]
    public void Fit_ManyRows_SameLabelsAtAnyNumberOfThreads()
    {
        Matrix samples = Clouds(20_000, 3, 3);
        int[] one = Fit(1).TrainingLabels.ToArray();

        Assert.Equal(one, Fit(2).TrainingLabels.ToArray());
        Assert.Equal(one, Fit(7).TrainingLabels.ToArray());
        Assert.InRange(one.Max(), 1, 1_000);

        DbscanModel Fit(int threads) => new DbscanTrainer(new() { Radius = .12, MinSamples = 5, Threads = threads }).Fit(samples);
    }

    [Fact]
    public void Fit_AllEqual_OneCluster() =>
        Assert.Equal(new int[40], new DbscanTrainer().Fit(new Matrix(40, 3)).TrainingLabels.ToArray());

    [Fact]
    public void Fit_NoCores_AllNoiseAndSoIsAnySample()
    {
        DbscanModel model = new DbscanTrainer().Fit(Matrix.FromRows([0], [10], [20]));

        Assert.Equal([-1, -1, -1], model.TrainingLabels.ToArray());
        Assert.Equal(0, model.ClusterCount);
        Assert.Equal(-1, model.Predict([0f]));
    }

    [Fact]
    public void Fit_TooWide_ErrorSaysScale() =>
        Assert.Contains(
            "scale",
            Assert.Throws<ArgumentException>(() => new DbscanTrainer().Fit(Matrix.FromRows([0], [1e30f]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Predict_FarAway_Noise() =>
        Assert.Equal(-1, new DbscanTrainer().Fit(new Matrix(40, 2)).Predict([3e38f, -3e38f]));

    [Fact]
    public void Predict_RawTable_ScaledAsTraining()
    {
        FeatureTable raw = FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(100, 200).Select(i => new CustomerId($"c{i}"))),
            ("x", Clouds(200, 1, 8).Values.ToArray()));
        DbscanModel model = new DbscanTrainer(new() { Radius = .05 }).Fit(raw.Standardize());

        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(raw));
        Assert.InRange(model.ClusterCount, 1, 100);
    }

    /// <summary>Four clouds of deviation 1 at random places.</summary>
    internal static Matrix Clouds(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "clouds");
        Matrix centers = new(4, columns), samples = new(rows, columns);
        foreach (ref float value in centers.Values) value = (float)random.NextGaussian(0, 4);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) samples[row, column] = (float)random.NextGaussian(centers[row % 4, column], 1);
        }

        return samples;
    }

    private static int[] Predict(DbscanModel model, MatrixView samples)
    {
        int[] labels = new int[samples.Rows];
        model.Predict(samples, labels);
        return labels;
    }
}
