namespace Personalization.Numerics.Tests;

public sealed class ShortVectorsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(29)]
    public void Dot_AnyLength_NearDoublePrecisionAndInItsOrder(int length)
    {
        (float[] left, float[] right) = (Draw(length, 1), Draw(length, 2));
        float[] lanes = new float[8];
        int whole = length / 8 * 8;
        for (int i = 0; i < whole; i++) lanes[i % 8] = MathF.FusedMultiplyAdd(left[i], right[i], lanes[i % 8]);
        float[] four = [lanes[0] + lanes[4], lanes[1] + lanes[5], lanes[2] + lanes[6], lanes[3] + lanes[7]];
        float expected = four[0] + four[2] + (four[1] + four[3]);
        for (int i = whole; i < length; i++) expected = MathF.FusedMultiplyAdd(left[i], right[i], expected);

        Assert.Equal(expected, ShortVectors.Dot(left, right));
        Assert.Equal(left.Zip(right, (a, b) => (double)a * b).Sum(), expected, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(21)]
    public void Scale_AnyLength_BitsOfThePlainLoop(int length)
    {
        const float scale = -.37f;
        float[] factor = Draw(length, 3), term = Draw(length, 4), sum = Draw(length, 5), product = new float[length];
        float[] expected = [.. sum.Select((value, i) => MathF.FusedMultiplyAdd(term[i], scale, value))];

        ShortVectors.Scale(scale, factor, product, term, sum);

        Assert.Equal(factor.Select(value => value * scale), product);
        Assert.Equal(expected, sum);
    }

    private static float[] Draw(int length, ulong index)
    {
        RandomStream random = new(1, "short", index);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
    }
}
