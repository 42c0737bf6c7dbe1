using FsCheck;
using FsCheck.Fluent;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class HdbscanTests
{
    /// <summary>Three and three rows a step apart, 8 between them, and a straggler two steps behind.</summary>
    private static readonly Matrix Line = Matrix.FromRows([0], [1], [2], [10], [11], [12], [14]);

    /// <summary>Two groups that are close to each other, and one far away.</summary>
    private static Matrix Groups(float gap) => Matrix.FromRows([0], [1], [2], [2 + gap], [3 + gap], [4 + gap], [100], [101], [102]);

    [Fact]
    public void Fit_ByHand_LabelsProbabilitiesScoresAndTree()
    {
        HdbscanModel model = new HdbscanTrainer(new() { MinClusterSize = 3, MinSamples = 2 }).Fit(Line);

        Assert.Equal([0, 0, 0, 1, 1, 1, 1], model.TrainingLabels.ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1, .5], model.Probabilities.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, .5], model.OutlierScores.ToArray());
        Assert.Equal([3, 4], model.Sizes);
        Assert.Equal(
            [
                new CondensedCluster(-1, 0, .125, 7, .875, -1),
                new CondensedCluster(0, .125, 1, 3, 2.625, 0),
                new CondensedCluster(0, .125, 1, 4, 3, 1),
            ],
            model.Tree.Clusters);
    }

    [Fact]
    public void Predict_ByHand_JoinsWhereItIsReached()
    {
        HdbscanModel model = new HdbscanTrainer(new() { MinClusterSize = 3, MinSamples = 2 }).Fit(Line);

        Assert.Equal((1, 1), model.Predict([11.25f]));
        Assert.Equal((0, .25), model.Predict([-3f])); // its second row is 4 away: λ = 1/4
        Assert.Equal((-1, 0), model.Predict([30f])); // 18 from its second row, before anything split
    }

    [Fact]
    public void Fit_ThreeGroups_SelectionsAsTheOptionsSay()
    {
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], Labels(Groups(4), new()));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], Labels(Groups(4), new() { SelectionRadius = 5 }));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], Labels(Groups(1.25f), new()));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], Labels(Groups(1.25f), new() { Selection = HdbscanSelection.Leaf }));
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 1, 1, 1], Labels(Groups(1.25f), new() { Selection = HdbscanSelection.Leaf, SelectionRadius = 200 }));
        Assert.Equal(
            new int[9],
            Labels(Groups(1.25f), new() { Selection = HdbscanSelection.Leaf, SelectionRadius = 200, AllowSingleCluster = true }));

        static int[] Labels(Matrix samples, HdbscanOptions options) =>
            new HdbscanTrainer(options with { MinClusterSize = 3, MinSamples = 2 }).Fit(samples).TrainingLabels.ToArray();
    }

    [Fact]
    public void Fit_OneGroup_OneClusterOnlyWhereAllowed()
    {
        Matrix samples = Matrix.FromRows([0], [1], [2], [3], [4], [5], [9]);
        HdbscanOptions options = new() { MinClusterSize = 3, MinSamples = 2 };

        Assert.All(new HdbscanTrainer(options).Fit(samples).TrainingLabels.ToArray(), label => Assert.Equal(-1, label));
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, -1], new HdbscanTrainer(options with { AllowSingleCluster = true }).Fit(samples).TrainingLabels.ToArray());
        Assert.Equal(
            new int[7],
            new HdbscanTrainer(options with { AllowSingleCluster = true, SelectionRadius = 4 }).Fit(samples).TrainingLabels.ToArray());
    }

    [Theory]
    [InlineData(60, 1, 3, 2)]
    [InlineData(110, 2, 5, 5)]
    [InlineData(110, 2, 4, 1)]
    [InlineData(110, 3, 10, 3)]
    [InlineData(90, 8, 5, 4)]
    public void Fit_AnyShape_AsTheDefinitionSays(int rows, int columns, int minClusterSize, int minSamples)
    {
        Matrix samples = DbscanTests.Clouds(rows, columns, (ulong)(rows + columns));
        HdbscanReference expected = new(samples, minClusterSize, minSamples);
        (int[] labels, double[] probabilities) = expected.Flat();

        HdbscanModel model = new HdbscanTrainer(new() { MinClusterSize = minClusterSize, MinSamples = minSamples }).Fit(samples);

        Assert.Equal(labels, model.TrainingLabels.ToArray());
        Assert.Equal(probabilities, model.Probabilities.ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(expected.OutlierScores, model.OutlierScores.ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(expected.Root.Count, model.Tree.Clusters.Count);
        AssertPredictsTraining(model);
    }

    /// <summary>Whole numbers: nearly all distances have equals, and many rows coincide.</summary>
    [Fact]
    public void Fit_GridsAndDuplicates_AnyRowOrderGivesTheSameAndPredictAgrees()
    {
        Gen<int[]> grid = Gen.Choose(0, 9).ArrayOf(60);
        Properties.Hold(Prop.ForAll(
            Arb.From(grid),
            Arb.From(Gen.Shuffle(Enumerable.Range(0, 30).ToArray())),
            (values, order) =>
            {
                Matrix samples = new(30, 2), shuffled = new(30, 2);
                for (int i = 0; i < 60; i++) samples.Values[i] = values[i];
                for (int row = 0; row < 30; row++) samples.Row(order[row]).CopyTo(shuffled.Row(row));
                HdbscanTrainer trainer = new(new() { MinClusterSize = 3, MinSamples = 2 });
                HdbscanModel model = trainer.Fit(samples), other = trainer.Fit(shuffled);
                AssertPredictsTraining(model);
                AssertPredictsTraining(other);
                int[] labels = [.. order.Select(row => model.TrainingLabels.Span[row])];
                Assert.Equal([.. order.Select(row => model.Probabilities.Span[row])], other.Probabilities.ToArray());
                Assert.Equal(model.NoiseCount, other.NoiseCount);
                Assert.Equal(1, ClusterMetrics.AdjustedRand(labels, other.TrainingLabels.Span));
            }));
    }

    [Fact]
    public void Fit_Grids_AsTheDefinitionSays()
    {
        Properties.Hold(Prop.ForAll(
            Arb.From(Gen.Choose(0, 30).ArrayOf(50)),
            values =>
            {
                int[] distinct = [.. values.Chunk(2).Select(pair => (pair[0] * 31) + pair[1]).Distinct()];
                if (distinct.Length < 5) return;
                Matrix samples = new(distinct.Length, 2);
                for (int row = 0; row < distinct.Length; row++)
                    (samples[row, 0], samples[row, 1]) = (distinct[row] / 31, distinct[row] % 31);
                (int[] labels, double[] probabilities) = new HdbscanReference(samples, 3, 2).Flat();
                HdbscanModel model = new HdbscanTrainer(new() { MinClusterSize = 3, MinSamples = 2 }).Fit(samples);
                Assert.Equal(probabilities, model.Probabilities.ToArray(), (x, y) => Math.Abs(x - y) < 1e-9);
                Assert.Equal(labels, model.TrainingLabels.ToArray());
            }));
    }

    [Fact]
    public void Fit_ManyEqualRows_FiniteAndAgreesWithPredict()
    {
        Matrix samples = new(300, 2);
        for (int row = 0; row < 300; row++) (samples[row, 0], samples[row, 1]) = (row % 3 * 5, row % 7 == 0 ? .5f : 0);
        HdbscanModel model = new HdbscanTrainer().Fit(samples);

        Assert.All(model.Tree.Clusters, cluster => Assert.True(double.IsFinite(cluster.Stability)));
        Assert.InRange(model.ClusterCount, 3, 6);
        AssertPredictsTraining(model);
    }

    [Fact]
    public void Fit_AllEqual_Noise()
    {
        HdbscanModel model = new HdbscanTrainer().Fit(new Matrix(20, 2));

        Assert.Equal(20, model.NoiseCount);
        Assert.All(
            new HdbscanTrainer(new() { AllowSingleCluster = true }).Fit(new Matrix(20, 2)).Probabilities.ToArray(),
            p => Assert.Equal(1, p));
    }

    [Fact]
    public void Fit_FewerRowsThanNeighbors_ErrorSaysSo() =>
        Assert.Contains(
            "at least 5 rows",
            Assert.Throws<ArgumentException>(() => new HdbscanTrainer().Fit(new Matrix(4, 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Predict_FarAway_Noise() =>
        Assert.Equal((-1, 0), new HdbscanTrainer().Fit(DbscanTests.Clouds(100, 2, 1)).Predict([3e38f, -3e38f]));

    [Fact]
    public void Load_Saved_LabelsProbabilitiesScoresAndTree()
    {
        HdbscanModel model = new HdbscanTrainer().Fit(DbscanTests.Clouds(200, 2, 3));
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        HdbscanModel loaded = HdbscanModel.Load(stream);

        Assert.Equal(model.TrainingLabels.ToArray(), loaded.TrainingLabels.ToArray());
        Assert.Equal(model.Probabilities.ToArray(), loaded.Probabilities.ToArray());
        Assert.Equal(model.OutlierScores.ToArray(), loaded.OutlierScores.ToArray());
        Assert.Equal(model.Tree.Clusters, loaded.Tree.Clusters);
    }

    private static void AssertPredictsTraining(HdbscanModel model)
    {
        int[] labels = new int[model.Samples.Rows];
        double[] probabilities = new double[labels.Length];
        model.Predict(model.Samples, labels, probabilities);
        Assert.Equal(model.TrainingLabels.ToArray(), labels);
        Assert.Equal(model.Probabilities.ToArray(), probabilities);
    }
}
