using Personalization.Core;
using Personalization.Data;
using Personalization.Recommendations;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/compare-recommenders.md.</summary>
[Collection("current directory")]
public sealed class CompareRecommendersSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OneTable_SplitByTime()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        RecommenderEntry[] models =
        [
            new("popularity", train => new PopularityTrainer().Fit(train)),
            new("item neighbours", train => new ItemNeighborsTrainer().Fit(train)),
        ];
        RecommenderComparison table = RecommenderComparison.Run(models, EventSplit.LastShare(log, .2));
        Console.WriteLine(table.ToMarkdown());

        PairedDifference difference = table["item neighbours"].DifferenceIn("NDCG@10")!;
        Console.WriteLine($"{difference.Mean:+0.0000;-0.0000}, from {difference.Low:N4} to {difference.High:N4}, p {difference.PValue:N3}");
        using (FileStream file = File.Create("comparison.csv")) table.WriteCsv(file);

        Assert.Equal(2, table.Rows.Count);
        Assert.True(File.Exists("comparison.csv"));
    }

    [Fact]
    public void StrongSplit_Segments_AndTies()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        RecommenderEntry[] models = [new("item neighbours", train => new ItemNeighborsTrainer().Fit(train))];

        StrongSplit split = StrongSplit.Of(log, customerShare: .2, seed: 1);
        RecommenderComparison strangers = RecommenderComparison.Run(models, split, new()
        {
            Ranking = new()
            {
                Ties = RankingTies.Pessimistic,
                CategoryOf = item => log.Items.Find(item)?.Category,
                SegmentOf = customer => split.FoldIn.EventsOf(customer).Count < 50 ? "few events" : "many events",
            },
            Columns = ["NDCG@10", "Diversity@10", "Coverage@10"],
        });
        foreach ((string segment, _) in strangers.Rows[0].Scores.Segments) Console.WriteLine(strangers.ToMarkdown(segment));

        Assert.Contains("| item neighbours |", strangers.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reranking_OneCustomerAndABatch()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        ItemNeighborsModel model = new ItemNeighborsTrainer().Fit(log);

        MarginalRelevanceReranker varied = new(ItemLikeness.ByCategory(log.Items), lambda: .7);
        IReadOnlyList<Recommendation> list = new RerankedRecommender(model, varied).Recommend(model.Customers[0], 10);

        IReadOnlyList<CustomerRecommendations> tonight = model.RecommendAll(100).LimitExposure(count: 10, maximumShare: .1);

        Assert.Equal(10, list.Count);
        Assert.Equal(model.Customers.Count, tonight.Count);
    }
}
