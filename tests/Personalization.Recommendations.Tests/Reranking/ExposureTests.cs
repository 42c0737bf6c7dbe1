using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ExposureTests
{
    [Fact]
    public void LimitExposure_ThreeAlike_ByHand()
    {
        // Of three lists an item may stand in one: the first place goes to a, b, c in the order of lists, then d, e, f.
        CustomerRecommendations[] lists = [.. "123".Select(customer => List(customer, "a 6", "b 5", "c 4", "d 3", "e 2", "f 1"))];

        IReadOnlyList<CustomerRecommendations> limited = lists.LimitExposure(2, .4);

        Assert.Equal([["a", "d"], ["b", "e"], ["c", "f"]], limited.Select(list => list.Recommendations.Ids()));
        Assert.Equal(lists.Select(list => list.Customer), limited.Select(list => list.Customer));
    }

    [Fact]
    public void LimitExposure_TooFewOthers_GivesWayToTheLeastShown()
    {
        CustomerRecommendations[] lists = [.. "12".Select(customer => List(customer, "a 3", "b 2", "c 1"))];

        // One list each: 1 gets a, 2 gets b, 1 gets c, and 2 is filled up with a or c, each shown once: the first.
        Assert.Equal([["a", "c"], ["b", "a"]], lists.LimitExposure(2, .5).Select(list => list.Recommendations.Ids()));
    }

    [Fact]
    public void LimitExposure_RandomLists_HoldsAndIsComplete() => Properties.HoldForSeeds(50, seed =>
    {
        Random random = new(seed);
        Recommendation[] items = Candidates.Random(random, 60, 3);

        // Enough others: 40 lists of 5 places out of 60 items with at least 4 places each.
        CustomerRecommendations[] lists =
        [
            .. Enumerable.Range(0, 40).Select(row => new CustomerRecommendations(
                new CustomerId($"{row:00}"), [.. items.OrderBy(item => random.Next(3) - item.Score)])),
        ];

        IReadOnlyList<CustomerRecommendations> limited = lists.LimitExposure(5, .1);

        Assert.All(
            limited.SelectMany(list => list.Recommendations).CountBy(item => item.Item), shown => Assert.InRange(shown.Value, 1, 4));
        for (int row = 0; row < lists.Length; row++) Candidates.AssertComplete(lists[row].Recommendations, limited[row].Recommendations, 5);
        Assert.Equal(
            lists.SelectMany(list => list.Recommendations.Take(5)), lists.LimitExposure(5, 1).SelectMany(list => list.Recommendations));
    });

    [Fact]
    public void Window_OfFourLists_NoItemStandsInMoreThanHalfOfAnyFour()
    {
        ExposureWindowReranker reranker = new(.5, 4);
        Recommendation[] candidates = Candidates.Of("a 6", "b 5", "c 4", "d 3", "e 2", "f 1");
        string[][] lists = [.. Enumerable.Range(0, 40).Select(_ => reranker.Rerank(candidates, Candidates.Anybody, 2).Ids())];

        Assert.Equal([["a", "b"], ["a", "b"], ["c", "d"], ["c", "d"], ["a", "b"]], lists[..5]);
        for (int start = 0; start + 4 <= lists.Length; start++)
        {
            Assert.All(
                lists[start..(start + 4)].SelectMany(list => list).CountBy(item => item), shown => Assert.InRange(shown.Value, 1, 2));
        }

    }

    [Fact]
    public async Task Window_FromManyThreads_KeepsItsLimit()
    {
        ExposureWindowReranker reranker = new(.25, 400);
        Recommendation[] candidates = Candidates.Random(new Random(1), 50, 3);

        IReadOnlyList<Recommendation>[][] lists = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Select(_ => reranker.Rerank(candidates, Candidates.Anybody, 5)).ToArray(),
            TestContext.Current.CancellationToken)));

        Recommendation[] all = [.. lists.SelectMany(each => each).SelectMany(list => list)];
        Assert.All(all.CountBy(item => item.Item), shown => Assert.InRange(shown.Value, 1, 100));
    }

    [Fact]
    public void Window_NothingElseLeft_IsCompleteAllTheSame()
    {
        ExposureWindowReranker reranker = new(.1, 10);
        Recommendation[] candidates = Candidates.Of("a 3", "b 2");

        for (int run = 0; run < 20; run++) Candidates.AssertComplete(candidates, reranker.Rerank(candidates, Candidates.Anybody, 2), 2);
    }

    [Fact]
    public void CategoryCap_OneOfEach_ThenWhatWasPassedOver()
    {
        Recommendation[] candidates = Candidates.Of("a/x 5", "b/x 4", "c 3", "d 2", "e/y 1");

        CategoryCapReranker cap = new(Candidates.CategoryOf, 1);

        Assert.Equal(["a/x", "c", "d"], cap.Rerank(candidates, Candidates.Anybody, 3).Ids());
        Assert.Equal(["a/x", "c", "d", "e/y", "b/x"], cap.Rerank(candidates, Candidates.Anybody, 9).Ids());
    }

    [Fact]
    public void CategoryCap_EnoughOthers_Holds() => Properties.HoldForSeeds(50, seed =>
    {
        Recommendation[] candidates = Candidates.Random(new Random(seed), 60, 8);

        IReadOnlyList<Recommendation> list = new CategoryCapReranker(Candidates.CategoryOf, 2).Rerank(candidates, Candidates.Anybody, 6);

        Candidates.AssertComplete(candidates, list, 6);
        Assert.All(list.CountBy(item => Candidates.CategoryOf(item.Item)!), shown => Assert.InRange(shown.Value, 1, 2));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void MaximumShare_OutOfRange_Throws(double share)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Array.Empty<CustomerRecommendations>().LimitExposure(1, share));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExposureWindowReranker(share));
    }

    private static CustomerRecommendations List(char customer, params string[] items) =>
        new(new CustomerId(customer.ToString()), Candidates.Of(items));
}
