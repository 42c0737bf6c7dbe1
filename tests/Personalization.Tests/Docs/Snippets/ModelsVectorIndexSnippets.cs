using Personalization.Numerics;
using Personalization.VectorIndex;

namespace Personalization.Tests;

/// <summary>The code of docs/models/vector-index.md.</summary>
[Collection("current directory")]
public sealed class ModelsVectorIndexSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void VectorIndex_AddedSearchedAndSaved_FindsTheSame()
    {
        EmbeddingIndex index = new(new() { Dimensions = 3, Metric = VectorMetric.Cosine, Graph = new HnswOptions { SearchWidth = 100 } });
        index.Add([1, 2], Matrix.FromRows([.9f, .1f, 0], [0, .2f, .8f]));
        index.Add(3, [.8f, .2f, .1f], new VectorMetadata { Tags = new Dictionary<string, string> { ["category"] = "rings" } });

        foreach (VectorMatch match in index.Search([1, 0, 0], 2))
            Console.WriteLine($"{match.Key}: {match.Score:N3}");

        VectorMatch[] rings = index.Search([1, 0, 0], 10, VectorFilter.Tag("category", "rings"));
        index.Update(1, [.7f, .3f, 0]);
        index.Remove(2);

        Assert.Equal(3, Assert.Single(rings).Key);

        index.Save("items.safetensors");
        using EmbeddingIndex opened = EmbeddingIndex.Open("items.safetensors");
        VectorMatch[] same = opened.Search([1, 0, 0], 2);

        Assert.Equal([3, 1], same.Select(m => m.Key));
        Assert.Equal(index.Search([1, 0, 0], 2), same);
    }
}
