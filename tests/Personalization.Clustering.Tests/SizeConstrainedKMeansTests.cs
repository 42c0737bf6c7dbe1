using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class SizeConstrainedKMeansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_FourRowsTwoAndTwo_ByHand()
    {
        // Free, 0, 1 and 2 go together against 10. Two and two: {0, 1} and {2, 10}, centers .5 and 6, squares 2 · .25 + 2 · 16.
        SizeConstrainedKMeansModel model = Fit(Matrix.FromRows([0], [1], [2], [10]), new() { ClusterCount = 2, MinSize = 2 });

        Assert.Equal([.5f, 6], model.Centers.Memory.ToArray());
        Assert.Equal([0, 0, 1, 1], model.TrainingLabels.ToArray());
        Assert.Equal([2L, 2L], model.Sizes);
        Assert.Equal(32.5, model.Inertia, 12);
        // 2 costs 2.25 at .5 and 16 at 6: cluster 1 must pay at least 13.75 for it, and less than 24.75, or 1, which costs .25 and 25, came
        // too.
        Assert.InRange(model.Prices[1] - model.Prices[0], 13.75, 24.75);
        Assert.Equal(1, model.Predict([3f]));
        Assert.Equal(0, model.Predict([-7f]));
    }

    [Fact]
    public void Fit_BoundsThatDoNotBind_SameAsKMeans()
    {
        Matrix samples = ClusterSamples.Gaussian(500, 3, 1), initial = ClusterSamples.Gaussian(5, 3, 2);
        KMeansModel plain = new KMeansTrainer(new() { ClusterCount = 5, InitialCenters = initial }).Fit(samples, null, Token);
        SizeConstrainedKMeansModel model = Fit(samples, new() { ClusterCount = 5, MinSize = 1, InitialCenters = initial });

        Assert.Equal(plain.TrainingLabels.ToArray(), model.TrainingLabels.ToArray());
        Assert.Equal(new double[5], model.Prices);
        Assert.Equal(plain.Inertia, model.Inertia, 1e-9 * plain.Inertia);
    }

    /// <summary>Small integers, so that ties are many and sums exact: the optimum over all assignments, tried one by one.</summary>
    [Fact]
    public void Solve_TinyProblems_OptimumOfBruteForceFromAnyPrices()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            RandomStream random = new(seed, "tiny");
            int clusters = random.NextInt32(2, 4), rows = random.NextInt32(clusters, 8);
            int min = random.NextInt32((rows / clusters) + 1), max = random.NextInt32(((rows - 1) / clusters) + 1, rows + 1);
            double[] costs = [.. Enumerable.Range(0, rows * clusters).Select(_ => (double)random.NextInt32(12))];
            double[] prices = [.. Enumerable.Range(0, clusters).Select(_ => (double)random.NextInt32(-5, 6))];
            int[] labels = new int[rows];
            new SizedAssignment(clusters, Token).Solve(costs, min, max, prices, labels);

            CheckOptimal(costs, labels, prices, min, max);
            Assert.Equal(BruteForce(costs, rows, clusters, min, max), Cost(costs, labels, clusters));
            double[] centered = ClusterPrices.Centered(costs, labels, clusters, min, max, 1);
            CheckOptimal(costs, labels, centered, min, max);
        }
    }

    /// <summary>
    /// Prices prove an assignment optimal: each row is where cost − price is least, and a price is positive only at the least size and
    /// negative only at the largest (complementary slackness).
    /// </summary>
    [Fact]
    public void Solve_RandomProblems_PricesProveItOptimal()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            RandomStream random = new(seed, "random");
            int clusters = random.NextInt32(2, 12), rows = random.NextInt32(50, 800);
            int min = random.NextInt32((rows / clusters) + 1), max = random.NextInt32(((rows - 1) / clusters) + 1, rows + 1);
            double[] costs = [.. Enumerable.Range(0, rows * clusters).Select(_ => (double)random.NextInt32(1_000_000))];
            int[] labels = new int[rows];
            double[] prices = new double[clusters];
            new SizedAssignment(clusters, Token).Solve(costs, min, max, prices, labels);

            CheckOptimal(costs, labels, prices, min, max);
            CheckOptimal(costs, labels, ClusterPrices.Centered(costs, labels, clusters, min, max, 1), min, max);
        }
    }

    [Theory]
    [InlineData(3, 100, 150)]
    [InlineData(12, 125, 125)]
    [InlineData(2, 20, 130)]
    public void Predict_TrainingRows_TrainingLabelsWithinTheBounds(int columns, int min, int max)
    {
        Matrix samples = ClusterSamples.Gaussian(1_000, columns, 3);
        SizeConstrainedKMeansModel model = Fit(samples, new() { MinSize = min, MaxSize = max });

        Assert.All(model.Sizes, size => Assert.InRange(size, min, max));
        Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(model, samples));
        Assert.Equal(0, model.TiedValueCount);
        Assert.Equal(model.TrainingLabels.ToArray(), Enumerable.Range(0, samples.Rows).Select(row => model.Predict(samples.Row(row))));
        for (int cluster = 0; cluster < 8; cluster++)
        {
            Assert.True(model.Prices[cluster] <= 0 || model.Sizes[cluster] == min);
            Assert.True(model.Prices[cluster] >= 0 || model.Sizes[cluster] == max);
        }
    }

    /// <summary>
    /// Many equal rows that the bounds must split: no rule for single rows can tell them apart, but the model finds them.
    /// </summary>
    [Fact]
    public void Predict_EqualRowsThatWereSplit_TrainingLabelsAlsoAfterLoading()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            RandomStream random = new(seed, "split");
            Matrix samples = new(120, 2);
            foreach (ref float value in samples.Values) value = random.NextInt32(4) - 1;
            SizeConstrainedKMeansModel model = Fit(samples, new() { ClusterCount = 5, MinSize = 20, MaxSize = 26, Seed = seed });
            SizeConstrainedKMeansModel loaded = ClusterSamples.Reload(model);

            Assert.All(model.Sizes, size => Assert.InRange(size, 20, 26));
            Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(model, samples));
            Assert.Equal(model.TrainingLabels.ToArray(), ClusterSamples.Predict(loaded, samples));
            Assert.Equal(model.TiedValueCount, loaded.TiedValueCount);
        }
    }

    [Fact]
    public void Predict_SplitValue_FirstRowsGoToTheFirstCluster()
    {
        // Six zeros and two tens, four and four: the first four zeros are in cluster 0, two with the tens; a seventh zero begins anew.
        Matrix samples = Matrix.FromRows([0], [10], [0], [0], [0], [10], [0], [0]);
        SizeConstrainedKMeansModel model = Fit(samples, new() { ClusterCount = 2, MinSize = 4 });

        Assert.Equal([0, 1, 0, 0, 0, 1, 1, 1], model.TrainingLabels.ToArray());
        Assert.Equal(1, model.TiedValueCount);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0], ClusterSamples.Predict(model, new Matrix(7, 1)));
        Assert.Equal(1, model.Predict([10f]));
    }

    [Fact]
    public void Fit_Objectives_NeverRise()
    {
        SizeConstrainedKMeansModel model = Fit(
            ClusterSamples.Gaussian(1_500, 3, 4), new() { Starts = 1, Tolerance = 0, MinSize = 150, MaxSize = 200 });

        IReadOnlyList<double> objectives = model.Report.Objectives;
        for (int i = 1; i < objectives.Count; i++)
            Assert.True(objectives[i] <= objectives[i - 1] * (1 + 1e-6), $"{objectives[i - 1]} → {objectives[i]}");

        Assert.Equal(model.Inertia, objectives[^1], 1e-9 * model.Inertia);
    }

    [Fact]
    public void Fit_SizesThatCannotBeMet_ErrorSaysWhatCould()
    {
        Matrix samples = ClusterSamples.Gaussian(100, 3, 1);

        Assert.Contains("8 clusters of at least 20 rows need 160; there are 100. Lower MinSize to 12", Assert.Throws<ArgumentException>(
            () => Fit(samples, new() { MinSize = 20 })).Message, StringComparison.Ordinal);
        Assert.Contains("8 clusters of at most 12 rows hold 96; there are 100. Raise MaxSize to 13", Assert.Throws<ArgumentException>(
            () => Fit(samples, new() { MaxSize = 12 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxSize is 3, below MinSize", Assert.Throws<ArgumentException>(
            () => Fit(samples, new() { MinSize = 4, MaxSize = 3 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfATable_SamePredictionsAndFigures()
    {
        FeatureTable raw = ClusterSamples.Table(ClusterSamples.Gaussian(200, 2, 9)), scaled = raw.Log1P().Standardize();
        SizeConstrainedKMeansModel model = new SizeConstrainedKMeansTrainer(new() { ClusterCount = 3, MinSize = 60, MaxSize = 70 }).Fit(
            scaled, null, Token);
        SizeConstrainedKMeansModel loaded = ClusterSamples.ReloadOfTable(model, raw);

        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.Prices, loaded.Prices);
    }

    private static SizeConstrainedKMeansModel Fit(MatrixView samples, SizeConstrainedKMeansOptions options) =>
        new SizeConstrainedKMeansTrainer(options).Fit(samples, null, Token);

    private static void CheckOptimal(double[] costs, int[] labels, double[] prices, int min, int max)
    {
        int[] sizes = new int[prices.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            sizes[labels[row]]++;
            double own = costs[(row * prices.Length) + labels[row]] - prices[labels[row]];
            for (int cluster = 0; cluster < prices.Length; cluster++)
                Assert.True(own <= costs[(row * prices.Length) + cluster] - prices[cluster], $"Row {row} would rather go to {cluster}.");
        }

        for (int cluster = 0; cluster < sizes.Length; cluster++)
        {
            Assert.InRange(sizes[cluster], min, max);
            Assert.True(
                prices[cluster] <= 0 || sizes[cluster] == min,
                $"Price {prices[cluster]} of a cluster of {sizes[cluster]}, {min} to {max}.");
            Assert.True(
                prices[cluster] >= 0 || sizes[cluster] == max,
                $"Price {prices[cluster]} of a cluster of {sizes[cluster]}, {min} to {max}.");
        }
    }

    private static double Cost(double[] costs, int[] labels, int clusters) =>
        labels.Select((label, row) => costs[(row * clusters) + label]).Sum();

    private static double BruteForce(double[] costs, int rows, int clusters, int min, int max)
    {
        double best = double.PositiveInfinity;
        int[] labels = new int[rows];
        for (int code = 0; code < (int)Math.Pow(clusters, rows); code++)
        {
            for ((int row, int rest) = (0, code); row < rows; row++, rest /= clusters)
                labels[row] = rest % clusters;

            IEnumerable<int> sizes = Enumerable.Range(0, clusters).Select(cluster => labels.Count(label => label == cluster));
            if (sizes.All(size => size >= min && size <= max))
                best = Math.Min(best, Cost(costs, labels, clusters));
        }

        return best;
    }
}
