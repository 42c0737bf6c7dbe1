using static Personalization.Numerics.Tests.SearchData;

namespace Personalization.Numerics.Tests;

public sealed class ExactSearchTests
{
    /// <summary>Every number of columns, below, at and beyond each square that is transposed.</summary>
    public static TheoryData<int> Dimensions => [.. Enumerable.Range(0, 131)];

    [Fact]
    public void Search_ByHand_BestFirst()
    {
        Matrix rows = Matrix.FromRows([1, 0], [0, 2], [3, 4], [-1, 0]);
        MatrixView query = Matrix.FromRows([1, 1]).View;
        int[] found = new int[3];
        float[] scores = new float[3];

        ExactSearch.Search([rows.View], query, VectorMetric.Dot, 3, [], found, scores);
        Assert.Equal([2, 1, 0], found);
        Assert.Equal([7, 2, 1], scores);

        ExactSearch.Search([rows.View], query, VectorMetric.Euclidean, 3, [], found, scores);
        Assert.Equal([0, 1, 3], found);
        Assert.Equal([1, 2, 5], scores);

        ExactSearch.Search([rows.View], query, VectorMetric.Cosine, 3, [], found, scores);
        Assert.Equal([2, 0, 1], found);
        Assert.Equal(7 / (5 * MathF.Sqrt(2)), scores[0], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Search_AnyDimension_DefinitionAndDoublePrecisionAtEveryWidth(int columns)
    {
        int n = 67 + (columns % 64);
        Matrix rows = Random(n, columns, (ulong)columns), queries = Random(13, columns, (ulong)columns + 1000);
        foreach (VectorMetric metric in Metrics)
        {
            Check([rows.View], rows, queries, metric, 5, []);
            Check([rows.View], rows, queries.View.Slice(1, 1), metric, 5, Allowed(n, .8, 1));
        }

        for (int row = 0; row < n; row++)
        {
            foreach (VectorMetric metric in Metrics)
            {
                double exact = Exactly(metric, rows.Row(row), queries.Row(0));
                Assert.Equal(exact, Score(metric, rows.Row(row), queries.Row(0)), 1e-5 * (1 + Math.Abs(exact) + Math.Sqrt(columns)));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(257)]
    public void Search_AnyNumberOfRows_AsManyAsThereAre(int n)
    {
        Matrix rows = Random(n, 7, 3), queries = Random(3, 7, 4);
        foreach (int count in new[] { 1, 2, 30, 300 })
            Check([rows.View], rows, queries, VectorMetric.Dot, count, []);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.002)]
    [InlineData(.05)]
    [InlineData(.5)]
    [InlineData(.97)]
    [InlineData(1)]
    public void Search_Filter_OnlyAllowedRows(double share)
    {
        Matrix rows = Random(1500, 19, 5), queries = Random(9, 19, 6);
        foreach (VectorMetric metric in Metrics)
        {
            Check(Cut(rows, 0, 1, 77, 0, 640), rows, queries, metric, 12, Allowed(1500, share, 7));
            Check(Cut(rows, 0, 1, 77, 0, 640), rows, queries.View.Slice(0, 1), metric, 12, Allowed(1500, share, 7));
        }
    }

    [Fact]
    public void Search_Segments_SameAsOne()
    {
        Matrix wide = Random(700, 20, 8);
        MatrixView rows = new MatrixView(wide.View.Memory[3..], 699, 17, 20);
        foreach (VectorMetric metric in Metrics)
            Check(Cut(rows, 33, 1, 0, 500), rows, Random(5, 17, 9), metric, 40, []);
    }

    [Fact]
    public void Search_NoSegments_FindsNothing()
    {
        int[] found = new int[4];
        float[] scores = new float[4];

        ExactSearch.Search(Array.Empty<MatrixView>(), Random(2, 3, 1), VectorMetric.Euclidean, 2, [], found, scores);

        Assert.All(found, row => Assert.Equal(-1, row));
        Assert.All(scores, score => Assert.Equal(float.PositiveInfinity, score));
    }

    [Fact]
    public void Search_EqualScores_LowerRowFirst()
    {
        // Every row thrice, and zeros of both signs: 0 · −1 = −0 must not stand behind +0.
        Matrix rows = new(300, 1), queries = Matrix.FromRows([1], [-1], [0]);
        for (int row = 0; row < 300; row++) rows[row, 0] = row % 100 / 10;
        foreach (VectorMetric metric in Metrics)
            Check([rows.View], rows, queries, metric, 35, []);
    }

    [Fact]
    public void Search_NotANumber_NeverComesOut()
    {
        Matrix rows = Random(100, 6, 10), queries = Random(3, 6, 11);
        for (int row = 0; row < 100; row += 3) rows[row, row % 6] = float.NaN;
        rows[1, 0] = float.PositiveInfinity;
        rows[2, 0] = float.NegativeInfinity;
        queries[2, 1] = float.NaN;

        foreach (VectorMetric metric in Metrics)
            Check([rows.View], rows, queries, metric, 100, []);
    }

    [Fact]
    public void Search_AscendingRows_EveryOneIsTheBestSoFar()
    {
        Matrix rows = new(5000, 1);
        for (int row = 0; row < 5000; row++) rows[row, 0] = row;

        Check([rows.View], rows, Matrix.FromRows([1], [-1]), VectorMetric.Dot, 60, []);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(31)]
    [InlineData(300)]
    public void Search_BatchAndSingle_SameBits(int batch)
    {
        Matrix rows = Random(333, 21, 12), queries = Random(batch, 21, 13);
        foreach (VectorMetric metric in Metrics)
        {
            int[] found = new int[batch * 4], one = new int[4];
            float[] scores = new float[batch * 4], oneScore = new float[4];
            ExactSearch.Search([rows.View], queries, metric, 4, [], found, scores);
            for (int query = 0; query < batch; query++)
            {
                ExactSearch.Search([rows.View], queries.View.Slice(query, 1), metric, 4, [], one, oneScore);
                Assert.Equal(one, found[(query * 4)..((query * 4) + 4)]);
                Assert.True(Bits(oneScore).SequenceEqual(Bits(scores[(query * 4)..((query * 4) + 4)])));
            }
        }
    }

    /// <summary>So many queries that rows are screened in whole numbers first: what is found is the same.</summary>
    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 21)]
    [InlineData(63, 40)]
    [InlineData(64, 17)]
    [InlineData(100, 32)]
    public void Search_ManyQueries_DefinitionAtEveryWidth(int columns, int batch)
    {
        Matrix rows = Random(700, columns, 21), queries = Random(batch, columns, 22);
        Check(rows, queries);

        // Nearly equal scores, which rounded numbers can't tell apart.
        for (int row = 0; row < rows.Rows; row += 13)
        {
            queries.Row(row % batch).CopyTo(rows.Row(row));
            for (int column = 0; column < columns; column++) rows[row, column] = (rows[row, column] * 2)
                + (1e-5f * rows[1, column] * (row % 7));
            rows.Row(row).CopyTo(rows.Row((row + 5) % rows.Rows));
        }

        Check(rows, queries);

        // Rows of very different lengths, and equal ones.
        for (int row = 0; row < 350; row++)
        {
            foreach (ref float value in rows.Row(row)) value *= MathF.Pow(10, (row % 9) - 4);
            if (row % 5 == 0) rows.Row(3).CopyTo(rows.Row(row));
        }

        foreach (ref float value in queries.Row(2)) value *= 1e4f;
        Check(rows, queries);

        // What can't be rounded: nothing, too little, too much.
        rows.Row(40).Clear();
        for (int row = 64; row < 96; row++) rows.Row(row).Clear();
        for (int row = 96; row < 128; row++) rows.Row(row).Fill(row % 2 == 0 ? 1e-25f : -1e-24f);
        rows.Row(200).Fill(1e19f);
        rows.Row(201).Fill(-1e38f);
        rows[300, 3] = float.NaN;
        rows[400, 0] = float.PositiveInfinity;
        Check(rows, queries);
        queries.Row(1).Clear();
        Check(rows, queries);
        queries.Row(1).Fill(1e-20f);
        queries.Row(3).Fill(float.NaN);
        Check(rows, queries);

        // Each row better than the one before: nothing can be left out.
        for (int row = 0; row < rows.Rows; row++) rows.Row(row).Fill(1 + row);
        Check(rows, Random(batch, columns, 23));

        static void Check(Matrix rows, Matrix queries)
        {
            foreach (VectorMetric metric in Metrics)
            {
                ExactSearchTests.Check(Cut(rows, 500), rows, queries, metric, 9, []);
                ExactSearchTests.Check([rows.View], rows, queries, metric, 3, Allowed(rows.Rows, .6, 24));
            }
        }
    }

    [Fact]
    public void Search_AnyThreads_SameBits()
    {
        // Several runs of rows and several blocks of queries.
        Matrix rows = Random(20_000, 32, 14), queries = Random(300, 32, 15);
        int[] expected = new int[3000], found = new int[3000];
        float[] expectedScores = new float[3000], scores = new float[3000];
        ulong[] allowed = Allowed(20_000, .7, 16);
        ExactSearch.Search([rows.View], queries, VectorMetric.Cosine, 10, allowed, expected, expectedScores, threads: 1);
        foreach (int threads in new[] { 2, 7 })
        {
            ExactSearch.Search(Cut(rows, 9999), queries, VectorMetric.Cosine, 10, allowed, found, scores, threads);
            Assert.Equal(expected, found);
            Assert.True(Bits(expectedScores).SequenceEqual(Bits(scores)));
        }
    }

    [Fact]
    public void Search_RowItself_CosineOneAndDistanceZero()
    {
        Matrix rows = Random(50, 33, 17);
        int[] found = new int[50];
        float[] scores = new float[50];

        ExactSearch.Search([rows.View], rows, VectorMetric.Euclidean, 1, [], found, scores);
        Assert.Equal(Enumerable.Range(0, 50), found);
        Assert.All(scores, score => Assert.Equal(0, score));

        ExactSearch.Search([rows.View], rows, VectorMetric.Cosine, 1, [], found, scores);
        Assert.Equal(Enumerable.Range(0, 50), found);
        Assert.All(scores, score => Assert.Equal(1, score, 3e-7f));
    }

    [Fact]
    public void Search_WrongArguments_ErrorSaysBoth()
    {
        MatrixView rows = Random(70, 4, 1), queries = Random(2, 4, 2);
        Assert.Contains(
            "Segment 1 has 3 columns; the queries have 4", Error(() => Search([rows, Random(5, 3, 1)], queries, 1, [], 2, 2)),
            StringComparison.Ordinal);
        Assert.Contains(
            "need 2 words of allowed rows, or none; there are 1", Error(() => Search([rows], queries, 1, [1], 2, 2)),
            StringComparison.Ordinal);
        Assert.Contains(
            "need 6 places; there are 5 for rows and 6 for scores", Error(() => Search([rows], queries, 3, [], 5, 6)),
            StringComparison.Ordinal);
        Assert.Contains("count is 0", Error(() => Search([rows], queries, 0, [], 0, 0)), StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(
            () => ExactSearch.Search(
            [rows], queries, VectorMetric.Dot, 1, [], new int[2], new float[2], cancellationToken: new CancellationToken(true)));

        static void Search(MatrixView[] segments, MatrixView queries, int count, ulong[] allowed, int found, int scores) =>
            ExactSearch.Search(segments, queries, VectorMetric.Dot, count, allowed, new int[found], new float[scores]);

        static string Error(Action search) => Assert.ThrowsAny<ArgumentException>(search).Message;
    }

    /// <summary>Holds a search at every width against sorting all scores by their definition.</summary>
    private static void Check(MatrixView[] segments, MatrixView rows, MatrixView queries, VectorMetric metric, int count, ulong[] allowed)
    {
        (int Row, float Score)[][] expected = new (int Row, float Score)[queries.Rows][];
        for (int query = 0; query < queries.Rows; query++)
            expected[query] = Best(metric, rows, queries.Row(query), count, allowed);

        foreach (LaneWidth width in Widths)
        {
            int[] found = new int[queries.Rows * count];
            float[] scores = new float[queries.Rows * count];
            ExactSearch.Search(segments, queries, metric, count, allowed, found, scores, null, width, default);
            float none = metric == VectorMetric.Euclidean ? float.PositiveInfinity : float.NegativeInfinity;
            for (int query = 0; query < queries.Rows; query++)
                CheckOne(expected[query], found.AsSpan(query * count, count), scores.AsSpan(query * count, count), none);
        }
    }

    private static void CheckOne((int Row, float Score)[] expected, ReadOnlySpan<int> found, ReadOnlySpan<float> scores, float none)
    {
        for (int i = 0; i < found.Length; i++)
        {
            (int row, float score) = i < expected.Length ? expected[i] : (-1, none);
            Assert.True(row == found[i], $"Place {i}: row {found[i]} in place of {row}.");
            Assert.True(score == scores[i], $"Place {i}: score {scores[i]:R} in place of {score:R}.");
        }
    }
}
