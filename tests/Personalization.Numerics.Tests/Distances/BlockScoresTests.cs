namespace Personalization.Numerics.Tests;

public sealed class BlockScoresTests
{
    private const int Block = BlockScores.BlockSize;

    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void OfPoints_AnyWidth_PlainLoopsBits(int columns)
    {
        double[] points = Random(columns * Block, 1), inverses = Positive(Block, 2), query = Random(columns, 3);
        double[] expected = [.. Enumerable.Range(0, Block).Select(point => Score(points, inverses, query, .25, point))];
        double limit = expected[5];

        foreach (LaneWidth width in Widths)
        {
            double[] scores = new double[Block];
            uint atMost = BlockScores.OfPoints(points, inverses, query, .25, limit, scores, width);

            Assert.Equal(expected, scores);
            Assert.Equal(Enumerable.Range(0, Block).Where(i => expected[i] <= limit), Bits(atMost));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void OfBoxes_AnyWidth_NeverAboveAPointInTheBoxAndZeroInside(int columns)
    {
        double[] first = Random(columns * Block, 4), second = Random(columns * Block, 5), inverses = Positive(Block, 6),
            query = Random(columns, 7);
        double[] low = [.. first.Zip(second, Math.Min)], high = [.. first.Zip(second, Math.Max)];
        for (int column = 0; column < columns; column++)
            (low[(column * Block) + 3], high[(column * Block) + 3]) = (query[column], query[column]);

        foreach (LaneWidth width in Widths)
        {
            double[] scores = new double[Block];
            uint atMost = BlockScores.OfBoxes(low, high, inverses, query, .5, 0, scores, width);

            Assert.Equal(0, scores[3]);
            Assert.Equal(Enumerable.Range(0, Block).Where(i => scores[i] == 0), Bits(atMost));
            for (int box = 0; box < Block; box++)
            {
                Assert.True(scores[box] <= Score(first, inverses, query, .5, box));
                Assert.True(scores[box] <= Score(second, inverses, query, .5, box));
            }

            // From outside in every coordinate, the nearest corner is the distance.
            double[] outside = [.. Enumerable.Repeat(100.0, columns)];
            BlockScores.OfBoxes(low, high, inverses, outside, .5, 0, scores, width);
            Assert.Equal(Enumerable.Range(0, Block).Select(box => Score(high, inverses, outside, .5, box)), scores);
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 2)]
    public void Relax_AnyWidth_KeepsTheSmallerAndFindsTheFirstSmallest(int blocks, int columns)
    {
        // Whole numbers from a small range: many distances are equal.
        double[] points = [.. Random(blocks * columns * Block, 8).Select(value => Math.Round(value))];
        double[] before = [.. Positive(blocks * Block, 9).Select(value => Math.Round(4 * value))], query = new double[columns];
        double[] expected = [.. before.Select((old, place) =>
            Math.Min(old, SquaredDistance(points.AsSpan(place / Block * columns * Block, columns * Block), query, place % Block)))];

        foreach (LaneWidth width in Widths)
        {
            double[] closest = [.. before];
            int best = BlockScores.Relax(points, query, closest, width);

            Assert.Equal(expected, closest);
            Assert.Equal(Array.IndexOf(expected, expected.Min()), best);
        }
    }

    [Fact]
    public void OfPoints_WrongLength_ErrorSaysTheShape()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => BlockScores.OfPoints(new double[32], new double[16], [1, 2, 3], 0, 0, new double[16]));

        Assert.Contains("16 points with 3 values", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => BlockScores.OfBoxes(new double[48], new double[32], new double[16], [1, 2, 3], 0, 0, new double[16]));
        Assert.Throws<ArgumentException>(() => BlockScores.Relax(new double[48], [1, 2, 3], new double[32]));
    }

    private static double Score(double[] points, double[] inverses, double[] query, double inverse, int point) =>
        SquaredDistance(points, query, point) / (inverse + inverses[point]);

    private static double SquaredDistance(ReadOnlySpan<double> points, double[] query, int point)
    {
        double sum = 0;
        for (int column = 0; column < query.Length; column++)
        {
            double difference = points[(column * Block) + point] - query[column];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    private static IEnumerable<int> Bits(uint mask) => Enumerable.Range(0, 32).Where(bit => (mask & (1u << bit)) != 0);

    private static double[] Positive(int count, ulong seed) => [.. Random(count, seed).Select(value => Math.Abs(value) + .1)];

    private static double[] Random(int count, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "test");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
