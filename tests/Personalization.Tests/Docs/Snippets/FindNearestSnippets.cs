using Personalization.Numerics;
using Personalization.VectorIndex;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/find-nearest.md.</summary>
public sealed class FindNearestSnippets
{
    [Fact]
    public void ExactSearch_InEachStorage_FindsTheSame()
    {
        Matrix items = Matrix.FromRows([1, 0, 0], [0, 1, 0], [.8f, .6f, 0]);
        Matrix queries = Matrix.FromRows([1, .1f, 0]);
        int[] found = new int[2];
        float[] scores = new float[2];
        ExactSearch.Search([items], queries, VectorMetric.Cosine, 2, [], found, scores);

        Assert.Equal([0, 2], found);

        HalfRows halves = new(items);
        ExactSearch.Search([halves], queries, VectorMetric.Cosine, 2, [], found, scores);

        Assert.Equal([0, 2], found);

        Int8Rows codes = new(items);
        int[] candidates = new int[3];
        ExactSearch.Search([codes], queries, VectorMetric.Cosine, 3, [], candidates, new float[3]);
        ExactSearch.Rescore([items], queries, VectorMetric.Cosine, candidates, 2, found, scores);

        Assert.Equal([0, 2], found);
    }

    [Fact]
    public void VectorIndex_InEachStorage_FindsTheSame()
    {
        EmbeddingIndex exact = new(new() { Dimensions = 3 });
        EmbeddingIndex small = new(new() { Dimensions = 3, Precision = VectorPrecision.Half });
        EmbeddingIndex fast = new(new() { Dimensions = 3, Precision = VectorPrecision.Int8 });
        EmbeddingIndex large = new(new() { Dimensions = 3, Precision = VectorPrecision.Int8, Graph = new() });

        foreach (EmbeddingIndex index in (EmbeddingIndex[])[exact, small, fast, large])
        {
            index.Add([7, 8], Matrix.FromRows([1, 0, 0], [0, 1, 0]));
            Assert.Equal(7, index.Search([1, .1f, 0], 1)[0].Key);
            index.Dispose();
        }
    }
}
