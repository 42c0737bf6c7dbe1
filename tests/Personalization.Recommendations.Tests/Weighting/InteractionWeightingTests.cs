using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>
/// Six items: idf is ln 2 of customers 1 and 3, 0 of 2, ln 1.5 of 4. Sums of the items a to f: 6, 3, 2, 1, 1, 2; mean 2.5.
/// </summary>
public sealed class InteractionWeightingTests
{
    private static readonly InteractionMatrix Matrix = InteractionMatrix.From(
        from line in (string[])["1: a b", "2: a b c d e", "3: a a a a f", "4: b c f"]
        from item in line[3..].Split(' ')
        select (new CustomerId(line[..1]), new ItemId(item), 1f));

    private static readonly double Two = Math.Log(2), OneAndAHalf = Math.Log(1.5);

    [Fact]
    public void SimilarItems_TfIdf_ByHand()
    {
        // a is (ln 2, 2 ln 2) by customers 1 and 3, f is (ln 2, ln 1.5) by 3 and 4, b is the same by 1 and 4; customer 2 says nothing.
        IReadOnlyList<Recommendation> list = Similar(new() { Weighting = InteractionWeighting.TfIdf });

        double length = Math.Sqrt((Two * Two) + (OneAndAHalf * OneAndAHalf));
        Assert.Equal(["f", "b"], list.Ids());
        Assert.Equal(2 * Two / (Math.Sqrt(5) * length), list[0].Score, 6);
        Assert.Equal(Two / (Math.Sqrt(5) * length), list[1].Score, 6);
    }

    [Fact]
    public void SimilarItems_Bm25Product_ByHand()
    {
        // K1 (1 − B + B length / mean): a 1.2 (.25 + .75 · 6 / 2.5) = 2.46, b 1.38, f 1.02.
        IReadOnlyList<Recommendation> list =
            Similar(new() { Weighting = InteractionWeighting.Bm25, Similarity = ItemSimilarity.Product });

        Assert.Equal(["f", "b"], list.Ids());
        Assert.Equal(4 * 2.2 / (2.46 + 4) * (2.2 / (1.02 + 1)) * Two * Two, list[0].Score, 6);
        Assert.Equal(2.2 / (2.46 + 1) * (2.2 / (1.38 + 1)) * Two * Two, list[1].Score, 6);
    }

    [Fact]
    public void SimilarItems_Bm25Cosine_ByHand()
    {
        double a1 = 2.2 / 3.46 * Two, a3 = 8.8 / 6.46 * Two, f3 = 2.2 / 2.02 * Two, f4 = 2.2 / 2.02 * OneAndAHalf;

        Assert.Equal(
            a3 * f3 / Math.Sqrt(((a1 * a1) + (a3 * a3)) * ((f3 * f3) + (f4 * f4))),
            Similar(new() { Weighting = InteractionWeighting.Bm25 })[0].Score,
            6);
    }

