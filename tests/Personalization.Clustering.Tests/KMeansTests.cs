using System.Security.Cryptography;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class KMeansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_TwoPairs_ByHand()
    {
        // 0, 1 → 0.5; 10, 12 → 11. Inertia .25 + .25 + 1 + 1.
        KMeansModel model = Fit(Matrix.FromRows([10], [0], [12], [1]), new() { ClusterCount = 2 });

        Assert.Equal([.5f, 11], model.Centers.Memory.ToArray());
        Assert.Equal([1, 0, 1, 0], model.TrainingLabels.ToArray());
        Assert.Equal([2L, 2L], model.Sizes);
        Assert.Equal(2.5, model.Inertia, 12);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
        Assert.Equal(2.5, model.Report.Objective, 12);
        Assert.Equal(["x0"], model.FeatureNames);
    }

    [Fact]
    public void Fit_Weighted_CenterIsTheWeightedMean()
    {
        // 0 three times and 4 once: mean 1, squares 3 · 1 + 9.
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 1 }).Fit(Matrix.FromRows([0], [4]), new float[] { 3, 1 }, null, Token);

        Assert.Equal(1, model.Centers[0, 0]);
        Assert.Equal(12, model.Inertia, 12);
    }

    [Fact]
    public void Fit_GivenCenters_RunsFromThereOnce()
    {
        // From 0 and 3 the pairs are found as 0, 1 and 10, 12 after the center at 3 moved to 11.
        KMeansOptions options = new() { ClusterCount = 2, InitialCenters = Matrix.FromRows([0], [3]), Tolerance = 0 };
        KMeansModel model = Fit(Matrix.FromRows([0], [1], [10], [12]), options);

        Assert.Equal([.5f, 11], model.Centers.Memory.ToArray());
        Assert.Equal([2.5, 2.5], model.Report.Objectives);
    }

    [Fact]
    public void Fit_EmptyCluster_TakesTheFarthestRow()
    {
        // The second center is nearest to nobody; 30 lies farthest from its center and becomes it.
        KMeansOptions options = new() { ClusterCount = 2, InitialCenters = Matrix.FromRows([0], [1000]), MaxIterations = 1 };
        KMeansModel model = Fit(Matrix.FromRows([0], [2], [30]), options);

        Assert.Equal([1, 30], model.Centers.Memory.ToArray());
        Assert.Equal([0, 0, 1], model.TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_OneIteration_SaysTheLimitCameFirst() =>
        Assert.Equal(StopReason.IterationLimit, Fit(Random(500, 3, 1), new() { MaxIterations = 1, Starts = 1 }).Report.StopReason);

    [Fact]
    public void Fit_FewerDistinctRowsThanClusters_ErrorCountsThem()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Fit(Matrix.FromRows([1, 2], [0, 0], [1, 2], [-0f, 0]), new() { ClusterCount = 3 }));

        Assert.Contains("2 distinct rows; 3 clusters", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KMeansInitialization.KMeansPlusPlus)]
    [InlineData(KMeansInitialization.Random)]
    [InlineData(KMeansInitialization.KMeansParallel)]
    public void Fit_AsManyClustersAsDistinctRows_InertiaZero(KMeansInitialization initialization)
    {
        Matrix samples = Matrix.FromRows([1], [2], [2], [7], [1]);

        Assert.Equal(0, Fit(samples, new() { ClusterCount = 3, Initialization = initialization }).Inertia);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Predict_TrainingRows_TrainingLabels(int columns)
    {
        Matrix samples = Random(3_000, columns, 2);
        KMeansModel model = Fit(samples, new() { ClusterCount = 7, Starts = 2, MaxIterations = 5 });
        int[] labels = new int[samples.Rows];
        model.Predict(samples, labels);

        Assert.Equal(model.TrainingLabels.ToArray(), labels);
        Assert.Equal(labels, Enumerable.Range(0, samples.Rows).Select(row => model.Predict(samples.Row(row))));
        Assert.Equal(model.Sizes, Enumerable.Range(0, 7).Select(cluster => labels.LongCount(label => label == cluster)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Fit_Objectives_NeverRiseAndEndAtTheInertia(int columns)
    {
        KMeansModel model = Fit(Random(2_000, columns, 3), new() { Starts = 1, Tolerance = 0 });

        IReadOnlyList<double> objectives = model.Report.Objectives;
        for (int i = 1; i < objectives.Count; i++)
            Assert.True(objectives[i] <= objectives[i - 1] * (1 + 1e-9), $"{objectives[i - 1]} → {objectives[i]}");

        Assert.Equal(model.Report.Iterations, objectives.Count);
        Assert.Equal(model.Inertia, objectives[^1], 1e-6 * model.Inertia);
    }

    [Fact]
    public void Fit_PermutedRows_SamePartitionOfSeparatedClouds()
    {
        Matrix samples = Clouds(5, 60, 3);
        int[] order = new int[samples.Rows];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        new RandomStream(4, "order").Shuffle<int>(order);
        Matrix permuted = new(samples.Rows, 3);
        for (int i = 0; i < order.Length; i++) samples.Row(order[i]).CopyTo(permuted.Row(i));

        int[] labels = Fit(samples, new() { ClusterCount = 5 }).TrainingLabels.ToArray();
        int[] permutedLabels = Fit(permuted, new() { ClusterCount = 5 }).TrainingLabels.ToArray();

        Assert.Equal(order.Select(row => labels[row]), permutedLabels);
    }

    [Fact]
    public void Fit_DoubledWeights_SameAsDuplicatedRows()
    {
        Matrix samples = Random(300, 3, 6), initial = Random(4, 3, 7);
        Matrix twice = new(600, 3);
        for (int row = 0; row < 600; row++) samples.Row(row / 2).CopyTo(twice.Row(row));
        float[] weights = Enumerable.Repeat(2f, 300).ToArray();
        KMeansOptions options = new() { ClusterCount = 4, InitialCenters = initial };

        KMeansModel weighted = new KMeansTrainer(options).Fit(samples, weights, null, Token), duplicated = Fit(twice, options);

        Assert.Equal(duplicated.Inertia, weighted.Inertia, 1e-9 * duplicated.Inertia);
        Assert.Equal(duplicated.TrainingLabels.ToArray().Where((_, row) => row % 2 == 0), weighted.TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_ZeroWeight_RowIsPredictedButDoesNotPull()
    {
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 2 })
            .Fit(Matrix.FromRows([0], [1], [10], [11], [500]), new float[] { 1, 1, 1, 1, 0 }, null, Token);

        Assert.Equal([.5f, 10.5f], model.Centers.Memory.ToArray());
        Assert.Equal([0, 0, 1, 1, 1], model.TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_BadWeights_ErrorNamesTheRow()
    {
        KMeansTrainer trainer = new(new() { ClusterCount = 1 });

        Assert.Contains("weight of row 1 is -1", Assert.Throws<ArgumentException>(
            () => trainer.Fit(Matrix.FromRows([0], [1]), new float[] { 1, -1 }, null, Token)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Fit(Matrix.FromRows([0], [1]), new float[] { 1 }, null, Token));
    }

    /// <summary>
    /// The bytes of two models, once in each form of the distance. Written down so that a machine of another vector width, or
    /// DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 on this one, must give the same.
    /// </summary>
    [Theory]
    [InlineData(3, "4d60cd3a54cd9da7")]
    [InlineData(20, "5d738f590a190210")]
    public void Save_FixedSamples_SameBytesOnEveryMachine(int columns, string hashStart)
    {
        RandomStream random = new(11, "golden");
        Matrix samples = new(5_000, columns);
        foreach (ref float value in samples.Values) value = random.NextSingle();
        using MemoryStream stream = new();

        Fit(samples, new() { ClusterCount = 11, Starts = 2, MaxIterations = 15 }).Save(stream);

        Assert.Equal(hashStart, Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..16]);
    }

    /// <summary>Rows about midway between two centers: one that went elsewhere would move these, and with them other rows.</summary>
    [Theory]
    [InlineData(6_000, 3, 12, KMeansAlgorithm.Lloyd)]
    [InlineData(6_000, 16, 40, KMeansAlgorithm.Auto)]
    [InlineData(3_000, 64, 100, KMeansAlgorithm.Screened)]
    [InlineData(3_000, 64, 100, KMeansAlgorithm.Hamerly)]
    public void Fit_RowsBetweenCenters_TheFitOfDoublePrecision(int rows, int columns, int clusters, KMeansAlgorithm algorithm)
    {
        Matrix samples = Random(rows, columns, 12);
        MatrixView initial = samples.View.Slice(0, clusters);
        for (int row = clusters; row < rows; row += 3)
        {
            ReadOnlySpan<float> one = initial.Row(row % clusters), other = initial.Row(row / clusters % clusters);
            foreach (ref float value in samples.Row(row)) value *= 1e-7f;
            for (int column = 0; column < columns; column++) samples[row, column] += (one[column] + other[column]) / 2;
        }

        KMeansModel model = Fit(
            samples, new() { ClusterCount = clusters, InitialCenters = initial, MaxIterations = 25, Tolerance = 0, Algorithm = algorithm });

        double[][] centers = [.. Enumerable.Range(0, clusters).Select(cluster => Wide(initial.Row(cluster)))];
        for (int iteration = 0; iteration < 25; iteration++)
        {
            double[][] sums = new double[clusters][];
            int[] sizes = new int[clusters];
            for (int row = 0; row < rows; row++)
            {
                double[] sample = Wide(samples.Row(row));
                int nearest = Enumerable.Range(0, clusters).MinBy(cluster => SquaredDistance(sample, centers[cluster]));
                sizes[nearest]++;
                sums[nearest] = [.. (sums[nearest] ?? new double[columns]).Zip(sample, (sum, value) => sum + value)];
            }

            for (int cluster = 0; cluster < clusters; cluster++)
                centers[cluster] = [.. sums[cluster].Select(sum => sum / sizes[cluster])];
        }

        double[][] ours = [.. Enumerable.Range(0, clusters).Select(cluster => Wide(model.Centers.Row(cluster)))];
        Assert.All(centers, center => Assert.InRange(ours.Min(other => SquaredDistance(center, other)), 0, columns * 1e-13));

        static double[] Wide(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);

        static double SquaredDistance(double[] left, double[] right)
        {
            double square = 0;
            for (int column = 0; column < left.Length; column++)
                square += (left[column] - right[column]) * (left[column] - right[column]);

            return square;
        }
    }

    [Fact]
    public void Fit_Clouds_FindsThemFromAnySeedWithTheSameNumbers()
    {
        Matrix samples = Clouds(6, 40, 3);
        int[] expected = [.. Enumerable.Range(0, samples.Rows).Select(row => row % 6)];

        for (ulong seed = 0; seed < 10; seed++)
            Assert.Equal(expected, Fit(samples, new() { ClusterCount = 6, Seed = seed }).TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_KMeansParallel_FindsCloudsFromAnySeedAtAnyThreads()
    {
        Matrix samples = Clouds(40, 60, 3);
        int[] expected = [.. Enumerable.Range(0, samples.Rows).Select(row => row % 40)];

        for (ulong seed = 0; seed < 5; seed++)
        {
            KMeansOptions options =
                new() { ClusterCount = 40, Seed = seed, Starts = 3, Initialization = KMeansInitialization.KMeansParallel, Threads = 1 };
            KMeansModel one = Fit(samples, options), seven = Fit(samples, options with { Threads = 7 });
            Assert.Equal(expected, one.TrainingLabels.ToArray());
            Assert.Equal(one.Report.Objectives, seven.Report.Objectives);
        }
    }

    [Fact]
    public void Predict_Table_RawIsScaledAsInTraining()
    {
        FeatureTable raw = Table(Random(200, 2, 9)), scaled = raw.Log1P().Standardize();
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 3 }).Fit(scaled, null, Token);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;
        KMeansModel loaded = KMeansModel.Load(stream);

        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(raw));
        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(scaled));
        Assert.Equal(model.TrainingLabels.ToArray(), loaded.Predict(raw));
        Assert.Equal(model.Inertia, loaded.Inertia);
        Assert.Equal(model.Options, loaded.Options);
        Assert.True(loaded.TrainingLabels.IsEmpty);
        Assert.Equal(scaled.Scaling.Invert(model.Centers[1, 0], 0), model.RawCenters[1, 0], 1e-5);
        Assert.Throws<ArgumentException>(() => model.Predict(raw.MinMax()));
        Assert.Contains(
            "fitted to a, b",
            Assert.Throws<ArgumentException>(() => model.Predict(raw.Select("b", "a"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_ErrorNamesThem()
    {
        Assert.Contains(
            "ClusterCount is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KMeansOptions { ClusterCount = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KMeansOptions { Tolerance = double.NaN });
        Assert.Throws<ArgumentException>(() => Fit(Random(20, 3, 1), new() { ClusterCount = 2, InitialCenters = Random(2, 4, 1) }));
    }

    [Fact]
    public void Fit_HugeValues_ErrorAsksForScaling() =>
        Assert.Contains(
            "scale them",
            Assert.Throws<ArgumentException>(() => Fit(Matrix.FromRows([3e30f], [1]), new() { ClusterCount = 2 })).Message,
            StringComparison.Ordinal);

    private static KMeansModel Fit(MatrixView samples, KMeansOptions options) => new KMeansTrainer(options).Fit(samples, null, Token);

    private static FeatureTable Table(Matrix values)
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(Enumerable.Range(1000, values.Rows).Select(i => new CustomerId($"{i}")));
        return FeatureTable.Create(
            customers,
            ("a", [.. Enumerable.Range(0, values.Rows).Select(row => Math.Abs(values[row, 0]) * 100)]),
            ("b", [.. Enumerable.Range(0, values.Rows).Select(row => values[row, 1])]));
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "test");
        Matrix samples = new(rows, columns);
        foreach (ref float value in samples.Values) value = (float)random.NextGaussian();
        return samples;
    }

    /// <summary>Row r belongs to cloud r mod count; clouds ascend in every feature.</summary>
    private static Matrix Clouds(int count, int rowsEach, int columns)
    {
        Matrix samples = Random(count * rowsEach, columns, 5);
        for (int row = 0; row < samples.Rows; row++)
        {
            foreach (ref float value in samples.Row(row)) value += 30 * (row % count);
        }

        return samples;
    }
}
