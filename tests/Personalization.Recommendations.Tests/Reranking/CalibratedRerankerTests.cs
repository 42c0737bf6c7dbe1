using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CalibratedRerankerTests
{
    // Ann bought two rings and two chains; Bob nothing that is known.
    private static readonly EventLog Log = Shops.Purchases(
        "ann: r1/ring r2/ring c1/chain c2/chain", "others: r3/ring r4/ring r5/ring c3/chain c4/chain b1/brooch n1", "bob: n2");

    private static readonly Recommendation[] RingsFirst =
        Candidates.Of("r3 10", "r4 9", "r5 8", "c3 2", "b1 1", "c4 0");

    [Fact]
    public void Rerank_HalfRingsHalfChains_ListIsHalfAndHalf()
    {
        string[] list = [.. Make(.9).Rerank(RingsFirst, For("ann"), 4).Ids().Order(StringComparer.Ordinal)];

        Assert.Equal(["c3", "c4", "r3", "r4"], list);
    }

    /// <summary>λ = .5 and two places: r3 (½ · 1 − ½ KL of rings alone); then a chain, ½ · .2 − 0, or r4, ½ · .9 − ½ · 1.9.</summary>
    [Fact]
    public void Rerank_TwoPlaces_ByHand()
    {
        double ringsAlone = (.5 * Math.Log(.5 / .995)) + (.5 * Math.Log(.5 / .005));
        Assert.True(.5 * .9 - (.5 * ringsAlone) < .5 * .2);

        Assert.Equal(["r3", "c3"], Make(.5).Rerank(RingsFirst, For("ann"), 2).Ids());
        Assert.Equal(["r3", "r4"], Make(0).Rerank(RingsFirst, For("ann"), 2).Ids());
    }

    [Fact]
    public void Rerank_NothingKnown_IsTheInputOrder()
    {
        Assert.Equal(RingsFirst.Take(3), Make(1).Rerank(RingsFirst, For("bob"), 3)); // has no item with a category
        Assert.Equal(RingsFirst.Take(3), Make(1).Rerank(RingsFirst, For("nobody"), 3));
    }

    [Fact]
    public void Rerank_Session_CountsAsTaste()
    {
        RecommendationRequest visitor = new() { Session = [new ItemId("c1")], Basket = [new ItemId("b1")] };

        Assert.Equal(["b1", "c3"], Make(1).Rerank(RingsFirst, visitor, 2).Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rerank_RandomTastes_IsNeverLessCalibratedThanThePlainList() => Properties.HoldForSeeds(100, seed =>
    {
        Random random = new(seed);
        EventLog log = Shops.Random(5, 60, 150, seed);
        InteractionMatrix history = InteractionMatrix.From(log, InteractionOptions.Behavior);
        Recommendation[] candidates =
            [.. log.Items.Ids.OrderBy(_ => random.Next()).Select((item, i) => new Recommendation(item, 100 - i))];
        CalibratedReranker reranker = new(history, log.Items, random.NextDouble());
        int count = random.Next(1, 15);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            IReadOnlyList<Recommendation> list = reranker.Rerank(candidates, For(log.Customers[row].Value), count);

            Candidates.AssertComplete(candidates, list, count);
            Assert.True(Divergence(list, row) <= Divergence(candidates.Take(count), row));
        }

        double Divergence(IEnumerable<Recommendation> list, int row)
        {
            double[] taste = new double[7], shown = new double[7];
            for (int i = 0; i < history.ItemsOf(row).Length; i++)
                taste[log.Items.CategoryCodeAt(history.ItemsOf(row)[i])] += history.ValuesOf(row)[i];
            foreach (Recommendation item in list)
            {
                log.Items.Ids.TryGetRow(item.Item, out int place);
                shown[log.Items.CategoryCodeAt(place)]++;
            }

            return ListMetrics.Miscalibration(taste, shown);
        }
    });

    [Theory]
    [InlineData(1.1, .01)]
    [InlineData(.5, 0)]
    [InlineData(.5, 1)]
    public void Constructor_OutOfRange_Throws(double lambda, double smoothing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CalibratedReranker(InteractionMatrix.From(Log), Log.Items, lambda, smoothing));

    private static CalibratedReranker Make(double lambda) => new(InteractionMatrix.From(Log), Log.Items, lambda);

    private static RecommendationRequest For(string customer) => new() { Customer = new CustomerId(customer) };
}
