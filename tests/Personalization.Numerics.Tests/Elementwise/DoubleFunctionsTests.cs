using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class DoubleFunctionsTests
{
    [Fact]
    public void Exp_NormalResults_WithinTwoUnitsOfTheLibrary()
    {
        double[] values = [.. Spread(-708, 709, 20_001), .. Spread(-1, 1, 10_001), .. Spread(-1e-9, 1e-9, 101)];
        double[] found = Run<DoubleLanes1>(values, exponential: true);

        for (int i = 0; i < values.Length; i++)
            Assert.InRange(Units(Math.Exp(values[i]), found[i]), 0, 2);
    }

    [Fact]
    public void Log_PositiveNormals_WithinTwoUnitsOfTheLibrary()
    {
        double[] values =
            [.. Spread(-700, 700, 20_001).Select(Math.Exp), .. Spread(.5, 2, 20_001), 1, double.MaxValue, 2.2250738585072014e-308];
        double[] found = Run<DoubleLanes1>(values, exponential: false);

        for (int i = 0; i < values.Length; i++)
            Assert.InRange(Units(Math.Log(values[i]), found[i]), 0, 2);
    }

    [Fact]
    public void Exp_EdgeValues_ZeroInfinityAndNaN()
    {
        double[] found = Run<DoubleLanes1>(
            [0, -0.0, -709, double.NegativeInfinity, 710, double.PositiveInfinity, double.NaN], exponential: true);

        Assert.Equal([1, 1, 0, 0, double.PositiveInfinity, double.PositiveInfinity, double.NaN], found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ExpAndLog_AnyWidth_SameBits(bool exponential)
    {
        double[] values = exponential
            ? [.. Spread(-800, 800, 4_000), double.NaN, double.NegativeInfinity, double.PositiveInfinity, -0.0, 0, 1, -708, 709.78]
            : [.. Spread(-700, 700, 4_000).Select(Math.Exp), 1, 2, .5, 3, 1e-300, 1e300, .7, 1.4];
        double[] expected = Run<DoubleLanes1>(values, exponential);

        Assert.Equal(expected, Run<DoubleLanes128>(values, exponential));
        Assert.Equal(expected, Run<DoubleLanes256>(values, exponential));
        Assert.Equal(expected, Run<DoubleLanes512>(values, exponential));
    }

    private static double[] Run<TLanes>(double[] values, bool exponential)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        double[] results = new double[values.Length];
        for (int at = 0; at < values.Length; at += TLanes.Count)
        {
            TLanes value = TLanes.Load(ref MemoryMarshal.GetArrayDataReference(values), (nuint)at);
            TLanes.Store(
                exponential
                ? DoubleFunctions.Exp(value)
                : DoubleFunctions.Log(value), ref MemoryMarshal.GetArrayDataReference(results), (nuint)at);
        }

        return results;
    }

    private static IEnumerable<double> Spread(double from, double to, int count) =>
        Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)));

    private static long Units(double expected, double found) =>
        Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(found));
}
