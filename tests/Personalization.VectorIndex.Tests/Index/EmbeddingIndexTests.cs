using Personalization.Numerics;

namespace Personalization.VectorIndex.Tests;

public sealed class EmbeddingIndexTests
{
    private const int Top = 10;

    private static readonly Matrix Vectors = VectorData.Clouds(4400, 24, 40);
    private static readonly Matrix Queries = VectorData.Clouds(40, 24, 40, seed: 2);

    public static TheoryData<VectorMetric, VectorPrecision, bool> Kinds
    {
        get
        {
            TheoryData<VectorMetric, VectorPrecision, bool> kinds = [];
            foreach (VectorMetric metric in Enum.GetValues<VectorMetric>())
            {
                foreach (VectorPrecision precision in Enum.GetValues<VectorPrecision>())
                {
                    kinds.Add(metric, precision, false);
                    if (precision != VectorPrecision.Half) kinds.Add(metric, precision, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Search_AnyKind_FindsWhatAPlainLoopFinds(VectorMetric metric, VectorPrecision precision, bool graph)
    {
        EmbeddingIndexOptions options = new()
        {
            Dimensions = 24,
            Metric = metric,
            Precision = precision,
            Graph = graph ? new() { SearchWidth = 100, ConstructionWidth = 60 } : null,
        };
        using EmbeddingIndex index = VectorData.Index(options, Vectors);

        VectorMatch[][] found = index.Search(Queries, Top);

        Assert.InRange(
            VectorData.Recall(found, Vectors, Queries, metric, Top), graph || precision == VectorPrecision.Half ? .985 : .9999, 1);
        foreach ((VectorMatch match, int q) in found.SelectMany((matches, q) => matches.Select(m => (m, q))))
        {
            double distance = VectorData.Distance(Vectors.Row((int)match.Key), Queries.Row(q), metric);
            double tolerance = precision == VectorPrecision.Half ? 1e-3 * Math.Max(1, Math.Abs(distance)) : 1e-4;
            Assert.Equal(metric == VectorMetric.Euclidean ? distance : -distance, match.Score, tolerance);
        }
    }

    [Theory]
    [InlineData(VectorMetric.Cosine)]
    [InlineData(VectorMetric.Euclidean)]
    public void Search_ByGraph_TellsTheScoresOfAnExactSearchToTheBit(VectorMetric metric)
    {
        EmbeddingIndexOptions options = new() { Dimensions = 24, Metric = metric };
        using EmbeddingIndex exact = VectorData.Index(options, Vectors),
        graph = VectorData.Index(
            options with { Graph = new() { SearchWidth = 400, ConstructionWidth = 60 }, Precision = VectorPrecision.Int8 }, Vectors);

        Assert.Equal(exact.Search(Queries, Top), graph.Search(Queries, Top));
    }

    /// <summary>Also where a filter leaves out what is nearest, so that many have nearly the same score.</summary>
    [Theory]
    [InlineData(VectorMetric.Dot)]
    [InlineData(VectorMetric.Cosine)]
    [InlineData(VectorMetric.Euclidean)]
    public void Search_ExactByCodes_TellsTheAnswersOfSinglePrecision(VectorMetric metric)
    {
        EmbeddingIndexOptions options = new() { Dimensions = 24, Metric = metric };
        using EmbeddingIndex exact = VectorData.Index(options, Vectors),
        codes = VectorData.Index(options with { Precision = VectorPrecision.Int8 }, Vectors);
        HashSet<long> near = [.. exact.Search(Queries.Row(0), 1000).Select(m => m.Key)];
        VectorFilter far = VectorFilter.Key(key => !near.Contains(key)),
            odd = VectorFilter.Key(key => key % 2 == 1),
            few = VectorFilter.Key(key => key < 7);

        Assert.Equal(exact.Search(Queries, Top), codes.Search(Queries, Top));
        Assert.Equal(exact.Search(Queries, Top, odd), codes.Search(Queries, Top, odd));
        Assert.Equal(exact.Search(Queries, Top, few), codes.Search(Queries, Top, few));
        Assert.Equal(exact.Search(Queries.Row(0), Top, far), codes.Search(Queries.Row(0), Top, far));
        Assert.Equal(exact.Search(Queries, 5000), codes.Search(Queries, 5000));
    }

    [Theory]
    [InlineData(VectorMetric.Dot)]
    [InlineData(VectorMetric.Euclidean)]
    public void Search_Halves_TellsTheScoresOfRoundedVectorsToTheBit(VectorMetric metric)
    {
        Matrix rounded = new(Vectors.Rows, Vectors.Columns);
        for (int i = 0; i < rounded.Rows; i++)
        {
            for (int c = 0; c < rounded.Columns; c++) rounded[i, c] = (float)(Half)Vectors[i, c];
        }

        EmbeddingIndexOptions options = new() { Dimensions = 24, Metric = metric };
        using EmbeddingIndex exact = VectorData.Index(options, rounded),
        halves = VectorData.Index(options with { Precision = VectorPrecision.Half }, Vectors);

        Assert.Equal(exact.Search(Queries, Top), halves.Search(Queries, Top));
        Assert.Equal(rounded.Row(77).ToArray(), halves.Find(77)!);
    }

    [Fact]
    public void Add_BeyondHalfPrecision_SaysWhich()
    {
        using EmbeddingIndex index = new(new() { Dimensions = 2, Metric = VectorMetric.Dot, Precision = VectorPrecision.Half });

        Assert.Contains(
            "Vector 1 has the value 70000, beyond 65504",
            Assert.Throws<ArgumentException>(() => index.Add([1, 2], Matrix.FromRows([1, 2], [3, 70000]))).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, index.Count);
        Assert.Contains(
            "with a graph use Single or Int8",
            Assert.Throws<ArgumentException>(() => new EmbeddingIndex(new() { Precision = VectorPrecision.Half, Graph = new() })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorPrecision.Half)]
    [InlineData(VectorPrecision.Int8)]
    public void AddUpdateRemoveCompact_ExactStorages_FindsWhatIsThere(VectorPrecision precision)
    {
        using EmbeddingIndex index = new(new() { Dimensions = 24, Metric = VectorMetric.Euclidean, Precision = precision });
        for (int i = 0; i < 100; i++) index.Add(i, Vectors.Row(i));
        index.Add(VectorData.Keys(4300, 100), Vectors.View.Slice(100, 4300));
        for (int key = 0; key < 4400; key += 2) index.Remove(key);
        index.Update(1, Vectors.Row(0));

        for (int pass = 0; pass < 2; pass++)
        {
            Assert.Equal((2200, pass == 0 ? 2201 : 0), (index.Count, index.RemovedCount));
            Assert.Equal(1, index.Search(Vectors.Row(0), 1)[0].Key);
            Assert.All(Enumerable.Range(0, 40), i => Assert.Equal((2 * i) + 3, index.Search(Vectors.Row((2 * i) + 3), 1)[0].Key));
            index.Compact();
        }
    }

    [Fact]
    public void Search_OneByOne_EqualsTheBatch()
    {
        using EmbeddingIndex index = VectorData.Index(new() { Dimensions = 24, Graph = new() }, Vectors);
        VectorMatch[][] batch = index.Search(Queries, Top);

        for (int q = 0; q < Queries.Rows; q++) Assert.Equal(batch[q], index.Search(Queries.Row(q), Top));
    }

    /// <summary>
    /// The three files are equal for any number of threads; .ci/run and the digest's test hold the widths against each other.
    /// </summary>
    [Theory]
    [InlineData(VectorPrecision.Single, VectorMetric.Euclidean, true)]
    [InlineData(VectorPrecision.Int8, VectorMetric.Cosine, true)]
    [InlineData(VectorPrecision.Int8, VectorMetric.Euclidean, false)]
    [InlineData(VectorPrecision.Half, VectorMetric.Cosine, false)]
    public void Add_AnyNumberOfThreads_WritesTheSameBytes(VectorPrecision precision, VectorMetric metric, bool graph)
    {
        byte[][] files = [.. new[] { 1, 2, 7 }.Select(threads =>
        {
            using EmbeddingIndex index = VectorData.Index(
                new()
                {
                    Dimensions = 24,
                    Metric = metric,
                    Precision = precision,
                    Graph = graph ? new() { ConstructionWidth = 40 } : null,
                    Threads = threads,
                },
                Vectors);
            index.Remove(5);
            index.Update(6, Vectors.Row(7));
            return VectorData.Bytes(index);
        })];

        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    [Fact]
    public void Search_ByHand_GivesScoresOfEachMetric()
    {
        Matrix corners = Matrix.FromRows([3, 0], [0, 2], [1, 1]);
        VectorMatch[] Find(VectorMetric metric) =>
            VectorData.Index(new() { Dimensions = 2, Metric = metric, Graph = new() }, corners).Search([2, 0], 3);

        Assert.Equal([new(0, 6), new(2, 2), new(1, 0)], Find(VectorMetric.Dot));
        Assert.Equal([new(0, 1), new(2, (float)(1 / Math.Sqrt(2))), new(1, 0)], Find(VectorMetric.Cosine));
        Assert.Equal([new(0, 1), new(2, MathF.Sqrt(2)), new(1, MathF.Sqrt(8))], Find(VectorMetric.Euclidean));
    }

    [Fact]
    public void Search_EmptyIndex_FindsNothing()
    {
        using EmbeddingIndex index = new(new() { Dimensions = 2, Graph = new() });

        Assert.Empty(index.Search([1, 0], 3));
        Assert.Empty(index.Search(Matrix.FromRows([1, 0]), 3, VectorFilter.Tag("a", "b"))[0]);
    }

    [Fact]
    public void Search_RowsInTheOrderOfTheirClouds_HoldsRecall()
    {
        Matrix sorted = new(Vectors.Rows, Vectors.Columns);
        for (int i = 0; i < sorted.Rows; i++) Vectors.Row(((i * 40) % 4400) + (i / 110)).CopyTo(sorted.Row(i));
        using EmbeddingIndex index = VectorData.Index(
            new() { Dimensions = 24, Graph = new() { SearchWidth = 100, ConstructionWidth = 60 } }, sorted);

        Assert.InRange(VectorData.Recall(index.Search(Queries, Top), sorted, Queries, VectorMetric.Cosine, Top), .98, 1);
    }

    [Fact]
    public void Search_ManyEqualVectors_FindsAsManyAsWereAskedFor()
    {
        Matrix equal = new(1000, 24);
        for (int i = 0; i < 1000; i++) Vectors.Row(i < 700 ? 0 : i).CopyTo(equal.Row(i));
        using EmbeddingIndex index = VectorData.Index(new() { Dimensions = 24, Metric = VectorMetric.Euclidean, Graph = new() }, equal);

        Assert.All(index.Search(Vectors.Row(0), 50), match => Assert.Equal(0, match.Score));
        Assert.InRange(
            VectorData.Recall(
                index.Search(Vectors.View.Slice(700, 300), 1), equal, Vectors.View.Slice(700, 300), VectorMetric.Euclidean, 1),
            .97,
            1);
    }

    [Fact]
    public void Add_WhatCannotBeUsed_SaysWhyAndAddsNothing()
    {
        using EmbeddingIndex index = new(new() { Dimensions = 2, Graph = new() });
        index.Add(1, [1, 0]);

        Assert.Contains(
            "Key 1 is there already", Assert.Throws<ArgumentException>(() => index.Add(1, [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Key 4 comes twice",
            Assert.Throws<ArgumentException>(() => index.Add([4, 4], Matrix.FromRows([1, 0], [0, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Vector 1 has a value that isn't finite",
            Assert.Throws<ArgumentException>(() => index.Add([4, 5], Matrix.FromRows([1, 0], [0, float.NaN]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Vector 0 is 0", Assert.Throws<ArgumentException>(() => index.Add(4, [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => index.Add(4, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Query 0 has 1 values", Assert.Throws<ArgumentException>(() => index.Search([1], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1, 0], 0));
        Assert.Equal((1, 0), (index.Count, index.RemovedCount));
        Assert.Equal([new(1, 1)], index.Search([1, 0], 9));
    }

    [Fact]
    public void Add_Cancelled_LeavesNothingThatIsFound()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        using EmbeddingIndex index = new(new() { Dimensions = 24, Graph = new() });

        Assert.Throws<OperationCanceledException>(() => index.Add(VectorData.Keys(4400), Vectors, cancellationToken: cancelled.Token));
        Assert.Equal((0, 0), (index.Count, index.RemovedCount));
        index.Add(VectorData.Keys(4400), Vectors);
        Assert.Equal(4400, index.Count);
    }

    [Fact]
    public void Remove_HalfOfTheVectors_HoldsRecallBeforeAndAfterCompacting()
    {
        using EmbeddingIndex index = VectorData.Index(new() { Dimensions = 24, Graph = new() { SearchWidth = 100 } }, Vectors);
        for (int key = 0; key < 4400; key += 2) Assert.True(index.Remove(key));
        Assert.False(index.Remove(0));
        Assert.Equal((2200, 2200), (index.Count, index.RemovedCount));
        Assert.InRange(
            VectorData.Recall(index.Search(Queries, Top), Vectors, Queries, VectorMetric.Cosine, Top, key => key % 2 == 1), .985, 1);

        index.Compact();

        Assert.Equal((2200, 0), (index.Count, index.RemovedCount));
        Assert.InRange(
            VectorData.Recall(index.Search(Queries, Top), Vectors, Queries, VectorMetric.Cosine, Top, key => key % 2 == 1), .985, 1);
        Assert.Null(index.Find(0));
    }

    [Fact]
    public void Update_AKey_MovesItAndKeepsItsMetadata()
    {
        using EmbeddingIndex index = new(new() { Dimensions = 2, Graph = new() });
        index.Add(1, [1, 0], new() { Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "ring" } });
        index.Add(2, [0, 1]);

        Assert.True(index.Update(1, [0, -1]));
        Assert.False(index.Update(3, [0, 1]));
        Assert.Equal([0, -1], index.Find(1)!);
        Assert.Equal([new(1, 1)], index.Search([0, -2], 5, VectorFilter.Tag("kind", "ring")));
        Assert.Equal((2, 1), (index.Count, index.RemovedCount));
        Assert.Equal("ring", index.FindMetadata(1)!.Tags["kind"]);
    }

    [Theory]
    [InlineData(VectorPrecision.Single, true)]
    [InlineData(VectorPrecision.Int8, false)]
    [InlineData(VectorPrecision.Half, false)]
    public async Task Search_WhileOthersWrite_FindsOnlyWholeVectors(VectorPrecision precision, bool graph)
    {
        using EmbeddingIndex index = VectorData.Index(
            new() { Dimensions = 24, Precision = precision, Graph = graph ? new() { ConstructionWidth = 40 } : null },
            Vectors.View.Slice(0, 1000));
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            for (int q = reader; !done.IsCancellationRequested; q = (q + 1) % Queries.Rows)
            {
                VectorMatch[] found = index.Search(Queries.Row(q), Top, q % 3 == 0 ? VectorFilter.Key(key => key % 2 == 0) : null);
                Assert.Equal(Top, found.Length);
                Assert.All(
                    found,
                    m =>
                        Assert.Equal(
                            -VectorData.Distance(Vectors.Row((int)m.Key), Queries.Row(q), VectorMetric.Cosine),
                            m.Score,
                            precision == VectorPrecision.Half ? 1e-3 : 1e-5));
            }
        }))];

        for (int i = 1000; i < 1600; i++)
        {
            index.Add(i, Vectors.Row(i));
            index.Remove(i - 1000);
            if (i % 100 == 0) index.Update(i, Vectors.Row(i));
            if (i == 1300) index.Compact();
        }

        index.Add(VectorData.Keys(1400, 3000), Vectors.View.Slice(3000, 1400));
        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(1000 + 1400, index.Count);
    }
}
