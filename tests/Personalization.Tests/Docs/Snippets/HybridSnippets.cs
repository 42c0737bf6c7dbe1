using Personalization.Core;
using Personalization.Data;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Tests;

/// <summary>The code of docs/models/hybrid.md and docs/how-to/heed-feedback.md.</summary>
[Collection("current directory")]
public sealed class HybridSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hybrid_OfDefaultThoroughAndOwnParts_Recommends()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        HybridModel model = new HybridTrainer().Fit(log); // neighbours, popular, popular now, content
        HybridModel better = new HybridTrainer(HybridPart.Thorough()).Fit(log); // and EASE, ALS, user neighbours

        HybridPart[] parts =
        [
            .. HybridPart.Default(),
            new("neural", (events, progress, token) => new NeuralCfTrainer(new() { Seed = 1 }).Fit(events, progress, token)),
        ];
        HybridModel withNeural = new HybridTrainer(parts).Fit(log); // any IScoringRecommender is a part

        Assert.Equal(4, model.Parts.Count);
        Assert.Equal(7, better.Parts.Count);
        Assert.Equal(10, withNeural.Recommend(log.Customers[0], 10).Count);
        Assert.Equal(3, model.WeightsOf("content", 5).Count);
    }

    [Fact]
    public void Feedback_ViewAndNotInterested_CountAtOnce()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        HybridModel model = new HybridTrainer().Fit(log);
        CustomerId customer = log.Customers[0];
        ItemId ring = model.Items[3], chain = model.Recommend(customer, 1)[0].Item;
        DateTime now = log.LastTime;

        RecommendationFeedback feedback = new();
        IRecommender live = model.With(feedback);

        feedback.Observe(new ShopEvent(customer, now, EventType.View) { Item = ring }); // what goes with the ring comes up
        feedback.Observe(new ShopEvent(customer, now, EventType.NotInterested) { Item = chain }); // never again
        IReadOnlyList<Recommendation> list = live.Recommend(customer, 10); // full, without the chain

        Assert.Equal(10, list.Count);
        Assert.DoesNotContain(chain, list.Select(item => item.Item));
    }
}
