using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Prediction.Tests;

public sealed class BoostedTreesTests
{
    /// <summary>
    /// A tree by hand: x₀ ≤ 1 → 2 (3 customers), else x₁ ≤ 5 → −1 (1 customer), else 4 (2 customers). Mean: (6 − 1 + 8) ÷ 6.
    /// </summary>
    private static TreeEnsemble ByHand => new([5], [0, -1, 1, -1, -1], [1, 0, 5, 0, 0], [0, 2, 0, -1, 4], [0, 3, 0, 1, 2]);

    [Theory]
    [InlineData(1, 9, 2)]
    [InlineData(1.5, 5, -1)]
    [InlineData(1.5, 5.5, 4)]
    public void Score_ByHand_IsTheLeaf(float first, float second, double expected)
    {
        Assert.Equal(expected, ByHand.Score([first, second]));
        Assert.Equal(13.0 / 6, ByHand.Baseline, 14);
    }

    /// <summary>
    /// Of (1, 9), whose leaf is 2: x₀ alone known gives 2, x₁ alone known (above 5) 3/6 · 2 + 3/6 · 4 = 3, nothing 13/6, both 2.
    /// x₀: ½ (2 − 13/6) + ½ (2 − 3) = −7/12; x₁: ½ (3 − 13/6) + ½ (2 − 2) = 5/12.
    /// </summary>
    [Fact]
    public void Shapley_ByHand_IsTheMeanOverBothOrders()
    {
        double[] values = new double[2];

        new TreeShapley(ByHand).AddTo(values, [1, 9]);

        Assert.Equal(-7.0 / 12, values[0], 12);
        Assert.Equal(5.0 / 12, values[1], 12);
    }

    /// <summary>By the definition: over all subsets of the features, each weighted by |S|! (n − |S| − 1)! ÷ n!.</summary>
    [Fact]
    public void Shapley_RandomTrees_AsByAllSubsets()
    {
        RandomStream random = new(1, "trees", 0);
        for (int round = 0; round < 50; round++)
        {
            TreeEnsemble trees = RandomTrees(random, 3, 4);
            float[] sample = [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble())];
            double[] values = new double[4];

            new TreeShapley(trees).AddTo(values, sample);

            for (int feature = 0; feature < 4; feature++)
                Assert.Equal(BySubsets(trees, sample, feature), values[feature], 10);
            Assert.Equal(trees.Score(sample), trees.Baseline + values.Sum(), 10);
        }
    }

    [Fact]
    public void Stages_OfTwoTrees_EndAtTheScore()
    {
        TreeEnsemble trees = RandomTrees(new RandomStream(2, "trees", 0), 5, 3);
        double[] stages = new double[5];

        trees.Stages([.1f, .6f, .4f], stages);

        Assert.Equal(trees.Score([.1f, .6f, .4f]), stages[^1]);
        Assert.Equal(trees.Take(2).Score([.1f, .6f, .4f]), stages[1]);
    }

    public static TheoryData<int[], int[], int> NoTrees => new()
    {
        { [1], [0], 1 }, // a split without branches
        { [2], [0, -1], 1 }, // one branch
        { [2], [-1, -1], 1 }, // two roots
        { [4], [-1], 1 }, // fewer nodes than the size
        { [1], [-1, -1], 1 }, // more
        { [0], [], 1 },
        { [1], [-1], 0 }, // a leaf of nobody
        { [3], [-2, -1, -1], 1 }, // no feature
    };

    [Theory]
    [MemberData(nameof(NoTrees))]
    public void Constructor_NoTree_Throws(int[] sizes, int[] features, int cover)
    {
        int[] covers = [.. features.Select(_ => cover)];
        Assert.Throws<FormatException>(
            () => new TreeEnsemble(sizes, features, new float[features.Length], new double[features.Length], covers));
    }

    internal static TreeEnsemble RandomTrees(RandomStream random, int count, int features)
    {
        List<int> sizes = [], splits = [], covers = [];
        List<float> thresholds = [];
        List<double> values = [];
        for (int tree = 0; tree < count; tree++)
        {
            int before = splits.Count;
            Add(0);
            sizes.Add(splits.Count - before);
        }

        return new TreeEnsemble([.. sizes], [.. splits], [.. thresholds], [.. values], [.. covers]);

        void Add(int depth)
        {
            bool leaf = depth == 5 || (depth > 1 && random.NextInt32(4) == 0);
            splits.Add(leaf ? TreeEnsemble.Leaf : random.NextInt32(features));
            thresholds.Add(leaf ? 0 : (float)random.NextDouble());
            values.Add(leaf ? random.NextDouble() - .5 : 0);
            covers.Add(1 + random.NextInt32(9));
            if (leaf) return;
            Add(depth + 1);
            Add(depth + 1);
        }
    }

    private static double BySubsets(TreeEnsemble trees, float[] sample, int feature)
    {
        int n = sample.Length;
        double sum = 0;
        for (int known = 0; known < 1 << n; known++)
        {
            if ((known >> feature & 1) == 1) continue;
            int size = int.PopCount(known);
            double weight = Factorial(size) * Factorial(n - size - 1) / Factorial(n);
            for (int tree = 0; tree < trees.Count; tree++)
            {
                int root = trees.Root(tree);
                sum += weight * (Expected(trees, root, sample, known | (1 << feature)) - Expected(trees, root, sample, known));
            }
        }

        return sum;
    }

    private static double Expected(TreeEnsemble trees, int node, float[] sample, int known)
    {
        int feature = trees.Features[node];
        if (feature < 0) return trees.Values[node];
        int left = node + 1, right = trees.Right[node];
        if ((known >> feature & 1) == 1)
            return Expected(trees, sample[feature] <= trees.Thresholds[node] ? left : right, sample, known);
        return ((trees.Covers[left] * Expected(trees, left, sample, known)) + (trees.Covers[right] * Expected(trees, right, sample, known)))
            / trees.Covers[node];
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}

/// <summary>The file of boosted trees.</summary>
public sealed class BoostedTreesConformance : ModelConformance<BoostedTreesModel>
{
    protected override BoostedTreesModel Sample()
    {
        FeatureEncoding encoding = FeatureTable.From(Simulated.Data(50).Slices[0].Customers, Simulated.Columns).Encoding;
        TreeEnsemble trees = BoostedTreesTests.RandomTrees(new RandomStream(3, "trees", 0), 3, encoding.FeatureNames.Count);
        ScoreCalibration calibration = ScoreCalibration.Fit(CalibrationKind.Isotonic, [-1, 0, .5, 1, 2], [false, true, false, true, true]);
        return new BoostedTreesModel(
            "leaves", "by hand", encoding, trees, calibration,
            new FitReport(3, StopReason.NoImprovement, [.6, .5, .4, .45], TimeSpan.FromSeconds(1)));
    }
}
