using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class DeterminantalRerankerTests
{
    private static readonly Func<ItemId, ItemId, double> ByCategory = ItemLikeness.ByCategory(Candidates.CategoryOf);

    [Fact]
    public void Rerank_Orthogonal_PicksOneOfEachCategoryFirst()
    {
        Recommendation[] candidates = Candidates.Of("a/x 5", "b/x 4.9", "c/x 4.8", "d/y 4", "e/y 3", "f/z 1", "g/z 0");

        string[] list = new DeterminantalReranker(ByCategory, theta: .2, strength: 1).Rerank(candidates, Candidates.Anybody, 5).Ids();

        // Then nothing is left to cover, and the rest follows as it stood.
        Assert.Equal(["a/x", "d/y", "f/z", "b/x", "c/x"], list);
    }

    /// <summary>Against determinants of whole matrices: each place is the candidate with the largest det(L) of all so far.</summary>
    [Fact]
    public void Rerank_RandomVectors_MaximizesTheDeterminant() => Properties.HoldForSeeds(30, seed =>
    {
        Random random = new(seed);
        Recommendation[] candidates = Candidates.Random(random, 15, 3);
        double theta = .9 * random.NextDouble();
        Func<ItemId, ItemId, double> similarity = MarginalRelevanceRerankerTests.RandomVectors(random, candidates);

        IReadOnlyList<Recommendation> list = new DeterminantalReranker(similarity, theta).Rerank(candidates, Candidates.Anybody, 6);

        Candidates.AssertComplete(candidates, list, 6);
        for (int place = 0; place < 6; place++)
        {
            Recommendation[] before = [.. list.Take(place)];
            double best = candidates.Except(before).Max(c => Determinant([.. before, c]));
            double chosen = Determinant([.. list.Take(place + 1)]);
            Assert.InRange(chosen, best * (1 - 1e-5), best * (1 + 1e-5)); // qualities are single precision
        }

        double Determinant(Recommendation[] set)
        {
            double lowest = candidates.Min(c => c.Score), highest = candidates.Max(c => c.Score), alpha = theta / (2 * (1 - theta));
            double Quality(Recommendation c) => Math.Exp(alpha * ((c.Score - lowest) / (highest - lowest)));
            double[,] kernel = new double[set.Length, set.Length];
            for (int i = 0; i < set.Length; i++)
            {
                for (int j = 0; j < set.Length; j++)
                    kernel[i, j] = Quality(set[i]) * Quality(set[j]) * (i == j ? 1 : .9 * similarity(set[i].Item, set[j].Item));
            }

            return Eliminated(kernel);
        }
    });

    [Fact]
    public void Rerank_ThetaNearOne_IsTheInputOrder()
    {
        Recommendation[] candidates = Candidates.Of("a/x 5", "b/x 4", "c/y 3", "d/z 2");

        Assert.Equal(candidates, new DeterminantalReranker(ByCategory, .99).Rerank(candidates, Candidates.Anybody, 4));
        Assert.Equal(candidates, new DeterminantalReranker(ByCategory, 1 - 1e-12).Rerank(candidates, Candidates.Anybody, 4));
    }

    [Fact]
    public void Rerank_StrengthZero_IsTheInputOrder() => Properties.HoldForSeeds(30, seed =>
    {
        Recommendation[] candidates = Candidates.Random(new Random(seed), 20, 3);

        Assert.Equal(candidates, new DeterminantalReranker(ByCategory, .5, 0).Rerank(candidates, Candidates.Anybody, 50));
    });

    [Theory]
    [InlineData(-.1, .9)]
    [InlineData(1, .9)]
    [InlineData(double.NaN, .9)]
    [InlineData(.5, 1.1)]
    [InlineData(.5, -.1)]
    public void Constructor_OutOfRange_Throws(double theta, double strength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeterminantalReranker(ByCategory, theta, strength));

    /// <summary>By Gaussian elimination: the product of the pivots.</summary>
    private static double Eliminated(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double product = 1;
        for (int pivot = 0; pivot < size; pivot++)
        {
            product *= matrix[pivot, pivot];
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = pivot; column < size; column++) matrix[row, column] -= factor * matrix[pivot, column];
            }
        }

        return product;
    }
}
