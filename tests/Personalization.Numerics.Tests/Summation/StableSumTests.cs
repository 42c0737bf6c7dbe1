namespace Personalization.Numerics.Tests;

public sealed class StableSumTests
{
    [Fact]
    public void Fold_EveryLengthAndWidth_GivesTheBitsOfTheScalarTwin()
    {
        RandomStream random = new RandomStream(1, "sums");
        for (int length = 0; length <= 256; length++)
        {
            float[] left = new float[length];
            float[] right = new float[length];
            double[] wide = new double[length];
            for (int i = 0; i < length; i++)
            {
                (left[i], right[i], wide[i]) =
                    ((float)random.NextGaussian(0, 1e3), (float)random.NextGaussian(), random.NextGaussian(0, 1e9));
            }

            foreach (int width in new[] { 256, 512 })
            {
                Same(StableSum.Fold(new SingleTerms(left), 0), StableSum.Fold(new SingleTerms(left), width));
                Same(StableSum.Fold(new DoubleTerms(wide), 0), StableSum.Fold(new DoubleTerms(wide), width));
                Same(StableSum.Fold(new ProductTerms(left, right), 0), StableSum.Fold(new ProductTerms(left, right), width));
                Same(
                    StableSum.Fold(new SquaredDeviations<SingleTerms>(new(left), 0.3), 0),
                    StableSum.Fold(new SquaredDeviations<SingleTerms>(new(left), 0.3), width));
            }
        }

        static void Same(double expected, double actual) =>
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
    }

    [Fact]
    public void Moments_ByHand_Match()
    {
        float[] values = [.. Enumerable.Range(1, 20).Select(i => (float)i)];
        Assert.Equal(210, StableSum.Sum(values));
        Assert.Equal(2870, StableSum.Dot(values, values));
        Assert.Equal(33.25, StableSum.Variance(values));
        Assert.Equal(35, StableSum.Variance(values, 1));
        Assert.True(double.IsNaN(StableSum.Mean(ReadOnlySpan<float>.Empty)));
        Assert.Throws<ArgumentException>(() => StableSum.Dot(values, [1f]));
    }
}
