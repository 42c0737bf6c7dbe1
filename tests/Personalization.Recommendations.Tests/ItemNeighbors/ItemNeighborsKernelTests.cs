using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>The kernel against a plain loop over dense columns.</summary>
public sealed class ItemNeighborsKernelTests
{
    [Theory]
    [InlineData(ItemSimilarity.Cosine, InteractionValue.Binary, 0, 1)]
    [InlineData(ItemSimilarity.Cosine, InteractionValue.Count, 0, 1)]
    [InlineData(ItemSimilarity.Cosine, InteractionValue.Count, 12.5, 3)]
    [InlineData(ItemSimilarity.Jaccard, InteractionValue.Binary, 0, 2)]
    [InlineData(ItemSimilarity.Jaccard, InteractionValue.Count, 4, 1)]
    public void Run_RandomShop_IsWhatThePlainLoopFinds(ItemSimilarity similarity, InteractionValue value, double shrinkage, int support)
    {
        InteractionMatrix matrix = InteractionMatrix.From(Shops.Random(150, 90, 3_000, seed: 3), new InteractionOptions { Value = value });
        ItemNeighborsOptions options =
            new() { Similarity = similarity, Shrinkage = shrinkage, MinimumSupport = support, NeighborCount = 11 };
        RaggedRows rows = new ItemNeighborsKernel(matrix, options).Run(null, TestContext.Current.CancellationToken);

        double[,] dense = new double[matrix.Customers.Count, matrix.Items.Count];
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            for (int i = 0; i < matrix.ItemsOf(row).Length; i++) dense[row, matrix.ItemsOf(row)[i]] = matrix.ValuesOf(row)[i];
        }

        for (int item = 0; item < matrix.Items.Count; item++)
        {
            (int Other, float Similarity)[] expected =
            [
                .. Enumerable.Range(0, matrix.Items.Count)
                    .Where(other => other != item && Sum(item, other, (a, b) => a > 0 && b > 0 ? 1 : 0) >= support)
                    .Select(other => (Other: other, Similarity: (float)Similarity(item, other)))
                    .OrderByDescending(n => n.Similarity).ThenBy(n => n.Other).Take(11),
            ];
            Assert.Equal(expected.Select(e => e.Other), rows.Columns(item).ToArray());
            Assert.Equal(expected.Select(e => e.Similarity), rows.Values(item).ToArray());
        }

        double Similarity(int a, int b)
        {
            double both = Sum(a, b, (x, y) => x > 0 && y > 0 ? 1 : 0);
            return similarity == ItemSimilarity.Jaccard
                ? both / (Sum(a, a, (x, _) => x > 0 ? 1 : 0) + Sum(b, b, (x, _) => x > 0 ? 1 : 0) - both + shrinkage)
                : Sum(a, b, (x, y) => x * y) / (Math.Sqrt(Sum(a, a, (x, y) => x * y) * Sum(b, b, (x, y) => x * y)) + shrinkage);
        }

        double Sum(int a, int b, Func<double, double, double> product)
        {
            double sum = 0;
            for (int row = 0; row < dense.GetLength(0); row++) sum += product(dense[row, a], dense[row, b]);
            return sum;
        }
    }
}
