namespace Personalization.Numerics.Tests;

public sealed class StableMathTests
{
    public static TheoryData<double> Positive { get; } =
        [1, 1.5, 2, 3, 10, .1, 1e-3, 1e-300, 1e300, 5e-310, double.Epsilon, double.MaxValue, .99999999, 1.00000001, Math.E, Math.PI];

    [Theory]
    [MemberData(nameof(Positive))]
    public void Logarithms_OfPositiveNumbers_AreThePlatformsUpToRounding(double x)
    {
        Assert.True(IsNear(Math.Log(x), StableMath.Log(x)), $"ln {x}: {StableMath.Log(x):R}");
        Assert.True(IsNear(Math.Log2(x), StableMath.Log2(x)), $"log₂ {x}: {StableMath.Log2(x):R}");
    }

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Logarithms_WithoutANumber_AreThatOfTheLimit(double x, double expected)
    {
        Assert.Equal(expected, StableMath.Log(x));
        Assert.Equal(expected, StableMath.Log2(x));
    }

    [Fact]
    public void PowersOfTwo_AreExactBothWays()
    {
        for (int n = -1074; n <= 1023; n++)
        {
            Assert.Equal(Math.ScaleB(1, n), StableMath.Exp2(n));
            if (n >= -1022) Assert.Equal(n, StableMath.Log2(Math.ScaleB(1, n)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.3)]
    [InlineData(-.7)]
    [InlineData(1e-12)]
    [InlineData(-1e-9)]
    [InlineData(20.25)]
    [InlineData(-50.5)]
    [InlineData(700)]
    public void Exponentials_OfNumbers_AreThePlatformsUpToRounding(double x)
    {
        Assert.True(IsNear(Math.Exp(x), StableMath.Exp(x)), $"e^{x}: {StableMath.Exp(x):R}");
        Assert.True(IsNear(Math.Pow(2, x), StableMath.Exp2(x)), $"2^{x}: {StableMath.Exp2(x):R}");
        double exact = Math.Abs(x) < 1e-6 ? x + (x * x / 2) : Math.Exp(x) - 1;
        Assert.True(Math.Abs(StableMath.ExpMinusOne(x) - exact) <= 1e-14 * Math.Abs(exact), $"e^{x} − 1: {StableMath.ExpMinusOne(x):R}");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(1024, double.PositiveInfinity)]
    [InlineData(-1100, 0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exponentials_BeyondTheRange_AreThoseOfTheLimit(double x, double expected)
    {
        Assert.Equal(expected, StableMath.Exp(x));
        Assert.Equal(expected, StableMath.Exp2(x));
    }

    [Theory]
    [InlineData(3, .75)]
    [InlineData(1234.5, .5)]
    [InlineData(.001, 3)]
    [InlineData(7, -2)]
    [InlineData(0, .75)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1e9)]
    public void Pow_OfNonNegativeNumbers_IsThePlatformsUpToRounding(double x, double y) =>
        Assert.True(Math.Abs(StableMath.Pow(x, y) - Math.Pow(x, y)) <= 1e-14 * Math.Pow(x, y), $"{x}^{y}: {StableMath.Pow(x, y):R}");

    /// <summary>Four units in the last place.</summary>
    private static bool IsNear(double expected, double actual) =>
        Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual)) <= 4;
}
