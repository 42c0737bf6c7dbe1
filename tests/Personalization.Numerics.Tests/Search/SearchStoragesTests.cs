using static Personalization.Numerics.Tests.SearchData;

namespace Personalization.Numerics.Tests;

public sealed class SearchStoragesTests
{
    /// <summary>Around each number of columns in a group and a vector.</summary>
    public static TheoryData<int> Dimensions => [.. Enumerable.Range(0, 20), 31, 32, 33, 63, 64, 65, 130];

    [Fact]
    public void HalfRows_EveryHalf_WidenedExactlyAtEveryWidth()
    {
        Half[] tiles = new Half[1 << 16];
        for (int bits = 0; bits < tiles.Length; bits++) tiles[bits] = BitConverter.UInt16BitsToHalf((ushort)bits);
        HalfRows rows = new HalfRows(tiles, 32, tiles.Length / 32);

        foreach (LaneWidth width in Widths)
        {
            float[] values = new float[tiles.Length];
            rows.Expand(0, values, width);
            for (int bits = 0; bits < tiles.Length; bits++)
            {
                float expected = (float)tiles[bits];
                Assert.True(
                    float.IsNaN(expected)
                    ? float.IsNaN(values[bits])
                    : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(values[bits]),
                    $"{bits:X4} became {values[bits]} at {width}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Search_Halves_SameBitsAsRoundedRows(int columns)
    {
        Matrix rows = Random(150, columns, 1), queries = Random(6, columns, 2), rounded = new(150, columns);
        rows.Values[..Math.Min(1, columns)].Fill(float.NaN);
        for (int i = 0; i < rows.Values.Length; i++) rounded.Values[i] = (float)(Half)rows.Values[i];
        HalfRows[] halves = [.. Cut(rows, 33, 0, 64).Select(segment => new HalfRows(segment))];

        foreach (VectorMetric metric in Metrics)
        {
            foreach (double share in new[] { 1, .3, .01 })
            {
                ulong[] allowed = share == 1 ? [] : Allowed(150, share, 3);
                int[] expected = new int[60], found = new int[60];
                float[] expectedScores = new float[60], scores = new float[60];
                ExactSearch.Search([rounded.View], queries, metric, 10, allowed, expected, expectedScores);
                foreach (LaneWidth width in Widths)
                {
                    ExactSearch.Search(halves, queries, metric, 10, allowed, found, scores, null, width, default);
                    Assert.Equal(expected, found);
                    Assert.True(Bits(expectedScores).SequenceEqual(Bits(scores)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Search_Codes_CloseToTheScoreAndSameBitsAtEveryWidth(int columns)
    {
        Matrix rows = Random(90, columns, 5), queries = Random(6, columns, 6);
        Int8Rows[] codes = [.. Cut(rows, 33, 0, 32).Select(segment => new Int8Rows(segment))];
        foreach (VectorMetric metric in Metrics)
        {
            int[] expected = new int[6 * 90], found = new int[6 * 90];
            float[] expectedScores = new float[6 * 90], scores = new float[6 * 90];
            ExactSearch.Search(codes, queries, metric, 90, [], expected, expectedScores, 1, LaneWidth.Scalar, default);
            for (int i = 0; i < expected.Length; i++)
            {
                ReadOnlySpan<float> row = rows.Row(expected[i]), query = queries.Row(i / 90);
                double exact = Exactly(metric, row, query),
                    lengths = Math.Sqrt(Exactly(VectorMetric.Dot, row, row) * Exactly(VectorMetric.Dot, query, query));

                // Codes are off by at most half of largest / 127, in rows and queries: by Cauchy and Schwarz (2 / 254) √d · ‖x‖ ‖q‖, and
                // far less nearly always.
                double tolerance = 1e-5
                    + (.01 * (metric == VectorMetric.Cosine ? 1 : lengths) * Math.Sqrt(
                    columns) * (metric == VectorMetric.Euclidean ? 2 : 1));
                Assert.InRange(expectedScores[i], exact - tolerance, exact + tolerance);
            }

            foreach (LaneWidth width in Widths)
            {
                ExactSearch.Search(codes, queries, metric, 90, [], found, scores, null, width, default);
                Assert.Equal(expected, found);
                Assert.True(Bits(expectedScores).SequenceEqual(Bits(scores)));
            }
        }
    }

    [Theory]
    [InlineData(VectorMetric.Dot)]
    [InlineData(VectorMetric.Cosine)]
    [InlineData(VectorMetric.Euclidean)]
    public void Rescore_TwiceAsManyCodes_AsExactSearch(VectorMetric metric)
    {
        Matrix rows = Random(6000, 40, 7), queries = Random(50, 40, 8);
        for (int row = 0; row < 6000; row += 11) rows.Row(row).Clear();
        MatrixView[] segments = Cut(rows, 1000, 1, 77);
        ulong[] allowed = Allowed(6000, .6, 9);
        int[] candidates = new int[50 * 20], expected = new int[500], found = new int[500];
        float[] approximate = new float[50 * 20], expectedScores = new float[500], scores = new float[500];

        ExactSearch.Search(segments, queries, metric, 10, allowed, expected, expectedScores);
        ExactSearch.Search([.. segments.Select(segment => new Int8Rows(segment))], queries, metric, 20, allowed, candidates, approximate);
        foreach (LaneWidth width in Widths)
        {
            ExactSearch.RescoreAtWidth(segments, queries, metric, candidates, 10, found, scores, null, width, default);

            // What is found has its exact score, to the bit.
            int hits = 0;
            for (int i = 0; i < 500; i++)
            {
                int place = Array.IndexOf(expected, found[i], i / 10 * 10, 10);
                if (place >= 0)
                {
                    hits++;
                    Assert.Equal(expectedScores[place], scores[i]);
                }
            }

            Assert.True(hits >= 495, $"{hits} of 500 were found.");
        }
    }

    [Fact]
    public void Rescore_FewerCandidatesThanWanted_RestIsNothing()
    {
        MatrixView rows = Matrix.FromRows([1], [2], [3]).View;
        int[] found = new int[3];
        float[] scores = new float[3];

        ExactSearch.Rescore([rows], Matrix.FromRows([1]), VectorMetric.Dot, [-1, 2, 0, -1], 3, found, scores);

        Assert.Equal([2, 0, -1], found);
        Assert.Equal([3, 1, float.NegativeInfinity], scores);
        Assert.Contains(
            "Candidate 3 must be below 3",
            Assert.Throws<ArgumentException>(() =>
            ExactSearch.Rescore([rows], Matrix.FromRows([1]), VectorMetric.Dot, [3], 3, found, scores)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Int8Rows_NotFinite_NeverComesOut()
    {
        Matrix rows = Random(40, 6, 10);
        rows[3, 2] = float.NaN;
        rows[5, 0] = float.PositiveInfinity;
        rows.Row(7).Clear();
        foreach (VectorMetric metric in Metrics)
        {
            int[] found = new int[40];
            ExactSearch.Search([new Int8Rows(rows)], Random(1, 6, 11), metric, 40, [], found, new float[40]);
            Assert.Equal(Enumerable.Range(0, 40).Where(row => row is not (3 or 5)), found[..38].Order());
            Assert.Equal([-1, -1], found[38..]);
        }
    }

    [Fact]
    public void Storages_FromStoredTiles_SameAsMadeAnew()
    {
        Matrix rows = Random(70, 9, 12);
        HalfRows halves = new HalfRows(rows);
        Int8Rows codes = new Int8Rows(rows);
        int[] expected = new int[5], found = new int[5];
        float[] scores = new float[5];
        MatrixView query = Random(1, 9, 13).View;

        ExactSearch.Search([halves], query, VectorMetric.Dot, 5, [], expected, scores);
        ExactSearch.Search([new HalfRows(halves.Tiles, 70, 9)], query, VectorMetric.Dot, 5, [], found, scores);
        Assert.Equal(expected, found);
        ExactSearch.Search([codes], query, VectorMetric.Dot, 5, [], expected, scores);
        ExactSearch.Search(
            [new Int8Rows(codes.Codes, codes.Scales, codes.SquaredLengths, 70, 9)], query, VectorMetric.Dot, 5, [], found, scores);
        Assert.Equal(expected, found);
        Assert.Throws<ArgumentException>(() => new HalfRows(halves.Tiles, 97, 9));
        Assert.Throws<ArgumentException>(() => new Int8Rows(codes.Codes, codes.Scales, codes.SquaredLengths, 70, 13));
        Assert.Throws<ArgumentException>(() => new Int8Rows(codes.Codes, codes.Scales[1..], codes.SquaredLengths, 70, 9));
    }
}
