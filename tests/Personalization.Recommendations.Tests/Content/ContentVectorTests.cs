using Microsoft.Extensions.AI;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ContentVectorTests
{
    private static readonly EventLog Log = Orders.Of("a 1: x", "b 1: y", "c 1: z w");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void SimilarItems_VectorsAlone_AreTheirCosines()
    {
        ContentModel model = new ContentTrainer().Fit(
            Log, null, Vectors(("x", [3, 0]), ("y", [4, 3]), ("z", [0, 2]), ("w", [0, 0])), cancellationToken: Token);

        Recommendation only = Assert.Single(model.SimilarItems(new("x"), 5));
        Assert.Equal("y", only.Item.Value);
        Assert.Equal(.8, only.Score, 6);
        Assert.Equal("Because of x", only.Reasons[0].InWords());
        Assert.Equal(
            [("y", RecommendationSource.Personal), ("w", RecommendationSource.Popular)],
            model.Recommend(new CustomerId("a"), 2).Select(r => (r.Item.Value, r.Source)));
        Assert.Equal(["x"], model.Recommend(new CustomerId("a"), 1)[0].BecauseOf.Select(item => item.Value));
    }

    [Fact]
    public void SimilarItems_WordsAndVectors_AreWeighed()
    {
        ItemContent[] items =
        [
            new(new("x")) { Title = "ruby" }, new(new("y")) { Title = "ruby" }, new(new("z")) { Title = "opal" },
            new(new("w")) { Title = "opal" },
        ];
        Dictionary<ItemId, ReadOnlyMemory<float>> vectors = Vectors(("x", [1, 0]), ("y", [0, 1]), ("z", [3, 4]), ("w", [1, 0]));
        ContentModel model = new ContentTrainer(new() { VectorWeight = 3 }).Fit(Log, items, vectors, cancellationToken: Token);

        // y: all of the words, none of the vector; z: none of the words, .6 of the vector, which weighs 3 of 4.
        Dictionary<string, double> scores = model.SimilarItems(new("x"), 5).ToDictionary(r => r.Item.Value, r => r.Score);
        Assert.Equal([.25, .45, .75], [Math.Round(scores["y"], 6), Math.Round(scores["z"], 6), Math.Round(scores["w"], 6)]);
    }

    [Fact]
    public void WithItems_Vector_PlacesAnItemWithoutWords()
    {
        ContentModel model = new ContentTrainer().Fit(Log, null, Vectors(("x", [1, 0]), ("y", [0, 1])), cancellationToken: Token);
        ContentModel more = model.WithItems([new(new("new"))], Vectors(("new", [2, .5f])));

        Assert.Equal("new", more.Recommend(new CustomerId("a"), 1)[0].Item.Value);
        Assert.Contains("3 values", Fault(() => model.WithItems([new(new("new"))], Vectors(("new", [1, 2, 3])))), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BadVectors_SaysWhich()
    {
        Assert.Contains("'y' has 1 values; 2", Fit(("x", [1, 0]), ("y", [1])), StringComparison.Ordinal);
        Assert.Contains("'y' holds NaN", Fit(("x", [1]), ("y", [float.NaN])), StringComparison.Ordinal);
        Assert.Contains("'x' has 0 values", Fit(("x", [])), StringComparison.Ordinal);

        static string Fit(params (string Item, float[] Vector)[] vectors) =>
            Fault(() => new ContentTrainer().Fit(Log, null, Vectors(vectors)));
    }

    [Fact]
    public async Task FitAsync_Generator_IsAskedForTheWordsOfEachItemOnce()
    {
        using LetterGenerator generator = new();
        ItemContent[] items =
        [
            new(new("x"))
            {
                Title = "aaa", Text = "More", Category = "k", Attributes = new Dictionary<string, string> { ["metal"] = "gold" },
            },
            .. Enumerable.Range(0, 300).Select(i => new ItemContent(new($"n{i}")) { Title = i % 2 == 0 ? "aa" : "zz" }),
        ];

        ContentModel model = await new ContentTrainer(new() { TextWeight = 0, AttributeWeight = 0 })
            .FitAsync(Log, generator, items, cancellationToken: Token);

        Assert.Equal([256, 45], generator.Asked.Select(texts => texts.Length));
        Assert.Contains("aaa. More. k. metal gold", generator.Asked[1]);
        Assert.Equal("n0", model.Recommend(new CustomerId("a"), 1)[0].Item.Value);
        Assert.Empty(model.SimilarItems(new("y"), 5)); // has no words, so no vector
    }

    [Fact]
    public async Task FitAsync_WrongNumberOrCancelled_Throws()
    {
        ItemContent[] items = [new(new("x")) { Title = "aaa" }];
        using LetterGenerator none = new() { Lost = 1 };

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new ContentTrainer().FitAsync(Log, none, items, cancellationToken: Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ContentTrainer().FitAsync(Log, none, items, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static Dictionary<ItemId, ReadOnlyMemory<float>> Vectors(params (string Item, float[] Vector)[] vectors) =>
        vectors.ToDictionary(pair => new ItemId(pair.Item), pair => new ReadOnlyMemory<float>(pair.Vector));

    private static string Fault(Action act) => Assert.Throws<ArgumentException>(act).Message;

    /// <summary>Counts two letters, which is all that a test wants to tell texts apart by.</summary>
    private sealed class LetterGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Lost { get; init; }

        public List<string[]> Asked { get; } = [];

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] texts = [.. values];
            Asked.Add(texts);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                from text in texts.Skip(Lost)
                select new Embedding<float>(new float[] { text.Count(c => c == 'a'), text.Count(c => c == 'z') })));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
