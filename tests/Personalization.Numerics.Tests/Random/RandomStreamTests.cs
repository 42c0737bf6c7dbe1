namespace Personalization.Numerics.Tests;

public sealed class RandomStreamTests
{
    private const int Draws = 200_000;

    [Fact]
    public void Restart_InTheMiddleOfAPair_AsANewStream()
    {
        RandomStream restarted = new(5, "purpose", 1), begun = new(5, "purpose", 9);
        restarted.NextUInt32();
        restarted.NextGaussian();

        restarted.Restart(9);

        Assert.Equal(begun.NextGaussian(), restarted.NextGaussian());
        Assert.Equal(begun.NextUInt64(), restarted.NextUInt64());
    }

    /// <summary>Many at a time are those one by one, from any place in a block on.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 32)]
    [InlineData(1, 31)]
    [InlineData(3, 100)]
    [InlineData(6, 200)]
    public void NextUInt32s_AnyNumber_AreThoseOneByOne(int before, int count)
    {
        RandomStream one = new(5, "purpose", 7), many = new(5, "purpose", 7);
        for (int i = 0; i < before; i++) Assert.Equal(one.NextUInt32(), many.NextUInt32());
        uint[] draws = new uint[count];
        many.NextUInt32s(draws);
        Assert.All(draws, draw => Assert.Equal(one.NextUInt32(), draw));
        Assert.Equal(one.NextUInt64(), many.NextUInt64());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xffff_fff7)]
    [InlineData(0xffff_fffc)]
    [InlineData(0x1_0000_0005)]
    public void EightBlocks_OnVectorsOrNot_AreTheBlocks(ulong first)
    {
        foreach (bool isVectorized in (bool[])[false, System.Runtime.Intrinsics.X86.Avx2.IsSupported])
        {
            uint[] words = new uint[Philox.Batch];
            Philox.EightBlocks(first, 0x1_0000_0002, 3, 4, words, isVectorized);
            for (ulong i = 0; i < 8; i++)
            {
                ulong block = first + i;
                int at = 4 * (int)i;
                Assert.Equal(
                    Philox.Block((uint)block, (uint)(block >> 32), 2, 1, 3, 4), (words[at], words[at + 1], words[at + 2], words[at + 3]));
            }
        }
    }

    [Fact]
    public void Philox_Random123Vectors_Match()
    {
        const uint All = uint.MaxValue;
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0, 0, 0, 0));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox.Block(All, All, All, All, All, All));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    [Fact]
    public void NextUInt64_SameIdentity_SameDrawsAndOthersDiffer()
    {
        ulong[] First(ulong seed, string purpose, ulong index)
        {
            RandomStream stream = new RandomStream(seed, purpose, index);
            return [.. Enumerable.Range(0, 8).Select(_ => stream.NextUInt64())];
        }

        Assert.Equal(First(1, "a", 2), First(1, "a", 2));
        ulong[][] others = [First(1, "a", 2), First(2, "a", 2), First(1, "b", 2), First(1, "a", 3)];
        Assert.Equal(32, others.SelectMany(draws => draws).Distinct().Count());
    }

    // Five standard errors of the mean, and of the variance under the given excess kurtosis.
    [Theory]
    [InlineData("uniform", 0.5, 1.0 / 12, -1.2)]
    [InlineData("gaussian", 3, 4, 0)]
    [InlineData("exponential", 0.5, 0.25, 6)]
    [InlineData("gamma 2.5", 5, 10, 2.4)]
    [InlineData("gamma 0.3", 0.3, 0.3, 20)]
    [InlineData("beta", 0.4, 0.04, -0.6)]
    [InlineData("poisson 3", 3, 3, 1.0 / 3)]
    [InlineData("poisson 12", 12, 12, 1.0 / 12)]
    [InlineData("poisson 5000", 5000, 5000, 0.0002)]
    public void Draws_Moments_LieWithinFiveStandardErrors(string name, double mean, double variance, double excessKurtosis)
    {
        RandomStream random = new RandomStream(7, name);
        Func<double> draw = name switch
        {
            "uniform" => random.NextDouble,
            "gaussian" => () => random.NextGaussian(3, 2),
            "exponential" => () => random.NextExponential(2),
            "gamma 2.5" => () => random.NextGamma(2.5, 2),
            "gamma 0.3" => () => random.NextGamma(0.3),
            "beta" => () => random.NextBeta(2, 3),
            "poisson 3" => () => random.NextPoisson(3),
            "poisson 12" => () => random.NextPoisson(12),
            _ => () => random.NextPoisson(5000),
        };
        double[] values = new double[Draws];
        for (int i = 0; i < Draws; i++)
            values[i] = draw();

        Assert.InRange(StableSum.Mean(values) - mean, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        double error = variance * Math.Sqrt((excessKurtosis + 2) / Draws);
        Assert.InRange(StableSum.Variance(values) - variance, -5 * error, 5 * error);
    }

    [Fact]
    public void SampleWithoutReplacement_WholePopulation_IsPermutation() =>
        Assert.Equal(Enumerable.Range(0, 50), new RandomStream(3, "sample").SampleWithoutReplacement(50, 50).Order());

    [Fact]
    public void AliasTable_Frequencies_FollowWeights()
    {
        RandomStream random = new RandomStream(6, "alias");
        AliasTable table = new AliasTable([1, 0, 2, 7]);
        int[] counts = new int[4];
        for (int i = 0; i < 100_000; i++)
            counts[table.Sample(random)]++;

        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 10_000 - 475, 10_000 + 475);
        Assert.InRange(counts[3], 70_000 - 725, 70_000 + 725);
        Assert.Throws<ArgumentException>(() => new AliasTable([0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AliasTable([1, double.NaN]));
    }

    [Fact]
    public void Draws_ImpossibleParameters_Throw()
    {
        RandomStream random = new RandomStream(0, "errors");
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextGamma(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextPoisson(-1));
    }
}
