using Personalization.Numerics;

namespace Personalization.Neural.Tests;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(.1)]
    [InlineData(.5)]
    [InlineData(.9)]
    public void Apply_ManyValues_RateAndScaleAsAsked(double probability)
    {
        Matrix values = Ones(1_000, 101);

        new Dropout("drop", probability, 1).Apply(values, 1, 0);

        int dropped = values.Values.Count(0f);
        Assert.Equal(probability, dropped / 101_000.0, .006);
        Assert.Equal(1, values.Values.ToArray().Average(), .03);
        Assert.Equal(1 / (1 - probability), values.Values.ToArray().Max(), 1e-3);
        Assert.Equal(2, values.Values.ToArray().Distinct().Count());
    }

    [Fact]
    public void Apply_GradientAfterValues_SameMask()
    {
        Dropout layer = new("drop", .4, 1);
        Matrix values = Ones(20, 33), gradient = Numbers.Normal(new RandomStream(1, "gradient"), 20, 33), before = gradient.View.ToMatrix();

        layer.Apply(values, 5, 0);
        layer.Apply(gradient, 5, 0);

        Assert.Equal(values.Values.ToArray().Zip(before.Values.ToArray(), (mask, slope) => mask * slope), gradient.Values.ToArray());
    }

    [Fact]
    public void Apply_InChunks_AsTheWhole()
    {
        Dropout layer = new("drop", .4, 1);
        Matrix whole = Ones(30, 7), first = Ones(11, 7), rest = Ones(19, 7);

        layer.Apply(whole, 5, 0);
        layer.Apply(first, 5, 0);
        layer.Apply(rest, 5, 11);

        Assert.Equal(whole.Values.ToArray(), first.Values.ToArray().Concat(rest.Values.ToArray()));
    }

    [Fact]
    public void Apply_OtherStepSeedOrName_OtherMask()
    {
        Matrix[] masks = [Ones(9, 9), Ones(9, 9), Ones(9, 9), Ones(9, 9)];

        new Dropout("drop", .4, 1).Apply(masks[0], 5, 0);
        new Dropout("drop", .4, 1).Apply(masks[1], 6, 0);
        new Dropout("drop", .4, 2).Apply(masks[2], 5, 0);
        new Dropout("other", .4, 1).Apply(masks[3], 5, 0);

        Assert.Equal(4, masks.Select(mask => string.Join(' ', mask.Values.ToArray())).Distinct().Count());
    }

    [Fact]
    public void Apply_ProbabilityZero_Untouched()
    {
        Matrix values = Ones(3, 3);

        new Dropout("drop", 0, 1).Apply(values, 5, 0);

        Assert.All(values.Values.ToArray(), value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-.1)]
    [InlineData(double.NaN)]
    public void New_NoProbability_Throws(double probability) =>
        Assert.Contains("probability", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout("drop", probability, 1)).Message);

    private static Matrix Ones(int rows, int columns)
    {
        Matrix ones = new(rows, columns);
        ones.Values.Fill(1);
        return ones;
    }
}
