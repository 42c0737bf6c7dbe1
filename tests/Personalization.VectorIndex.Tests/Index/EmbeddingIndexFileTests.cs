using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.VectorIndex.Tests;

public sealed class EmbeddingIndexFileTests : IDisposable
{
    private static readonly Matrix Vectors = VectorData.Clouds(5000, 8, 20);
    private static readonly Matrix Queries = VectorData.Clouds(40, 8, 20, seed: 2);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(VectorPrecision.Single, true)]
    [InlineData(VectorPrecision.Int8, true)]
    [InlineData(VectorPrecision.Single, false)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Half, false)]
    public void Open_SavedIndex_FindsTheSameAndSavesTheSameBytes(VectorPrecision precision, bool graph)
    {
        using EmbeddingIndex index = VectorData.Index(
            new() { Dimensions = 8, Precision = precision, Graph = graph ? new() { ConstructionWidth = 40 } : null, Seed = 3 },
            Vectors.View.Slice(0, 4500));
        index.Add(
            9000,
            Vectors.Row(4999),
            new()
            {
                Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "ring" },
                Numbers = new Dictionary<string, double>(StringComparer.Ordinal) { ["price"] = 3 },
            });
        index.Remove(17);
        index.Save(_path);

        using EmbeddingIndex opened = EmbeddingIndex.Open(_path);

        Assert.Equal(index.Options, opened.Options);
        Assert.Equal((4500, 1), (opened.Count, opened.RemovedCount));
        Assert.Equal(index.Search(Queries, 10), opened.Search(Queries, 10));
        Assert.Equal(
            9000,
            Assert.Single(opened.Search(Queries.Row(0), 10, VectorFilter.Tag("kind", "ring") & VectorFilter.Number("price", 3, 3))).Key);
        Assert.Equal(File.ReadAllBytes(_path), VectorData.Bytes(opened));
    }

    /// <summary>
    /// A file as version 1 wrote it (its tensors are those of version 2 but for half precision, which it didn't have): two live rows and a
    /// removed one, their 8-bit codes row by row, a tag and a number.
    /// </summary>
    [Theory]
    [InlineData(VectorPrecision.Single, false)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Int8, true)]
    public void Open_VersionOne_FindsAndSavesAsVersionTwo(VectorPrecision precision, bool graph)
    {
        ModelFileWriter file = new("vector-index", formatVersion: 1);
        file.Set("dimensions", 2);
        file.Set("metric", nameof(VectorMetric.Euclidean));
        file.Set("precision", precision.ToString());
        file.Set("seed", 5UL);
        file.Set("removed", 1);
        file.Add("keys", [70L, 71L, 72L]);
        file.Add("live", [0b101L]);
        file.Add("vectors", [.. Padded(32, 3f, 4f), .. Padded(32, 9f, 9f), .. Padded(32, -1f)], 3, 32);
        if (precision == VectorPrecision.Int8)
        {
            // Codes are values ÷ scale, up to 127; the other term is the square of the length of what they stand for.
            file.Add("codes", [.. Padded<byte>(32, 95, 127), .. Padded<byte>(32, 127, 127), .. Padded<byte>(32, 129)], 3, 32);
            file.Add("code_terms", [4f / 127, 4f / 127 * (4f / 127) * ((95 * 95) + (127 * 127)), 9f / 127, 162f, 1f / 127, 1f], 3, 2);
        }

        file.AddStrings("tags", ["kind"]);
        file.AddStrings("numbers", ["price"]);
        file.Add("tag.0", [1, 0, 2]);
        file.AddStrings("tag.0.values", ["ring", "watch"]);
        file.Add("number.0", [12.5, double.NaN, 99]);
        if (graph)
        {
            file.Set("neighbors", 2);
            file.Set("construction_width", 10);
            file.Set("search_width", 10);
            file.Set("entry", 0);
            file.Set("max_level", 0);
            file.Add("links", [.. Padded(16, 2, 1, 2), .. Padded(16, 2, 0, 2), .. Padded(16, 2, 0, 1)], 3, 16);
            file.Add("levels", [0, 0, 0]);
            file.Add("upper_links", default(ReadOnlySpan<int>), 0, 16);
        }

        file.Save(_path);
        using EmbeddingIndex index = EmbeddingIndex.Open(_path);

        Assert.Equal((2, 1, 5UL), (index.Count, index.RemovedCount, index.Options.Seed));
        Assert.Equal([new VectorMatch(70, 5), new VectorMatch(72, 1)], index.Search([0, 0], 3).OrderBy(match => match.Key));
        Assert.Equal(72, Assert.Single(index.Search([3, 4], 3, VectorFilter.Tag("kind", "watch"))).Key);
        Assert.Equal(70, Assert.Single(index.Search([3, 4], 3, VectorFilter.Number("price", 0, 20))).Key);
        VectorMatch[] found = index.Search([9, 8], 3);
        byte[] again = VectorData.Bytes(index);
        Assert.True(again.AsSpan().IndexOf("\"format_version\":\"2\""u8) > 0);
        File.WriteAllBytes(_path, again);
        using EmbeddingIndex second = EmbeddingIndex.Open(_path);
        Assert.Equal(found, second.Search([9, 8], 3));
    }

    [Theory]
    [InlineData(VectorPrecision.Single, true)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Half, false)]
    public void Add_AfterOpen_EqualsAddingBeforeSaving(VectorPrecision precision, bool graph)
    {
        EmbeddingIndexOptions options =
            new() { Dimensions = 8, Precision = precision, Graph = graph ? new() { ConstructionWidth = 40 } : null };
        using EmbeddingIndex index = VectorData.Index(options, Vectors.View.Slice(0, 4500));
        index.Save(_path);
        byte[] before = File.ReadAllBytes(_path);
        using EmbeddingIndex opened = EmbeddingIndex.Open(_path);
        foreach (EmbeddingIndex each in (EmbeddingIndex[])[index, opened])
        {
            each.Add(VectorData.Keys(500, 4500), Vectors.View.Slice(4500, 500));
            each.Remove(3);
        }

        Assert.Equal(VectorData.Bytes(index), VectorData.Bytes(opened));
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Theory]
    [InlineData(VectorPrecision.Int8, true)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Half, false)]
    public void Open_CutShort_Throws(VectorPrecision precision, bool graph)
    {
        byte[] file = Small(precision, graph);
        for (int length = 0; length < file.Length; length += length < 1000 ? 17 : 797)
        {
            File.WriteAllBytes(_path, file[..length]);
            Assert.Throws<ModelFileException>(() => EmbeddingIndex.Open(_path));
        }
    }

    [Fact]
    public void Open_GraphInHalfPrecision_Throws()
    {
        byte[] file = Small(VectorPrecision.Int8, true);
        int at = file.AsSpan().IndexOf("\"Int8\""u8);
        Assert.True(at > 0);
        "\"Half\""u8.CopyTo(file.AsSpan(at));
        File.WriteAllBytes(_path, file);

        Assert.Contains(
            "exact search", Assert.Throws<ModelFileException>(() => EmbeddingIndex.Open(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorPrecision.Int8, true)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Half, false)]
    public void Open_AlteredFile_ThrowsOrAnswers(VectorPrecision precision, bool graph)
    {
        byte[] file = Small(precision, graph);
        for (int i = 0; i < 100; i++)
        {
            byte[] altered = [.. file];
            RandomStream draws = new(1, "damage", (ulong)i);
            for (int n = 0; n < 3; n++) altered[draws.NextInt32(file.Length)] = (byte)draws.NextInt32(256);
            File.WriteAllBytes(_path, altered);
            try
            {
                using EmbeddingIndex index = EmbeddingIndex.Open(_path);
                Assert.InRange(index.Search([1, 0, 0, 0], 5).Length, 0, 5);
            }
            catch (Exception error) when (error is ModelFileException or ArgumentException)
            {
                // Damage was noticed: by the file, or because the index now has other dimensions than the query.
            }
        }
    }

    [Fact]
    public void Open_NeighborThatIsNotThere_Throws()
    {
        using EmbeddingIndex index = VectorData.Index(
            new() { Dimensions = 4, Graph = new() { Neighbors = 2 } }, VectorData.Clouds(2, 4, 2));
        index.Save(_path);
        byte[] file = File.ReadAllBytes(_path);
        int at = file.AsSpan().IndexOf<byte>([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]); // row 0: one neighbour, row 1
        Assert.True(at > 0);
        file[at + 4] = 200;
        File.WriteAllBytes(_path, file);

        Assert.Contains(
            "neighbour 200", Assert.Throws<ModelFileException>(() => EmbeddingIndex.Open(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_OpenedIndex_RefusesEverything()
    {
        using EmbeddingIndex index = VectorData.Index(new() { Dimensions = 8 }, Vectors);
        index.Save(_path);
        EmbeddingIndex opened = EmbeddingIndex.Open(_path);
        opened.Dispose();
        opened.Dispose();

        Assert.Throws<ObjectDisposedException>(() => opened.Search(Queries.Row(0), 1));
        Assert.Throws<ObjectDisposedException>(() => opened.Add(1, Vectors.Row(0)));
        Assert.Throws<ObjectDisposedException>(() => opened.Save(_path));
    }

    private static T[] Padded<T>(int length, params ReadOnlySpan<T> values)
    {
        T[] row = new T[length];
        values.CopyTo(row);
        return row;
    }

    private static byte[] Small(VectorPrecision precision, bool graph)
    {
        using EmbeddingIndex index = VectorData.Index(
            new() { Dimensions = 4, Precision = precision, Graph = graph ? new() { Neighbors = 3 } : null }, VectorData.Clouds(60, 4, 5));
        index.Remove(4);
        return VectorData.Bytes(index);
    }
}
