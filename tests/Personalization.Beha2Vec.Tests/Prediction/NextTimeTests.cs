using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

public sealed class NextTimeTests
{
    /// <summary>All between 4 and 8 minutes, log-evenly: the median is 4 √2.</summary>
    [Fact]
    public void Quantile_OneDoubling_ByHand()
    {
        NextTime time = Certain(3);

        Assert.Equal(4 * Math.Sqrt(2), time.Median.TotalMinutes, 1e-6);
        Assert.Equal(4, time.Quantile(0).TotalMinutes, 1e-6);
        Assert.Equal(8, time.Quantile(1).TotalMinutes, 1e-6);
        Assert.Equal(0, time.ProbabilityWithin(TimeSpan.FromMinutes(4)), 1e-9);
        Assert.Equal(.5, time.ProbabilityWithin(TimeSpan.FromMinutes(4 * Math.Sqrt(2))), 1e-6);
        Assert.Equal(1, time.ProbabilityWithin(TimeSpan.FromMinutes(9)), 1e-9);
    }

    /// <summary>Below a minute evenly; from 2¹⁹ minutes on, half of it before 2²⁰.</summary>
    [Fact]
    public void Quantile_FirstAndLastBin_ByHand()
    {
        Assert.Equal(.25, Certain(0).Quantile(.25).TotalMinutes, 1e-9);
        Assert.Equal(.75, Certain(0).ProbabilityWithin(TimeSpan.FromSeconds(45)), 1e-9);
        Assert.Equal(1 << 20, Certain(NextTime.Bins - 1).Median.TotalMinutes, 1e-3);
        Assert.Equal(.75, Certain(NextTime.Bins - 1).ProbabilityWithin(TimeSpan.FromMinutes(1 << 21)), 1e-9);
        Assert.Equal(TimeSpan.MaxValue, Certain(NextTime.Bins - 1).Quantile(1));
    }

    [Fact]
    public void Interval_TwoBins_HoldsFourFifths()
    {
        float[] probabilities = new float[NextTime.Bins];
        (probabilities[1], probabilities[5]) = (1, 1); // 1 to 2 and 16 to 32 minutes
        NextTime time = new(probabilities);

        (TimeSpan from, TimeSpan to) = time.Interval();

        Assert.Equal(Math.Pow(2, .2), from.TotalMinutes, 1e-6);
        Assert.Equal(16 * Math.Pow(2, .8), to.TotalMinutes, 1e-5);
    }

    /// <summary>A time's code falls into the bin that the density gives it to.</summary>
    [Fact]
    public void ProbabilityWithin_AnyTime_AgreesWithTheCodes()
    {
        Properties.HoldForSeeds(200, seed =>
        {
            Random random = new(seed);
            TimeSpan time = TimeSpan.FromMinutes(Math.Pow(2, (random.NextDouble() * 24) - 2));
            NextTime certain = Certain(BehaviorVocabulary.GapCode(time.Ticks) - 1);

            Assert.InRange(certain.ProbabilityWithin(time), 1e-12, 1 - 1e-12);
        });
    }

    [Fact]
    public void Quantile_AnyDensity_IsTheInverseOfProbabilityWithin()
    {
        Properties.HoldForSeeds(200, seed =>
        {
            Random random = new(seed);
            float[] probabilities = [.. Enumerable.Range(0, NextTime.Bins).Select(_ => random.Next(3) == 0 ? 0 : random.NextSingle())];
            probabilities[random.Next(probabilities.Length)] = 1;
            NextTime time = new(probabilities);
            double probability = .001 + (.998 * random.NextDouble());

            Assert.Equal(probability, time.ProbabilityWithin(time.Quantile(probability)), 1e-5);
        });
    }

    [Fact]
    public void Constructor_NoDensity_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => new NextTime(new float[3]));
        Assert.Throws<ArgumentException>(() => new NextTime(new float[NextTime.Bins]));
        float[] wrong = new float[NextTime.Bins];
        wrong[2] = -1;
        Assert.Throws<ArgumentException>(() => new NextTime(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => Certain(1).Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Certain(1).Interval(double.NaN));
    }

    private static NextTime Certain(int bin)
    {
        float[] probabilities = new float[NextTime.Bins];
        probabilities[bin] = 1;
        return new NextTime(probabilities);
    }
}
