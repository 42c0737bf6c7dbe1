using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class AgglomerativeTests
{
    private static readonly Matrix Eight = Matrix.FromRows([1, 2], [2, 1], [5, 4], [6, 7], [9, 3], [8, 8], [1, 9], [4, 0]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Ward_ThreeOnALine_ByHand()
    {
        // 0 and 2 merge at √(2 · 1·1/2) · 2 = 2 to a centroid of 1; 7 joins at √(2 · 2·1/3) · 6.
        Dendrogram tree = Fit(Matrix.FromRows([0], [7], [2]), Linkage.Ward).Dendrogram;

        Assert.Equal(new DendrogramMerge(0, 2, 2, 2), tree.Merges[0]);
        Assert.Equal((1, 3, 3), (tree.Merges[1].Left, tree.Merges[1].Right, tree.Merges[1].Size));
        Assert.Equal(6 * Math.Sqrt(4 / 3.0), tree.Merges[1].Height, 14);
    }

    [Theory]
    [InlineData(Linkage.Average, 6)]
    [InlineData(Linkage.Complete, 7)]
    [InlineData(Linkage.Single, 5)]
    public void Linkage_ThreeOnALine_ByHand(Linkage linkage, double last)
    {
        Dendrogram tree = Fit(Matrix.FromRows([0], [7], [2]), linkage).Dendrogram;

        Assert.Equal([new DendrogramMerge(0, 2, 2, 2), new DendrogramMerge(1, 3, last, 3)], tree.Merges);
    }

    /// <summary>scipy.cluster.hierarchy.linkage of SciPy 1.10.1 on the same eight points.</summary>
    [Theory]
    [InlineData(Linkage.Ward, new[] { 0, 1, 3, 5, 7, 8, 2, 4, 9, 11, 6, 12, 10, 13 },
        new[]
        {
            1.4142135623730951, 2.23606797749979, 3.3665016461206925, 4.123105625617661,
            5.656854249492381, 8.786353054595518, 12.102341371266414,
        })]
    [InlineData(Linkage.Average, new[] { 0, 1, 3, 5, 7, 8, 2, 9, 4, 11, 10, 12, 6, 13 },
        new[]
        {
            1.4142135623730951, 2.23606797749979, 2.9208096264818897, 4.08113883008419,
            4.740708379736815, 6.913070239734983, 7.629778226462359,
        })]
    [InlineData(Linkage.Complete, new[] { 0, 1, 3, 5, 7, 8, 2, 4, 9, 11, 10, 12, 6, 13 },
        new[] { 1.4142135623730951, 2.23606797749979, 3.605551275463989, 4.123105625617661, 5.0990195135927845, 9.219544457292887, 10.0 })]
    public void Merges_EightPoints_AreSciPys(Linkage linkage, int[] clusters, double[] heights)
    {
        IReadOnlyList<DendrogramMerge> merges = Fit(Eight, linkage).Dendrogram.Merges;

        Assert.Equal(clusters, merges.SelectMany(merge => new[] { merge.Left, merge.Right }));
        Assert.All(merges.Zip(heights), pair => Assert.Equal(pair.Second, pair.First.Height, linkage == Linkage.Ward ? 1e-14 : 1e-6));
        Assert.Equal(8, merges[^1].Size);
    }

    /// <summary>Heights as SciPy 1.10.1; two pairs are equally near, so the numbering is a matter of order.</summary>
    [Fact]
    public void Single_EightPoints_HeightsAreSciPys() =>
        Assert.Equal(
            [
                1.4142135623730951, 2.23606797749979, 2.23606797749979, 3.1622776601683795,
                4.123105625617661, 4.123105625617661, 5.385164807134504,
            ],
            Fit(Eight, Linkage.Single).Dendrogram.Merges.Select(merge => merge.Height));

    [Theory]
    [InlineData(Linkage.Ward, 1e-12)]
    [InlineData(Linkage.Average, 1e-5)]
    [InlineData(Linkage.Complete, 1e-6)]
    [InlineData(Linkage.Single, 1e-12)]
    public void Merges_AnyPoints_AreTheNaiveOnes(Linkage linkage, double tolerance) =>
        Properties.HoldForSeeds(
            40,
            seed =>
            {
                Matrix samples = Points(2 + (seed % 59), 1 + (seed % 5), (ulong)seed);
                Dendrogram fast = Fit(samples, linkage).Dendrogram, naive = NaiveLinkage.Merge(samples, linkage);
                for (int i = 0; i < fast.Merges.Count; i++)
                    Assert.Equal(naive.Merges[i].Height, fast.Merges[i].Height, tolerance * (1 + naive.Merges[i].Height));

                Assert.Equal(naive.CutByCount(Math.Min(5, samples.Rows)), fast.CutByCount(Math.Min(5, samples.Rows)));
            });

    /// <summary>Whole numbers in a small square: many points are equal, and many distances too.</summary>
    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    [InlineData(Linkage.Single)]
    public void Fit_ManyTies_IsASoundTreeThatPredictsItsRows(Linkage linkage) =>
        Properties.HoldForSeeds(
            60,
            seed =>
            {
                Matrix samples = Grid(2 + (seed % 199), (ulong)seed);
                AgglomerativeModel model = Fit(samples, linkage);
                IReadOnlyList<DendrogramMerge> merges = model.Dendrogram.Merges;
                int[] numbers = [.. merges.SelectMany(merge => new[] { merge.Left, merge.Right })];

                Assert.Equal(numbers.Length, numbers.Distinct().Count());
                Assert.All(merges.Skip(1).Zip(merges), pair => Assert.True(pair.First.Height >= pair.Second.Height));
                Assert.Equal(samples.Rows, merges[^1].Size);
                Assert.Equal(
                    Enumerable.Range(0, samples.Rows).Select(row => (samples[row, 0], samples[row, 1])).Distinct().Count(),
                    model.Dendrogram.CountAt(0));
                foreach (int count in (int[])[1, 2, model.Dendrogram.CountAt(0)])
                {
                    AgglomerativeModel cut = model.WithClusterCount(Math.Min(count, model.Dendrogram.CountAt(0)));
                    int[] labels = new int[samples.Rows];
                    cut.Predict(samples, labels);
                    Assert.Equal(cut.TrainingLabels.ToArray(), labels);
                }
            });

    [Fact]
    public void Single_BySearchesAndByScans_SameTreeAlsoWithTies() =>
        Properties.HoldForSeeds(
            60,
            seed =>
            {
                Matrix samples = seed % 2 == 0
                    ? Grid(2 + (seed % 299), (ulong)seed)
                    : Points(2 + (seed % 299), 1 + (seed % 11), (ulong)seed);
                AgglomerativeRun run = new(Linkage.Single, null, null, Token);

                Assert.Equal(SingleMerger.MergeByScans(samples, run).Merges, SingleMerger.MergeBySearches(samples, run).Merges);
            });

    [Theory]
    [InlineData(Linkage.Ward)]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    [InlineData(Linkage.Single)]
    public void Fit_AnyThreads_SameTree(Linkage linkage)
    {
        Matrix samples = Points(700, 5, 3);
        IReadOnlyList<DendrogramMerge> expected = Merge(1);

        Assert.Equal(expected, Merge(2));
        Assert.Equal(expected, Merge(7));

        IReadOnlyList<DendrogramMerge> Merge(int threads) =>
            new AgglomerativeTrainer(new() { Linkage = linkage, Threads = threads }).Fit(samples, null, Token).Dendrogram.Merges;
    }

    [Fact]
    public void Fit_OrderOfRows_DoesNotChangeTheClusters()
    {
        Matrix samples = Points(300, 3, 5), reversed = new(300, 3);
        for (int row = 0; row < 300; row++)
            samples.Row(row).CopyTo(reversed.Row(299 - row));

        int[] labels = Fit(samples, Linkage.Ward).Dendrogram.CutByCount(7), mirrored = Fit(reversed, Linkage.Ward).Dendrogram.CutByCount(7);

        Assert.Equal(1, ClusterMetrics.AdjustedRand(labels, [.. mirrored.Reverse()]), 12);
    }

    [Fact]
    public void Options_CountHeightOrGap_CutTheTree()
    {
        // Two pairs 1 wide, 10 apart: heights 1, 1 and Ward's √2 · 10.
        Matrix samples = Matrix.FromRows([0], [1], [10], [11]);

        Assert.Equal([0, 0, 1, 2], Labels(new() { ClusterCount = 3 }));
        Assert.Equal([0, 0, 1, 1], Labels(new()));
        Assert.Equal([0, 0, 1, 1], Labels(new() { CutHeight = 1 }));
        Assert.Equal([0, 1, 2, 3], Labels(new() { CutHeight = .999 }));
        Assert.Equal([0, 0, 0, 0], Labels(new() { CutHeight = 15 }));

        int[] Labels(AgglomerativeOptions options) => new AgglomerativeTrainer(options).Fit(samples, null, Token).TrainingLabels.ToArray();
    }

    [Fact]
    public void Predict_NewSample_TakesTheNearestRowsCluster()
    {
        // A chain 0 … 4 and one row at 9: 6 is nearer to the chain's end than to 9, though its middle is farther off.
        AgglomerativeModel model = new AgglomerativeTrainer(new() { Linkage = Linkage.Single, ClusterCount = 2 })
            .Fit(Matrix.FromRows([0], [1], [2], [3], [4], [9]), null, Token);

        Assert.Equal(0, model.Predict([6]));
        Assert.Equal(1, model.Predict([7]));
        Assert.Equal([5, 1], model.Sizes);
    }

    [Fact]
    public void Fit_AllRowsEqual_OneCluster()
    {
        AgglomerativeModel model = Fit(Matrix.FromRows([3, 1], [3, 1], [3, 1]), Linkage.Ward);

        Assert.Equal(1, model.ClusterCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.WithClusterCount(2));
    }

    [Fact]
    public void Fit_MoreClustersThanDistinctRows_ErrorSaysHowMany()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new AgglomerativeTrainer(new() { ClusterCount = 3 }).Fit(Matrix.FromRows([1], [2], [1]), null, Token));

        Assert.Contains("2 distinct rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Linkage.Average)]
    [InlineData(Linkage.Complete)]
    public void Fit_MatrixTooLarge_ErrorSaysTheBytes(Linkage linkage)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new AgglomerativeTrainer(new() { Linkage = linkage }).Fit(new Matrix(100_000, 1), null, Token));

        Assert.Contains("19999800000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoFeatures_ArgumentException() =>
        Assert.Throws<ArgumentException>(() => new AgglomerativeTrainer().Fit(new Matrix(5, 0), null, Token));

    internal static Matrix Points(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "points");
        Matrix samples = new(rows, columns);
        for (int i = 0; i < samples.Values.Length; i++)
            samples.Values[i] = (float)random.NextGaussian(0, i % 3 == 0 ? 4 : 1);

        return samples;
    }

    private static Matrix Grid(int rows, ulong seed)
    {
        RandomStream random = new(seed, "grid");
        Matrix samples = new(rows, 2);
        for (int i = 0; i < samples.Values.Length; i++)
            samples.Values[i] = (float)Math.Floor(random.NextDouble() * 7);

        return samples;
    }

    private static AgglomerativeModel Fit(MatrixView samples, Linkage linkage) =>
        new AgglomerativeTrainer(new() { Linkage = linkage }).Fit(samples, null, Token);
}