    [Fact]
    public void SimilarItems_Bm25WithoutSaturationOrLength_IsTheValueTimesIdf()
    {
        // K1 0: what is bought four times counts as once.
        IReadOnlyList<Recommendation> list = Similar(
            new() { Weighting = InteractionWeighting.Bm25, Similarity = ItemSimilarity.Product, K1 = 0, B = 0 });

        Assert.Equal([Two * Two, Two * Two], list.Select(r => r.Score), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(["b", "f"], list.Ids());
    }

    [Theory]
    [InlineData(InteractionWeighting.None, ItemSimilarity.Product)]
    [InlineData(InteractionWeighting.TfIdf, ItemSimilarity.Cosine)]
    [InlineData(InteractionWeighting.Bm25, ItemSimilarity.Cosine)]
    [InlineData(InteractionWeighting.Bm25, ItemSimilarity.Product)]
    [InlineData(InteractionWeighting.Bm25, ItemSimilarity.Jaccard)]
    public void SimilarItems_RandomShop_IsWhatThePlainLoopFinds(InteractionWeighting weighting, ItemSimilarity similarity)
    {
        InteractionMatrix matrix = InteractionMatrix.From(Shops.Random(150, 90, 3_000, seed: 3), InteractionOptions.Behavior);
        ItemNeighborsModel model = new ItemNeighborsTrainer(new() { Weighting = weighting, Similarity = similarity, NeighborCount = 11 })
            .Fit(matrix, cancellationToken: TestContext.Current.CancellationToken);
        double[,] weights = Weights(matrix, weighting);
        for (int item = 0; item < matrix.Items.Count; item++)
        {
            double[] expected = [.. Others(item).Select(other => Similarity(item, other)).Where(s => s > 0).OrderDescending().Take(11)];

            IReadOnlyList<Recommendation> list = model.SimilarItems(matrix.Items[item], 11);

            Assert.Equal(expected, list.Select(r => r.Score), (x, y) => Math.Abs(x - y) < 1e-5 * Math.Max(1, x));
            Assert.All(list, r => Assert.Equal(Similarity(item, RowOf(matrix, r.Item)), r.Score, 1e-5 * Math.Max(1, r.Score)));
        }

        IEnumerable<int> Others(int item) => Enumerable.Range(0, matrix.Items.Count).Where(other => other != item);

        double Similarity(int a, int b)
        {
            double dot = 0, ofA = 0, ofB = 0, both = 0, haveA = 0, haveB = 0;
            for (int row = 0; row < matrix.Customers.Count; row++)
            {
                double x = weights[row, a], y = weights[row, b];
                (dot, ofA, ofB) = (dot + (x * y), ofA + (x * x), ofB + (y * y));
                (bool hasA, bool hasB) = (matrix.ItemsOf(row).Contains(a), matrix.ItemsOf(row).Contains(b));
                (haveA, haveB, both) = (haveA + (hasA ? 1 : 0), haveB + (hasB ? 1 : 0), both + (hasA && hasB ? 1 : 0));
            }

            return similarity switch
            {
                ItemSimilarity.Jaccard => both / (haveA + haveB - both),
                ItemSimilarity.Product => dot,
                _ => ofA * ofB == 0 ? 0 : dot / Math.Sqrt(ofA * ofB),
            };
        }
    }

    private static double[,] Weights(InteractionMatrix matrix, InteractionWeighting weighting)
    {
        double[,] weights = new double[matrix.Customers.Count, matrix.Items.Count];
        double[] lengths = new double[matrix.Items.Count];
        Each((row, item, value) => lengths[item] += value);
        double mean = lengths.Average();
        Each((row, item, value) =>
        {
            double idf = Math.Max(0, Math.Log(matrix.Items.Count / (1.0 + matrix.ItemsOf(row).Length)));
            double length = 1.2 * (.25 + (.75 * lengths[item] / mean));
            weights[row, item] = weighting switch
            {
                InteractionWeighting.None => value,
                InteractionWeighting.TfIdf => Math.Sqrt(value) * idf,
                _ => value * 2.2 / (length + value) * idf,
            };
        });
        return weights;

        void Each(Action<int, int, float> element)
        {
            for (int row = 0; row < matrix.Customers.Count; row++)
            {
                for (int i = 0; i < matrix.ItemsOf(row).Length; i++) element(row, matrix.ItemsOf(row)[i], matrix.ValuesOf(row)[i]);
            }
        }
    }

    [Fact]
    public void Fit_BehaviorWithHalfLife_CountsWhatTheMatrixDoes()
    {
        EventLog log = Shops.Random(60, 40, 900);
        InteractionOptions interactions = InteractionOptions.Behavior with { HalfLifeDays = 90 };
        ItemNeighborsModel ofLog = new ItemNeighborsTrainer(new() { Interactions = interactions }).Fit(log);
        ItemNeighborsModel ofMatrix = new ItemNeighborsTrainer().Fit(InteractionMatrix.From(log, interactions), log.Items);

        Assert.All(log.Items.Ids, item => Assert.Equal(Text(ofMatrix.SimilarItems(item, 9)), Text(ofLog.SimilarItems(item, 9))));
        Assert.NotEqual(
            log.Items.Ids.Select(item => Text(ofLog.SimilarItems(item, 9))),
            log.Items.Ids.Select(item => Text(new ItemNeighborsTrainer().Fit(log).SimilarItems(item, 9))));

        static string Text(IReadOnlyList<Recommendation> list) => string.Join(", ", list.Select(r => $"{r.Item} {r.Score}"));
    }

    private static int RowOf(InteractionMatrix matrix, ItemId item) => matrix.Items.TryGetRow(item, out int row) ? row : -1;

    private static IReadOnlyList<Recommendation> Similar(ItemNeighborsOptions options) =>
        new ItemNeighborsTrainer(options).Fit(Matrix).SimilarItems(new ItemId("a"), 9);
}
