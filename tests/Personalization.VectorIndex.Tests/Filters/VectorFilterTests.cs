using Personalization.Numerics;

namespace Personalization.VectorIndex.Tests;

public sealed class VectorFilterTests
{
    private const int Rows = 6000, Clouds = 40, Top = 10;

    private static readonly Matrix Vectors = VectorData.Clouds(Rows, 16, Clouds);
    private static readonly Matrix Queries = VectorData.Clouds(40, 16, Clouds, seed: 2);
    private static readonly EmbeddingIndex Index = Make();
    private static readonly EmbeddingIndex Thin = VectorData.Index(
        new() { Dimensions = 16, Graph = new() { Neighbors = 8, ConstructionWidth = 60 } }, Vectors);

    /// <summary>Keys spread evenly: half, a tenth, a hundredth, a thousandth.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Search_EvenFilter_HoldsRecallAtEverySelectivity(int oneIn)
    {
        VectorMatch[][] found = Index.Search(Queries, Top, VectorFilter.Key(key => Spread(key) % oneIn == 0), width: 100);

        Assert.All(found.SelectMany(m => m), m => Assert.Equal(0, Spread(m.Key) % oneIn));
        Assert.InRange(VectorData.Recall(found, Vectors, Queries, VectorMetric.Cosine, Top, key => Spread(key) % oneIn == 0), .985, 1);
    }

    /// <summary>Few neighbours and a small width, so that the graph is walked at all among so few vectors.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(39)]
    public void Search_FilterThatLeavesTheQuerysCloudOut_HoldsRecall(int cloudsLeftOut) =>
        Assert.InRange(ThinRecall((q, key) => (int)(((key % Clouds) - (q % Clouds) + Clouds) % Clouds) >= cloudsLeftOut), .985, 1);

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(100)]
    public void Search_FilterThatLeavesTheNearestOut_HoldsRecall(int nearest)
    {
        HashSet<long>[] leftOut = [.. Enumerable.Range(0, Queries.Rows).Select(q =>
        {
            float[] query = Queries.Row(q).ToArray();
            IEnumerable<int> ordered =
                Enumerable.Range(0, Rows).OrderBy(i => VectorData.Distance(Vectors.Row(i), query, VectorMetric.Cosine));
            return ordered.Take(nearest).Select(i => (long)i).ToHashSet();
        })];

        Assert.InRange(ThinRecall((q, key) => !leftOut[q].Contains(key)), .985, 1);
    }

    [Fact]
    public void Search_WalkThatTakesLongerThanReading_ReadsInstead()
    {
        EmbeddingIndexOptions options = new() { Dimensions = 2, Metric = VectorMetric.Euclidean, Graph = new() { SearchWidth = 2 } };
        Matrix line = new(3000, 2);
        for (int i = 0; i < line.Rows; i++) line.Row(i)[0] = i;
        using EmbeddingIndex index = VectorData.Index(options, line);

        // By far the most rows are allowed, but none near the query: the graph would be walked to its other end.
        VectorMatch[] found = index.Search([0, 0], 3, VectorFilter.Key(key => key >= 1500));

        Assert.Equal([1500, 1501, 1502], found.Select(m => m.Key));
    }

    [Fact]
    public void Search_Conditions_AreJoined()
    {
        using EmbeddingIndex index = new(new() { Dimensions = 2 });
        for (int i = 0; i < 6; i++)
        {
            index.Add(i, [1, i], new()
            {
                Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = i % 2 == 0 ? "ring" : "chain" },
                Numbers = i == 5
                    ? new Dictionary<string, double>(StringComparer.Ordinal)
                    : new Dictionary<string, double>(StringComparer.Ordinal) { ["price"] = i * 10 },
            });
        }

        long[] Find(VectorFilter filter) => [.. index.Search([1, 0], 10, filter).Select(m => m.Key).Order()];

        Assert.Equal([0, 2, 4], Find(VectorFilter.Tag("kind", "ring")));
        Assert.Equal([0, 1, 2, 3, 4, 5], Find(VectorFilter.Tag("kind", "ring", "chain")));
        Assert.Equal([1, 3, 5], Find(!VectorFilter.Tag("kind", "ring")));
        Assert.Equal([2, 3], Find(VectorFilter.Number("price", 20, 30)));
        Assert.Equal([2], Find(VectorFilter.Number("price", 20, 30) & VectorFilter.Tag("kind", "ring")));
        Assert.Equal([0, 2, 3, 4], Find(VectorFilter.Number("price", 30, 30) | VectorFilter.Tag("kind", "ring")));
        Assert.Empty(Find(VectorFilter.Tag("color", "red")));
        Assert.Empty(Find(VectorFilter.Number("weight", 0)));
    }

    private static long Spread(long key) => (long)(StableHash.Mix((ulong)key) >> 20);

    /// <summary>Recall of the five nearest over all queries, each with a filter of its own.</summary>
    private static double ThinRecall(Func<int, long, bool> allowed)
    {
        double recall = 0;
        for (int q = 0; q < Queries.Rows; q++)
        {
            bool Allowed(long key) => allowed(q, key);
            MatrixView query = Queries.View.Slice(q, 1);
            VectorMatch[][] found = Thin.Search(query, 5, VectorFilter.Key(Allowed), width: 40);
            Assert.All(found[0], m => Assert.True(Allowed(m.Key)));
            recall += VectorData.Recall(found, Vectors, query, VectorMetric.Cosine, 5, Allowed);
        }

        return recall / Queries.Rows;
    }

    private static EmbeddingIndex Make() => VectorData.Index(new() { Dimensions = 16, Graph = new() { ConstructionWidth = 60 } }, Vectors);
}
