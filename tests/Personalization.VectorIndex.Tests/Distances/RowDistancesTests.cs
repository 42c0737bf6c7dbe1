using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Personalization.Numerics;

namespace Personalization.VectorIndex.Tests;

public sealed unsafe class RowDistancesTests
{
    public static TheoryData<int> Lengths => [16, 32, 48, 64, 256];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RowDistances_AnyWidth_GiveTheSameBitsAndThoseOfAPlainLoop(int length)
    {
        Matrix rows = VectorData.Clouds(5, length, 5);
        fixed (float* start = rows.Values)
        {
            float*[] row = [start, start + length, start + (2 * length), start + (3 * length), start + (4 * length)];
            Vector128<float> dot = RowDistances.Four<Block128, DotForm>(row[0], row[1], row[2], row[3], row[4], length);
            Vector128<float> squared = RowDistances.Four<Block128, SquaredForm>(row[0], row[1], row[2], row[3], row[4], length);

            Assert.Equal(dot, RowDistances.Four<Block256, DotForm>(row[0], row[1], row[2], row[3], row[4], length));
            Assert.Equal(dot, RowDistances.Four<Block512, DotForm>(row[0], row[1], row[2], row[3], row[4], length));
            Assert.Equal(squared, RowDistances.Four<Block256, SquaredForm>(row[0], row[1], row[2], row[3], row[4], length));
            Assert.Equal(squared, RowDistances.Four<Block512, SquaredForm>(row[0], row[1], row[2], row[3], row[4], length));
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(Lanes(rows.Row(0), rows.Row(i + 1), (x, y, sum) => MathF.FusedMultiplyAdd(x, y, sum)), -dot[i]);
                Assert.Equal(Lanes(rows.Row(0), rows.Row(i + 1), (x, y, sum) => MathF.FusedMultiplyAdd(x - y, x - y, sum)), squared[i]);
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(416)]
    public void CodeDots_AnyWidth_AreThePlainSums(int length)
    {
        sbyte[] codes = new sbyte[length * 4];
        short[] query = new short[length];
        RandomStream draws = new(1, "codes");
        for (int i = 0; i < codes.Length; i++) codes[i] = i < length ? (sbyte)127 : (sbyte)draws.NextInt32(-127, 128);
        for (int i = 0; i < length; i++) query[i] = i % 2 == 0 ? (short)127 : (short)draws.NextInt32(-127, 128);
        fixed (sbyte* c = codes)
        fixed (short* q = query)
        {
            Vector128<int> four = CodeDots.Four(q, c, c + length, c + (2 * length), c + (3 * length), length);
            for (int i = 0; i < 4; i++)
            {
                int plain = 0;
                for (int j = 0; j < length; j++) plain += q[j] * c[(i * length) + j];
                Assert.Equal(plain, four[i]);
                Assert.Equal(plain, CodeDots.One128(q, c + (i * length), length));
                if (Avx2.IsSupported) Assert.Equal(plain, CodeDots.One256(q, c + (i * length), length));
            }
        }
    }

    [Fact]
    public void Candidate_OfAnyDistance_SortsByDistanceThenRow()
    {
        float[] ascending = [float.NegativeInfinity, -3, -1e-30f, 0, 1e-30f, 2, float.MaxValue, float.PositiveInfinity];
        ulong[] candidates = [.. ascending.Select(d => Candidate.Of(d, 7))];

        Assert.Equal(candidates.Order(), candidates);
        Assert.Equal(ascending, candidates.Select(Candidate.Distance));
        Assert.Equal(Candidate.Of(0f, 3), Candidate.Of(-0f, 3));
        Assert.True(Candidate.Of(1, int.MaxValue) > Candidate.Of(1, 5));
        Assert.Equal(int.MaxValue, Candidate.Row(Candidate.Of(1, int.MaxValue)));
    }

    private static float Lanes(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Func<float, float, float, float> add)
    {
        float[] lanes = new float[16];
        for (int i = 0; i < x.Length; i++) lanes[i % 16] = add(x[i], y[i], lanes[i % 16]);
        for (int half = 8; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        }

        return lanes[0];
    }
}
