namespace Personalization.Numerics.Tests;

public sealed class NormalQuantilesTests
{
    [Theory]
    [InlineData(.5, 0)]
    [InlineData(.95, 1.6448536269514722)]
    [InlineData(.995, 2.5758293035489004)]
    public void Of_KnownValues(double p, double expected) => Assert.Equal(expected, NormalQuantiles.Of(p), 1e-8);

    [Theory]
    [InlineData(.975, 4, 2.7764451052, 3e-3)]
    [InlineData(.975, 10, 2.2281388520, 1e-5)]
    [InlineData(.975, 100, 1.9839715185, 1e-8)]
    [InlineData(.9995, 50, 3.4960128818, 1e-5)]
    public void Student_KnownValues(double p, double freedom, double expected, double tolerance) =>
        Assert.Equal(expected, NormalQuantiles.Student(p, freedom), tolerance);
}
