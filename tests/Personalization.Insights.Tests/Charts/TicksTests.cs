namespace Personalization.Insights.Tests;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 10, 6, "0 2 4 6 8 10")]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(105, 543, 5, "100 200 300 400 500 600")]
    [InlineData(-3, 7, 3, "-5 0 5 10")]
    [InlineData(5, 5, 3, "4.6 4.8 5 5.2 5.4")]
    public void Linear_Range_GivesNiceNumbers(double minimum, double maximum, int desired, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Linear(minimum, maximum, desired).Select(tick => tick.ToString("0.######"))));

    [Theory]
    [InlineData(1, 1000, "1 10 100 1000")]
    [InlineData(1, 50, "1 2 5 10 20 50")]
    [InlineData(0.8, 12, "1 2 5 10")]
    public void Logarithmic_Range_GivesPowersOfTen(double minimum, double maximum, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Logarithmic(minimum, maximum)));

    [Fact]
    public void Linear_AnyRange_CoversItWithFewTicks()
    {
        for (int i = 0; i < 2000; i++)
        {
            double minimum = Math.Sin(i) * Math.Pow(10, (i % 13) - 6), maximum = minimum
                + (Math.Abs(Math.Cos(i * 7)) * Math.Pow(10, (i % 11) - 5)) + 1e-9;
            double[] ticks = Ticks.Linear(minimum, maximum, 5);
            double slack = (maximum - minimum) * 1e-6;
            Assert.InRange(ticks[0], minimum - (maximum - minimum), minimum + slack);
            Assert.InRange(ticks[^1], maximum - slack, maximum + (maximum - minimum));
            Assert.InRange(ticks.Length, 2, 10);
        }
    }
}
