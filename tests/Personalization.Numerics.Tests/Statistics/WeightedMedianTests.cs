namespace Personalization.Numerics.Tests;

public sealed class WeightedMedianTests
{
    [Theory]
    [InlineData(new float[] { 3 }, new float[] { 1 }, 3f)]
    [InlineData(new float[] { 4, 1, 2 }, new float[] { 1, 1, 1 }, 2f)]
    [InlineData(new float[] { 4, 1, 2, 3 }, new float[] { 1, 1, 1, 1 }, 2f)]
    [InlineData(new float[] { 10, 0, 5 }, new float[] { 3, 1, 1 }, 10f)]
    [InlineData(new float[] { 10, 0, 5 }, new float[] { 2, 1, 1 }, 5f)]
    [InlineData(new float[] { -9, 7, 8 }, new float[] { 0, 1, 0 }, 7f)]
    public void Of_FewValues_ByHand(float[] values, float[] weights, float expected) =>
        Assert.Equal(expected, WeightedMedian.Of(values, weights));

    [Fact]
    public void Of_ManyValues_SameAsSorting()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            RandomStream random = new RandomStream(seed, "median");
            int count = random.NextInt32(1, 700), distinct = random.NextInt32(1, 500);
            float[] values = [.. Enumerable.Range(0, count).Select(i => seed % 3 == 0 ? i : (float)random.NextInt32(distinct))];
            float[] weights = [.. Enumerable.Range(0, count).Select(_ => seed % 2 == 0 ? 1f : random.NextInt32(4))];
            weights[0] += 1;
            double half = weights.Sum(weight => (double)weight) / 2, sum = 0;
            float expected = values.Zip(weights).OrderBy(pair => pair.First).First(pair => (sum += pair.Second) >= half).First;

            Assert.Equal(expected, WeightedMedian.Of(values, weights));
        }
    }

    [Fact]
    public void Of_NothingOrUnequalLengths_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => WeightedMedian.Of([], []));
        Assert.Throws<ArgumentException>(() => WeightedMedian.Of(new float[2], new float[1]));
    }
}
