using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class OnlineRetailTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("time")]
    [InlineData("leave-one-out")]
    public void Evaluate_OnlineRetail_NeighborsBeatPopular(string splitName)
    {
        EventLog? log = OnlineRetail.Log;
        Assert.SkipWhen(log is null, TestData.SkipReason);
        EventSplit split = splitName == "time" ? EventSplit.LastShare(log, .1) : EventSplit.LeaveOneOut(log, newItemsOnly: true);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        InteractionMatrix past = InteractionMatrix.From(split.Train);
        InteractionMatrix held = InteractionMatrix.From(split.Test);

        RankingScores neighbors = Measure("neighbours", new ItemNeighborsTrainer().Fit(split.Train, cancellationToken: cancellation));
        RankingScores popular = Measure("popular", new PopularityTrainer().Fit(split.Train, cancellationToken: cancellation));
        RankingScores jaccard = Measure(
            "neighbours, Jaccard",
            new ItemNeighborsTrainer(new() { Similarity = ItemSimilarity.Jaccard }).Fit(split.Train, cancellationToken: cancellation));
        foreach (string name in (string[])["HR@10", "NDCG@10", "Recall@20"])
        {
            Assert.True(neighbors[name] > popular[name] * 1.2, $"{name}: neighbours {neighbors[name]}, popular {popular[name]}");
            Assert.True(jaccard[name] > popular[name] * 1.2, $"{name}: neighbours by Jaccard {jaccard[name]}, popular {popular[name]}");
        }

        RankingScores Measure(string name, IRecommender model)
        {
            RankingScores scores = RankingEvaluator.Evaluate(model, held, past, cancellationToken: cancellation);
            output.WriteLine($"{splitName}, {scores.CustomerCount} customers, {name}: {scores}");
            return scores;
        }
    }

    [Fact]
    public void Fit_OnlineRetail_TakesMomentsAndServesAll()
    {
        EventLog? log = OnlineRetail.Log;
        Assert.SkipWhen(log is null, TestData.SkipReason);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        InteractionMatrix matrix = InteractionMatrix.From(log);
        output.WriteLine(
            $"{log.EventCount} purchases, {matrix.Customers.Count} customers, {matrix.Items.Count} items, {matrix.Count} pairs");

        // One purchase fewer than in UCI's workbook: this file lacks its last row.
        Assert.Equal((805_548, 5_878, 4_631), (log.EventCount, matrix.Customers.Count, matrix.Items.Count));

        for (int run = 0; run < 3; run++)
        {
            long start = Stopwatch.GetTimestamp();
            ItemNeighborsModel model = new ItemNeighborsTrainer().Fit(log, cancellationToken: cancellation);
            TimeSpan fitted = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            IReadOnlyList<CustomerRecommendations> lists = model.RecommendAll(10, cancellationToken: cancellation);
            TimeSpan served = Stopwatch.GetElapsedTime(start);
            output.WriteLine($"fit {fitted.TotalSeconds:0.000} s, ten for all {served.TotalSeconds:0.000} s");
            Assert.All(lists, list => Assert.Equal(10, list.Recommendations.Count));
            if (run < 2) continue;
            using MemoryStream file = new();
            model.Save(file);
            output.WriteLine($"model file {file.Length / 1e6:0.0} MB");
        }
    }
}
