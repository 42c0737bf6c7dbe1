using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class TfIdfContentConformanceTests() : ContentConformanceTests(new());

public sealed class Bm25ContentConformanceTests() : ContentConformanceTests(new() { Weighting = TextWeighting.Bm25, MinimumItems = 1 });

public abstract class ContentConformanceTests(ContentOptions options) : RecommenderConformance<ContentModel>
{
    protected override bool ReadsContent => true;

    protected override ContentModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new ContentTrainer(options).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(ContentModel model, Stream destination) => model.Save(destination);

    protected override ContentModel Load(Stream source) => ContentModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        ContentModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class ContentFileConformance : ModelConformance<ContentModel>
{
    protected override ContentModel Sample() => new ContentTrainer(new() { StopWords = ["the", "a"], MinimumItems = 1 }).Fit(
        Orders.Of("a 1: x/k/10 y/k/20", "b 1: z/l/5 x"),
        [
            new ItemContent(new("x")) { Title = "The ruby ring", Attributes = new Dictionary<string, string> { ["metal"] = "gold" } },
            new ItemContent(new("z")) { Text = "A ruby chain" },
            new ItemContent(new("new")) { Title = "Opal ring", UnitPrice = 7 },
        ],
        new Dictionary<ItemId, ReadOnlyMemory<float>> { [new("x")] = new float[] { 1, 2 }, [new("new")] = new float[] { -1, .5f } },
        cancellationToken: TestContext.Current.CancellationToken);
}
