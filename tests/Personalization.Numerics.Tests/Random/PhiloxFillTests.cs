using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics.Tests;

public sealed class PhiloxFillTests
{
    private const ulong Index = 0x1234_5678_9abc_def0;

    [Fact]
    public void Fill_ThreeBatches_AreTheWordsOfBlocksInTurn()
    {
        uint[] words = new uint[3 * Philox.Batch];
        Philox.Fill(Index, 17, 0xffff_fff0, words, isVectorized: false);

        for (uint block = 0; block < 24; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(block, 0, 0x9abc_def0, 0x1234_5678, 17, 0xffff_fff0);
            int start = (int)(block / 8 * 32) + (int)(block % 8);
            Assert.Equal([x0, x1, x2, x3], [words[start], words[start + 8], words[start + 16], words[start + 24]]);
        }
    }

    [Fact]
    public void Fill_OnVectors_SameWords()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2.");
        uint[] words = new uint[4 * Philox.Batch], onVectors = new uint[words.Length];
        Philox.Fill(Index, 3, 0x89ab_cdef, words, isVectorized: false);
        Philox.Fill(Index, 3, 0x89ab_cdef, onVectors, isVectorized: true);

        Assert.Equal(words, onVectors);
    }

    [Fact]
    public void Fill_OfAStream_DoesntMoveIt()
    {
        RandomStream stream = new(5, "mask", 7), other = new(5, "mask", 7);
        uint[] words = new uint[Philox.Batch], again = new uint[Philox.Batch];
        stream.Fill(9, words);

        Assert.Equal(other.NextUInt64(), stream.NextUInt64());
        stream.Fill(9, again);
        Assert.Equal(words, again);
        stream.Fill(10, again);
        Assert.NotEqual(words, again);
    }
}
