using Personalization.Numerics;

namespace Personalization.Neural.Tests;

/// <summary>Random numbers, and comparisons with plain double precision.</summary>
internal static class Numbers
{
    private const double Step = 1e-5;

    public static Matrix Normal(RandomStream random, int rows, int columns, double deviation = 1)
    {
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian(0, deviation);
        return matrix;
    }

    /// <summary>Values from −1 to 1 that every machine draws alike, to the last bit.</summary>
    public static Matrix Uniform(RandomStream random, int rows, int columns)
    {
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (2 * random.NextSingle()) - 1;
        return matrix;
    }

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++) doubles[i] = values[i];
        return doubles;
    }

    /// <summary>Gradient of a function of double precision by central differences.</summary>
    public static double[] Slopes(double[] at, Func<double[], double> function)
    {
        double[] slopes = new double[at.Length], moved = [.. at];
        for (int i = 0; i < at.Length; i++)
        {
            moved[i] = at[i] + Step;
            double above = function(moved);
            moved[i] = at[i] - Step;
            slopes[i] = (above - function(moved)) / (2 * Step);
            moved[i] = at[i];
        }

        return slopes;
    }

    /// <summary>Fails where a value is further off than the tolerance times the largest expected value, or the tolerance itself.</summary>
    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = 1;
        foreach (double value in expected) size = Math.Max(size, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * size, $"Value {i} is {actual[i]}; {expected[i]} is expected.");
    }
}
