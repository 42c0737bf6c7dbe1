namespace Personalization.Numerics.Tests;

public sealed class GaussianDensitiesTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    public static TheoryData<CovarianceKind, int, int> Shapes
    {
        get
        {
            TheoryData<CovarianceKind, int, int> shapes = new TheoryData<CovarianceKind, int, int>();
            foreach (CovarianceKind kind in Enum.GetValues<CovarianceKind>())
            {
                foreach ((int rows, int columns) in ((int, int)[])[(1, 1), (127, 3), (128, 4), (300, 9)])
                    shapes.Add(kind, rows, columns);
            }

            return shapes;
        }
    }

    [Fact]
    public void Evaluate_StandardNormals_ByHand()
    {
        // Two of variance 1 at ±1, weights ¼ and ¾: at 0 both densities are e^−½ / √(2π).
        GaussianDensities densities = new(CovarianceKind.Spherical, [.25, .75], [-1, 1], [1, 1]);
        int[] labels = new int[2];
        double[] logs = new double[2], shares = new double[4];
        densities.Evaluate(Matrix.FromRows([0], [-1]), labels, logs, shares);

        Assert.Equal(-.5 - (.5 * Math.Log(Math.Tau)), logs[0], 14);
        Assert.Equal(.25, shares[0], 14);
        Assert.Equal(.75, shares[1], 14);

        // At −1: ¼ against ¾ e^−2.
        Assert.Equal(.25 / (.25 + (.75 * Math.Exp(-2))), shares[2], 14);
        Assert.Equal([1, 0], labels);
    }

    [Fact]
    public void Evaluate_EqualDensities_FirstComponent()
    {
        int[] labels = [7];
        new GaussianDensities(CovarianceKind.Spherical, [.5, .5], [-1, 1], [1, 1]).Evaluate(Matrix.FromRows([0]), labels);

        Assert.Equal([0], labels);
    }

    [Fact]
    public void Evaluate_WeightZero_NobodyBelongsToIt()
    {
        double[] shares = new double[2], logs = new double[1];
        new GaussianDensities(CovarianceKind.Diagonal, [0, 1], [0, 5], [1, 1]).Evaluate(Matrix.FromRows([0]), default, logs, shares);

        Assert.Equal([0, 1], shares);
        Assert.Equal(-12.5 - (.5 * Math.Log(Math.Tau)), logs[0], 13);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EvaluateAndSum_AnyWidth_DoubleLoopAndSameBits(CovarianceKind kind, int rows, int columns)
    {
        (GaussianDensities densities, double[] weights, double[] means, double[] whitening) = Random(kind, 3, columns);
        Matrix points = Points(rows, columns);
        float[] pointWeights = [.. Enumerable.Range(0, rows).Select(row => row % 5 / 2f)];
        double[] logs = new double[rows], shares = new double[rows * 3];
        int[] labels = new int[rows];
        densities.Evaluate(points, labels, logs, shares, LaneWidth.Scalar);
        GaussianSums sums = densities.Sum(points, pointWeights, default, LaneWidth.Scalar);
        foreach (LaneWidth width in Widths)
        {
            double[] otherLogs = new double[rows], otherShares = new double[rows * 3];
            int[] otherLabels = new int[rows];
            densities.Evaluate(points, otherLabels, otherLogs, otherShares, width);
            GaussianSums other = densities.Sum(points, pointWeights, default, width);

            Assert.Equal(logs, otherLogs);
            Assert.Equal(shares, otherShares);
            Assert.Equal(labels, otherLabels);
            Assert.Equal(sums.LogLikelihood, other.LogLikelihood);
            Assert.Equal(sums.Weights, other.Weights);
            Assert.Equal(sums.First, other.First);
            Assert.Equal(sums.Second, other.Second);
        }

        double likelihood = 0;
        double[] total = new double[3], first = new double[3 * columns], second = new double[sums.Second.Length];
        for (int row = 0; row < rows; row++)
        {
            double[] expected = [.. Enumerable.Range(0, 3).Select(c => weights[c] * Density(kind, points.Row(row), means, whitening, c))];
            double density = expected.Sum();
            Assert.Equal(Math.Log(density), logs[row], 1e-11 * Math.Max(1, Math.Abs(logs[row])));
            likelihood += pointWeights[row] * Math.Log(density);
            for (int c = 0; c < 3; c++)
            {
                double share = pointWeights[row] * expected[c] / density;
                Assert.Equal(expected[c] / density, shares[(3 * row) + c], 1e-11);
                total[c] += share;
                AddMoments(kind, points.Row(row), means, c, share, first, second);
            }
        }

        Assert.Equal(likelihood, sums.LogLikelihood, 1e-10 * Math.Max(1, Math.Abs(likelihood)));
        AssertNear(total, sums.Weights);
        AssertNear(first, sums.First);
        AssertNear(second, sums.Second);
    }

    [Fact]
    public void SumByLabel_LabelsOutside_BelongNowhere()
    {
        GaussianSums sums = new GaussianDensities(CovarianceKind.Full, [.5, .5], [0, 10], [1, 1])
            .SumByLabel(Matrix.FromRows([1], [2], [12], [5]), [1, 3, 2, 1], [0, 0, 1, -1]);

        Assert.Equal([4, 2], sums.Weights);
        Assert.Equal([7, 4], sums.First);
        Assert.Equal([13, 8], sums.Second);
        Assert.Equal(0, sums.LogLikelihood);
    }

    [Fact]
    public void Sum_FarFromZero_KeepsItsDigits()
    {
        // A variance of 1.25 around 10⁶: raw second moments in doubles would leave about four digits.
        GaussianSums sums = new GaussianDensities(CovarianceKind.Full, [1], [1e6 + 1], [1]).Sum(
            Matrix.FromRows([1e6f], [1e6f + 1], [1e6f + 2], [1e6f + 3]));

        Assert.Equal([-1 + 0 + 1 + 2], sums.First);
        Assert.Equal([1 + 0 + 1 + 4], sums.Second);
    }

    [Fact]
    public void Constructor_WrongLengths_ErrorSaysWhatIsExpected()
    {
        Assert.Contains(
            "need 6 values",
            Assert.Throws<ArgumentException>(() =>
            new GaussianDensities(CovarianceKind.Full, [.5, .5], new double[4], new double[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GaussianDensities(CovarianceKind.Full, [], [], []));
        GaussianDensities densities = new(CovarianceKind.Diagonal, [1], [0, 0], [1, 1]);
        Assert.Throws<ArgumentException>(() => densities.Evaluate(new Matrix(3, 1), default));
        Assert.Throws<ArgumentException>(() => densities.Evaluate(new Matrix(3, 2), new int[2]));
        Assert.Throws<ArgumentException>(() => densities.Sum(new Matrix(3, 2), new float[2]));
    }

    private static void AssertNear(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void AddMoments(
        CovarianceKind kind, ReadOnlySpan<float> point, double[] means, int component, double share, double[] first, double[] second)
    {
        int columns = point.Length, at = component * columns * (columns + 1) / 2;
        for (int row = 0; row < columns; row++)
        {
            double difference = point[row] - means[(component * columns) + row];
            first[(component * columns) + row] += share * difference;
            if (kind is CovarianceKind.Diagonal or CovarianceKind.Spherical)
                second[(component * columns) + row] += share * difference * difference;

            for (int column = 0; column <= row && kind == CovarianceKind.Full; column++)
                second[at++] += share * difference * (point[column] - means[(component * columns) + column]);
        }
    }

    private static double Density(CovarianceKind kind, ReadOnlySpan<float> point, double[] means, double[] whitening, int component)
    {
        int columns = point.Length, triangle = columns * (columns + 1) / 2;
        double square = 0, determinant = 1;
        for (int row = 0; row < columns; row++)
        {
            int start = (kind == CovarianceKind.Full ? component * triangle : 0) + (row * (row + 1) / 2);
            double y = 0, pivot = kind switch
            {
                CovarianceKind.Diagonal => whitening[(component * columns) + row],
                CovarianceKind.Spherical => whitening[component],
                _ => whitening[start + row],
            };
            for (int column = 0; column < row && kind is CovarianceKind.Full or CovarianceKind.Tied; column++)
                y += whitening[start + column] * (point[column] - means[(component * columns) + column]);

            y += pivot * (point[row] - means[(component * columns) + row]);
            square += y * y;
            determinant *= pivot;
        }

        return determinant * Math.Exp(-square / 2) / Math.Pow(Math.Tau, columns / 2.0);
    }

    private static (GaussianDensities Densities, double[] Weights, double[] Means, double[] Whitening) Random(
        CovarianceKind kind, int count, int columns)
    {
        RandomStream random = new RandomStream(5, "densities", (ulong)columns);
        double[] weights = [.2, .3, .5];
        double[] means = [.. Enumerable.Range(0, count * columns).Select(_ => random.NextGaussian())];
        double[] whitening = new double[GaussianDensities.WhiteningLength(kind, count, columns)];
        for (int i = 0; i < whitening.Length; i++)
            whitening[i] = random.NextDouble() - .5;

        // Diagonals are positive.
        int triangle = columns * (columns + 1) / 2;
        for (int i = 0; i < whitening.Length; i++)
        {
            bool diagonal = kind is CovarianceKind.Diagonal or CovarianceKind.Spherical
                || Enumerable.Range(1, columns).Any(row => i % triangle == (row * (row + 1) / 2) - 1);
            if (diagonal)
                whitening[i] = .5 + Math.Abs(whitening[i]);
        }

        return (new GaussianDensities(kind, weights, means, whitening), weights, means, whitening);
    }

    private static Matrix Points(int rows, int columns)
    {
        RandomStream random = new RandomStream(6, "points");
        Matrix matrix = new Matrix(rows, columns);
        foreach (ref float value in matrix.Values)
            value = (float)random.NextGaussian();

        return matrix;
    }
}
