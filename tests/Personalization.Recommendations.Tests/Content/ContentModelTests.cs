using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ContentModelTests
{
    private static readonly ItemContent[] Jewels =
    [
        Titled("r1", "Ruby ring"), Titled("r2", "Ruby ring, large"), Titled("c1", "RUBY chain"), Titled("c2", "Opal chain"),
        Titled("o1", "Opal ring"),
    ];

    private static readonly EventLog Log = Orders.Of("a 1: r1", "b 1: c2", "c 1: r2 c1", "d 1: o1");

    [Fact]
    public void SimilarItems_TfIdf_IsThatOfScikitLearn()
    {
        // TfidfVectorizer().fit_transform: ruby in 3 of 5 items, ring in 3, chain and opal in 2; "large" is in one alone and doesn't count.
        double common = Math.Log(6 / 4.0) + 1, rarer = Math.Log(6 / 3.0) + 1;
        double chain = Math.Sqrt((common * common) + (rarer * rarer)), ring = Math.Sqrt(2) * common;
        IReadOnlyList<Recommendation> list = Fit(new()).SimilarItems(new("r1"), 10);

        Assert.Equal(["r2", "c1", "o1"], list.Ids());
        double shared = common * common / (ring * chain);
        Assert.Equal([1, shared, shared], list.Select(r => r.Score), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal("Same word 'ring' as r1", list[0].Reasons[0].InWords());
    }

    [Fact]
    public void SimilarItems_Bm25_IsTheCosineOfItsWeights()
    {
        // Of lengths 2, 3, 2, 2, 2 on average 2.2; each word once.
        IReadOnlyList<Recommendation> list = Fit(new() { Weighting = TextWeighting.Bm25 }).SimilarItems(new("c2"), 10);
        double Rarity(double having) => Math.Log(1 + ((5 - having + .5) / (having + .5)));
        double rare = Rarity(2), common = Rarity(3), length = Math.Sqrt((rare * rare) + (common * common));

        Assert.Equal(["c1", "o1"], list.Ids());
        Assert.Equal(rare * rare / (length * Math.Sqrt(2) * rare), list[0].Score, 6);
    }

    [Fact]
    public void Recommend_ColdItems_AreListedWithReasons()
    {
        ContentModel model = new ContentTrainer().Fit(
            Log, [.. Jewels, Titled("new", "Ruby ring for two")], cancellationToken: TestContext.Current.CancellationToken);

        Recommendation first = model.Recommend(new CustomerId("a"), 5)[0];
        Assert.Equal(["new", "r2"], model.Recommend(new CustomerId("a"), 2).Ids());
        Assert.Equal(RecommendationSource.Personal, first.Source);
        Assert.Equal(["r1"], first.BecauseOf.Select(item => item.Value));
        Assert.Contains("Same word 'ruby' as r1", first.Reasons.Select(reason => reason.InWords()));
    }

    [Fact]
    public void WithItems_NewItems_AreThoseOfAFitAndKnownOnesStay()
    {
        ContentModel model = Fit(new());
        ContentModel more = model.WithItems(
        [
            Titled("new", "ruby ring") with { Category = "rings", UnitPrice = 10 }, Titled("r1", "Opal chain"), Titled("zz", "unheard of"),
        ]);

        Assert.Equal(["c1", "c2", "new", "o1", "r1", "r2", "zz"], more.Items.Select(item => item.Value));
        Assert.Equal(1, more.SimilarItems(new("r1"), 5).Single(r => r.Item.Value == "new").Score, 6);
        Assert.Equal(
            model.SimilarItems(new("c1"), 9).Select(r => (r.Item, r.Score)),
            more.SimilarItems(new("c1"), 9).Where(r => r.Item.Value != "new").Select(r => (r.Item, r.Score)));
        Assert.Equal("new", more.Recommend(new CustomerId("a"), 1, new() { Categories = new HashSet<string> { "rings" } })[0].Item.Value);
        Assert.Empty(more.SimilarItems(new("zz"), 5));
        Assert.Equal(5, model.Items.Count);
    }

    [Fact]
    public void Recommend_SharedAttributes_AreToldByTheirNames()
    {
        EventLog log = Orders.Of("a 1: x/rings/10", "b 1: y/rings/12 z/chains/80", "c 1: w/chains/70");
        ContentModel model = new ContentTrainer().Fit(
            log,
            [
                new ItemContent(new("x")) { Attributes = new Dictionary<string, string> { ["metal"] = "gold" } },
                new ItemContent(new("z")) { Attributes = new Dictionary<string, string> { ["metal"] = "gold" } },
            ],
            cancellationToken: TestContext.Current.CancellationToken);

        IReadOnlyList<Recommendation> list = model.Recommend(new CustomerId("a"), 3);
        Dictionary<string, string[]> words =
            list.ToDictionary(r => r.Item.Value, r => r.Reasons.Select(reason => reason.InWords()).ToArray());

        Assert.Equal("Same category rings as x", words["y"][0]);
        Assert.Contains("Same metal gold as x", words["z"]);
    }

    [Fact]
    public void Fit_StopWordsAndSymbols_CountForNothing()
    {
        ItemContent[] items = [Titled("x", "The RING - the (İ) é12"), Titled("y", "the chain"), Titled("z", "Ring é12")];
        ContentModel model = new ContentTrainer(new() { StopWords = ["THE"], MinimumItems = 1 }).Fit(
            Orders.Of("a 1: x y z"), items, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["z"], model.SimilarItems(new("x"), 5).Ids());
        Assert.Equal(3, model.TermCount);
    }

    [Fact]
    public void TryScore_IsWhatRecommendSorts()
    {
        ContentModel model = Fit(new());
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(new() { Customer = new("a"), Basket = [new("unknown")] }, scores));
        Assert.Equal(1, scores[3], 6);
        Assert.Equal((float)model.Recommend(new CustomerId("a"), 1)[0].Score, scores[4]);
        Assert.False(model.TryScore(new(), scores));
    }

    [Fact]
    public void Fit_BadItems_SaysWhich()
    {
        Assert.Contains("'r1' stands twice", Fault([Titled("r1", "a"), Titled("r1", "b")]), StringComparison.Ordinal);
        Assert.Contains("no id", Fault([new ItemContent(default)]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemContent(new("x")) { UnitPrice = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentOptions { MinimumItems = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentOptions { PriceBands = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentOptions { TextWeight = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentOptions { AttributeWeight = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContentOptions { VectorWeight = double.PositiveInfinity });

        static string Fault(ItemContent[] items) => Assert.Throws<ArgumentException>(() => new ContentTrainer().Fit(Log, items)).Message;
    }

    private static ContentModel Fit(ContentOptions options) =>
        new ContentTrainer(options).Fit(Log, Jewels, cancellationToken: TestContext.Current.CancellationToken);

    private static ItemContent Titled(string id, string title) => new(new ItemId(id)) { Title = title };
}
