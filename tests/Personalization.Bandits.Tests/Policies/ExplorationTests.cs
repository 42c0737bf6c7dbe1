using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Policies;

public sealed class ExplorationTests
{
    [Fact]
    public void Greedy_Equals_Share()
    {
        double[] shares = new double[4];
        Exploration.Greedy([1, 3, 3, 2], shares);
        Assert.Equal([0, .5, .5, 0], shares);
        Exploration.Mix(shares, .2);
        Assert.Equal([.05, .45, .45, .05], shares.Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Softmax_ByHand()
    {
        double[] shares = new double[3];
        Exploration.Softmax([1, 1 + (.5 * Math.Log(2)), 1 - (.5 * Math.Log(2))], .5, shares);
        Assert.Equal([2 / 7.0, 4 / 7.0, 1 / 7.0], shares.Select(share => share), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>1 ÷ (3 + 10 · .2), 1 ÷ (3 + 10 · .7), and the rest.</summary>
    [Fact]
    public void InverseGap_ByHand()
    {
        double[] shares = new double[3];
        Exploration.InverseGap([.8, 1, .3], 10, shares);
        Assert.Equal([.2, .7, .1], shares, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>
    /// Of two, the first is best with probability Φ((μ₁ − μ₂) ÷ √(σ₁² + σ₂²)): here Φ(.6 ÷ 1) = .7257,
    /// and Φ(−2) = .0228.
    /// </summary>
    [Theory]
    [InlineData(.6, 0, .6, .8, .7257)]
    [InlineData(0, 2, .6, .8, .0228)]
    [InlineData(5, 5, 1e-9, 1e-9, .5)]
    public void Thompson_OfTwo_AsOftenAsItIsBest(double first, double second, double spread, double other, double expected)
    {
        double[] shares = new double[2];
        Exploration.Thompson([first, second], [spread, other], 10_000, new RandomStream(3, "thompson"), shares);
        Assert.Equal(expected, shares[0], .015);
        Assert.Equal(1, shares.Sum(), 9);
    }

    /// <summary>As if drawn one value after the other, for few actions and for more than find room on the stack.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(2_500)]
    public void Thompson_ManyActions_SharesAreThoseOfOneDrawAfterTheOther(int count)
    {
        RandomStream random = new(4, "thompson of many", (ulong)count);
        double[] means = [.. Enumerable.Range(0, count).Select(_ => .1 * random.NextDouble())];
        double[] deviations = [.. Enumerable.Range(0, count).Select(_ => .05 + (.1 * random.NextDouble()))];
        double[] expected = new double[count], shares = new double[count];
        RandomStream bits = new(5, "thompson");
        for (int draw = 0; draw < 70; draw++)
        {
            (int best, double highest, uint own) = (0, double.NegativeInfinity, 0);
            for (int i = 0; i < count; i++, own >>= 10)
            {
                if (i % 3 == 0) own = bits.NextUInt32();
                double up = ((own & 1_023) + .5) / 1_024, quantile = up < .5 ? -NormalQuantiles.Of(1 - up) : NormalQuantiles.Of(up);
                double value = means[i] + (deviations[i] * quantile);
                if (value > highest) (best, highest) = (i, value);
            }

            expected[best] += 1.0 / 70;
        }

        Exploration.Thompson(means, deviations, 70, new RandomStream(5, "thompson"), shares);
        Assert.Equal(expected, shares);
    }

    [Fact]
    public void Thompson_NumbersThatOverflowed_AreStillProbabilities()
    {
        double[] shares = new double[2];
        Exploration.Thompson(
            [double.PositiveInfinity, 0], [double.PositiveInfinity, double.NaN], 64, new RandomStream(3, "thompson"), shares);
        Assert.Equal([1.0, 0], shares);
    }
}
