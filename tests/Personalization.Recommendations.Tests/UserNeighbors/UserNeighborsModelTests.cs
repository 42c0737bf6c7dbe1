using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class UserNeighborsModelTests
{
    private static readonly EventLog Log =
        Shops.Purchases("1: ring chain pearl", "2: ring chain", "3: ring pearl", "4: chain watch", "5: watch clock");

    private static readonly UserNeighborsModel Model = new UserNeighborsTrainer().Fit(Log);

    [Fact]
    public void SimilarCustomers_Cosine_ByHand()
    {
        IReadOnlyList<CustomerNeighbor> near = Model.SimilarCustomers(new() { Customer = new("2") }, 9);

        Assert.Equal(["1", "3", "4"], near.Select(n => n.Customer.Value));
        Assert.Equal([2 / Math.Sqrt(6), .5, .5], near.Select(n => n.Similarity), (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void SimilarCustomers_Jaccard_ByHand()
    {
        IReadOnlyList<CustomerNeighbor> near =
            Fit(new() { Similarity = CustomerSimilarity.Jaccard }).SimilarCustomers(new() { Customer = new("2") }, 9);

        Assert.Equal([2 / 3.0, 1 / 3.0, 1 / 3.0], near.Select(n => n.Similarity), (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void SimilarCustomers_TfIdf_ByHand()
    {
        // Five customers: idf of ring and chain ln 5/4, of pearl and watch ln 5/3. 1 and 2 share the first two.
        double common = Math.Log(5 / 4.0), rare = Math.Log(5 / 3.0);
        IReadOnlyList<CustomerNeighbor> near =
            Fit(new() { Weighting = InteractionWeighting.TfIdf }).SimilarCustomers(new() { Customer = new("2") }, 1);

        double longer = Math.Sqrt((2 * common * common) + (rare * rare)), shorter = Math.Sqrt(2 * common * common);
        Assert.Equal("1", near[0].Customer.Value);
        Assert.Equal(2 * common * common / (longer * shorter), near[0].Similarity, 6);
    }

    [Fact]
    public void SimilarCustomers_ShrinkageAndSupport_ByHand()
    {
        Assert.Equal(
            2 / (Math.Sqrt(6) + 10), Fit(new() { Shrinkage = 10 }).SimilarCustomers(new() { Customer = new("2") }, 1)[0].Similarity, 12);
        Assert.Equal(
            ["1"], Fit(new() { MinimumSupport = 2 }).SimilarCustomers(new() { Customer = new("2") }, 9).Select(n => n.Customer.Value));
    }

    [Fact]
    public void Recommend_KnownCustomer_SumsNeighborsAndSaysWhy()
    {
        IReadOnlyList<Recommendation> list = Model.Recommend(new CustomerId("2"), 5);

        Assert.Equal(["pearl", "watch", "clock"], list.Ids());
        Assert.Equal((2 / Math.Sqrt(6)) + .5, list[0].Score, 12); // customers 1 and 3 have it
        Assert.Equal(.5, list[1].Score, 12); // customer 4
        Assert.Equal(["ring", "chain"], list[0].BecauseOf.Select(item => item.Value)); // ring by 1 and 3, chain by 1 alone
        Assert.Equal(["chain"], list[1].BecauseOf.Select(item => item.Value));
        Assert.Equal(RecommendationSource.Popular, list[2].Source);
    }

    [Fact]
    public void Recommend_BasketOfAStranger_IsAsAlikeAsACustomerWithIt()
    {
        // Customer 2 is at most as like themselves: a stranger with the same two items has customer 2 as the nearest.
        RecommendationRequest visit = new() { Basket = [new("chain")], Session = [new("ring"), new("unknown")] };

        Assert.Equal(["2", "1", "3", "4"], Model.SimilarCustomers(visit, 9).Select(n => n.Customer.Value));
        Assert.Equal(["pearl", "watch", "clock"], Model.Recommend(visit).Ids());
    }

    [Fact]
    public void TryScore_NobodyAlike_IsFalse()
    {
        float[] scores = new float[5];
        UserNeighborsModel model = new UserNeighborsTrainer().Fit(Shops.Purchases("1: a", "2: b", "3: c", "4: d", "5: e"));

        Assert.False(model.TryScore(new() { Customer = new("1") }, scores));
        Assert.False(Model.TryScore(new(), scores));
        Assert.True(Model.TryScore(new() { Customer = new("2") }, scores));
        Assert.Equal(Model.Recommend(new CustomerId("2"), 1)[0].Score, scores.Max(), 6);
    }

    [Theory]
    [InlineData(CustomerSimilarity.Cosine, InteractionWeighting.None, 0, 1)]
    [InlineData(CustomerSimilarity.Cosine, InteractionWeighting.Bm25, 2.5, 2)]
    [InlineData(CustomerSimilarity.Jaccard, InteractionWeighting.None, 1, 1)]
    public void TryScore_RandomShop_IsWhatThePlainLoopFinds(
        CustomerSimilarity similarity, InteractionWeighting weighting, double shrinkage, int support)
    {
        EventLog log = Shops.Random(70, 50, 1_500, seed: 4);
        UserNeighborsOptions options = new()
        {
            NeighborCount = 9,
            Similarity = similarity,
            Weighting = weighting,
            Shrinkage = shrinkage,
            MinimumSupport = support,
            Interactions = InteractionOptions.Behavior,
        };
        InteractionMatrix matrix = InteractionMatrix.From(log, options.Interactions);
        UserNeighborsModel model = Fit(options, log);
        double[][] values = [.. log.Customers.Select((_, row) => Dense(matrix, row))];
        double[][] weights = [.. values.Select(row => Weigh(row, values, weighting))];
        float[] scores = new float[log.Items.Count];
        for (int row = 0; row < values.Length; row++)
        {
            (int Other, double Alike)[] near =
            [
                .. Enumerable.Range(0, values.Length).Where(other => other != row && Common(values[row], values[other]) >= support)
                    .Select(other => (Other: other, Alike: Alike(row, other))).OrderByDescending(n => n.Alike).ThenBy(n => n.Other).Take(9),
            ];

            Assert.True(model.TryScore(new() { Customer = log.Customers[row] }, scores));

            for (int item = 0; item < scores.Length; item++)
                Assert.Equal(near.Sum(n => n.Alike * values[n.Other][item]), scores[item], 1e-4);
        }

        double Alike(int a, int b) => similarity == CustomerSimilarity.Jaccard
            ? Common(values[a], values[b]) / (Owned(values[a]) + Owned(values[b]) - Common(values[a], values[b]) + shrinkage)
            : Dot(weights[a], weights[b]) / (Math.Sqrt(Dot(weights[a], weights[a]) * Dot(weights[b], weights[b])) + shrinkage);
    }

    private static double[] Dense(InteractionMatrix matrix, int row)
    {
        double[] dense = new double[matrix.Items.Count];
        for (int i = 0; i < matrix.ItemsOf(row).Length; i++) dense[matrix.ItemsOf(row)[i]] = matrix.ValuesOf(row)[i];
        return dense;
    }

    private static double[] Weigh(double[] row, double[][] all, InteractionWeighting weighting)
    {
        if (weighting == InteractionWeighting.None) return row;
        double length = 1.2 * (.25 + (.75 * row.Sum() / all.Average(other => other.Sum())));
        return [.. row.Select((x, item) =>
            x * 2.2 / (length + x) * Math.Max(0, Math.Log(all.Length / (1.0 + all.Count(other => other[item] > 0)))))];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Common(double[] a, double[] b) => a.Zip(b, (x, y) => x > 0 && y > 0 ? 1.0 : 0).Sum();

    private static double Owned(double[] a) => a.Count(x => x > 0);

    private static UserNeighborsModel Fit(UserNeighborsOptions options, EventLog? log = null) =>
        new UserNeighborsTrainer(options).Fit(log ?? Log);
}
