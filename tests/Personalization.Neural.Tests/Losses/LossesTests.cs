using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class LossesTests
{
    private const float Scale = .25f;

    [Fact]
    public void BinaryCrossEntropy_RandomLogits_ClosedFormAndFiniteDifferences() => Properties.HoldForSeeds(60, seed =>
    {
        (float[] x, RandomStream random) = Values(seed);
        float[] y = [.. x.Select(_ => random.NextSingle())], gradient = new float[x.Length];

        double loss = Losses.BinaryCrossEntropy(x, y, gradient, Scale);

        double Reference(double[] at) => at.Select((value, i) =>
        {
            double p = 1 / (1 + Math.Exp(-value));
            return -(y[i] * Math.Log(p)) - ((1 - y[i]) * Math.Log(1 - p));
        }).Sum();
        Check(Reference, x, loss, gradient);
    });

    [Fact]
    public void SquaredError_RandomValues_ClosedFormAndFiniteDifferences() => Properties.HoldForSeeds(60, seed =>
    {
        (float[] x, RandomStream random) = Values(seed);
        float[] y = Numbers.Normal(random, 1, x.Length).Values.ToArray(), gradient = new float[x.Length];

        double loss = Losses.SquaredError(x, y, gradient, Scale);

        Check(at => at.Select((value, i) => (value - y[i]) * (value - y[i])).Sum(), x, loss, gradient);
    });

    [Fact]
    public void BayesianPersonalizedRanking_RandomScores_ClosedFormAndFiniteDifferences() => Properties.HoldForSeeds(60, seed =>
    {
        (float[] x, RandomStream random) = Values(seed);
        float[] y = Numbers.Normal(random, 1, x.Length).Values.ToArray();
        float[] positive = new float[x.Length], negative = new float[x.Length];

        double loss = Losses.BayesianPersonalizedRanking(x, y, positive, negative, Scale);

        Check(at => at.Select((value, i) => -Math.Log(1 / (1 + Math.Exp(y[i] - value)))).Sum(), x, loss, positive);
        Check(at => at.Select((value, i) => -Math.Log(1 / (1 + Math.Exp(value - x[i])))).Sum(), y, loss, negative);
    });

    [Fact]
    public void SoftmaxCrossEntropy_RandomLogits_ClosedFormAndFiniteDifferences() => Properties.HoldForSeeds(40, seed =>
    {
        RandomStream random = new((ulong)seed, "softmax");
        int rows = random.NextInt32(1, 6), classes = random.NextInt32(1, 40);
        Matrix logits = Numbers.Normal(random, rows, classes, 2);
        int[] targets = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(classes))];
        float[] x = logits.Values.ToArray();

        double loss = Losses.SoftmaxCrossEntropy(logits, targets, Scale);

        double Reference(double[] at) => targets.Select((target, row) =>
        {
            double[] cells = at[(row * classes)..((row + 1) * classes)];
            return Math.Log(cells.Sum(Math.Exp)) - cells[target];
        }).Sum();
        Check(Reference, x, loss, logits.Values.ToArray());
    });

    /// <summary>
    /// log-Q: where every class is drawn with its own probability, the corrected loss of the drawn ones is that of a softmax whose terms
    /// stand 1 ÷ probability times each.
    /// </summary>
    [Fact]
    public void SoftmaxCrossEntropy_SampledColumns_TargetAmongThem()
    {
        double[] logits = [1, -.5, 2], drawn = [.5, .1, .4];
        Matrix corrected = Matrix.FromRows([.. logits.Zip(drawn, (x, q) => (float)(x - Math.Log(q)))]);

        double loss = Losses.SoftmaxCrossEntropy(corrected, [2], 1);

        double[] terms = [.. logits.Zip(drawn, (x, q) => Math.Exp(x) / q)];
        Assert.Equal(-Math.Log(terms[2] / terms.Sum()), loss, 1e-6);
        Numbers.Near([terms[0] / terms.Sum(), terms[1] / terms.Sum(), (terms[2] / terms.Sum()) - 1], corrected.Values, 1e-6);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(0)]
    public void Losses_ExtremeScores_Exact(float x)
    {
        float[] gradient = new float[1], other = new float[1];

        Assert.Equal(Math.Max(0, (double)x) + (x == 0 ? Math.Log(2) : 0), Losses.BinaryCrossEntropy([x], [0], gradient, 1), 1e-6);
        Assert.Equal([x > 0 ? 1 : x < 0 ? 0 : .5f], gradient);
        Assert.Equal(Math.Max(0, -(double)x) + (x == 0 ? Math.Log(2) : 0), Losses.BinaryCrossEntropy([x], [1], gradient, 1), 1e-6);
        Assert.Equal([x > 0 ? 0 : x < 0 ? -1 : -.5f], gradient);

        double ranking = Losses.BayesianPersonalizedRanking([x], [-x], gradient, other, 1);
        Assert.Equal(Math.Max(0, -2 * (double)x) + (x == 0 ? Math.Log(2) : 0), ranking, 1e-6);
        Assert.Equal([x > 0 ? 0 : x < 0 ? 1 : .5f], other);
        Assert.Equal(-other[0], gradient[0]);

        Matrix logits = Matrix.FromRows([x, 0]);
        double softmax = Losses.SoftmaxCrossEntropy(logits, [1], 1);
        Assert.Equal(Math.Max(0, (double)x) + (x == 0 ? Math.Log(2) : 0), softmax, 1e-6);
        Assert.Equal(x > 0 ? [1, -1] : x < 0 ? [0, 0] : [.5f, -.5f], logits.Values.ToArray());
    }

    [Fact]
    public void Losses_NotANumber_StaysSo()
    {
        float[] gradient = new float[1], other = new float[1];

        Assert.Equal(double.NaN, Losses.BinaryCrossEntropy([float.NaN], [0], gradient, 1));
        Assert.Equal(double.NaN, Losses.SquaredError([float.NaN], [0], gradient, 1));
        Assert.Equal(double.NaN, Losses.BayesianPersonalizedRanking([float.NaN], [0], gradient, other, 1));
        Assert.Equal(double.NaN, Losses.SoftmaxCrossEntropy(Matrix.FromRows([float.NaN, 0]), [1], 1));
    }

    [Fact]
    public void Losses_LengthsThatDiffer_Throw()
    {
        Assert.Throws<ArgumentException>(() => Losses.BinaryCrossEntropy([1, 2], [1], new float[2], 1));
        Assert.Throws<ArgumentException>(() => Losses.SquaredError([1], [1, 2], new float[1], 1));
        Assert.Throws<ArgumentException>(() => Losses.BayesianPersonalizedRanking([1], [1], new float[1], new float[2], 1));
        Assert.Throws<ArgumentException>(() => Losses.SoftmaxCrossEntropy(new Matrix(2, 3), [1], 1));
        Assert.Contains("The target of row 1 is 3", Assert.Throws<ArgumentOutOfRangeException>(
            () => Losses.SoftmaxCrossEntropy(new Matrix(2, 3), [0, 3], 1)).Message, StringComparison.Ordinal);
    }

    private static (float[] Values, RandomStream Random) Values(int seed)
    {
        RandomStream random = new((ulong)seed, "losses");
        return (Numbers.Normal(random, 1, random.NextInt32(1, 40), 2).Values.ToArray(), random);
    }

    private static void Check(Func<double[], double> reference, float[] at, double loss, float[] gradient)
    {
        double[] point = Numbers.Doubles(at);
        double expected = reference(point);
        Assert.Equal(expected, loss, 1e-6 * Math.Max(1, Math.Abs(expected)));
        Numbers.Near([.. Numbers.Slopes(point, reference).Select(slope => slope * Scale)], gradient, 1e-5);
    }
}
