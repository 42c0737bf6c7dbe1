namespace Personalization.Numerics.Tests;

public sealed class PopulationStabilityTests
{
    [Fact]
    public void Index_TwoBins_ByHand()
    {
        // Half a count more in each: shares 600/1000 and 400/1000 then, 400/1000 and 600/1000 now.
        double index = PopulationStability.Index([599, 399], [399, 599]);

        double share = 599.5 / 999, other = 399.5 / 999;
        Assert.Equal(2 * (share - other) * Math.Log(share / other), index, 12);
    }

    [Fact]
    public void Index_SameShares_Zero() => Assert.Equal(0, PopulationStability.Index([10, 20, 30], [10, 20, 30]));

    [Fact]
    public void Index_EmptyBin_Finite() => Assert.InRange(PopulationStability.Index([0, 100], [100, 0]), 5, 20);

    [Fact]
    public void Index_OtherBins_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => PopulationStability.Index([-1], [1]));
    }

    [Theory]
    [InlineData(2, 6.635)]
    [InlineData(10, 21.666)]
    [InlineData(31, 50.892)]
    public void Noise_OneOfEach_NearTheTableOfChiSquare(int bins, double quantile) =>
        Assert.InRange(PopulationStability.Noise(bins, 1, 1) / 2 / quantile, .98, 1.02);

    [Fact]
    public void Index_SamplesOfOneDistribution_BelowNoiseInNineteenOfTwentyAtLeast()
    {
        int below = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            RandomStream random = new RandomStream(seed, "drift");
            long[] then = new long[8], now = new long[8];
            for (int i = 0; i < 500; i++)
            {
                then[random.NextInt32(8)]++;
                now[random.NextInt32(8)]++;
            }

            below += PopulationStability.Index(then, now) < PopulationStability.Noise(8, 500, 500) ? 1 : 0;
        }

        Assert.InRange(below, 190, 200);
    }
}
