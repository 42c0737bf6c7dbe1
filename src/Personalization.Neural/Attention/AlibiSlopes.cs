using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>Slopes of <see cref="RelativePositions.Alibi"/>, and what they take from scores.</summary>
internal static class AlibiSlopes
{
    /// <summary>A slope for each head.</summary>
    public static float[] Of(int heads)
    {
        int lower = 1;
        while (lower * 2 <= heads) lower *= 2;
        float[] slopes = new float[heads];
        for (int head = 0; head < heads; head++)
            slopes[head] = head < lower ? Power(8.0 * (head + 1) / lower) : Power(8.0 * ((2 * (head - lower)) + 1) / (2 * lower));

        return slopes;
    }

    /// <summary>Writes −slope · distance of the keys up to a row, the farthest first.</summary>
    public static void Fill(float slope, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++) scores[i] = -slope * (scores.Length - 1 - i);
    }

    /// <summary>Writes them from the farthest key before a row to the farthest after it, as many of either.</summary>
    public static void FillBothWays(float slope, Span<float> scores)
    {
        int row = scores.Length / 2;
        Fill(slope, scores[..(row + 1)]);
        for (int i = 1; i <= row; i++) scores[row + i] = scores[row - i];
    }

    /// <summary>2⁻ˣ, exact of whole numbers.</summary>
    private static float Power(double x)
    {
        int whole = (int)x;
        double rest = 0;
        DoubleLanes1.Store(DoubleFunctions.Exp(DoubleLanes1.Broadcast((whole - x) * .6931471805599453)), ref rest, 0);
        return (float)Math.ScaleB(rest, -whole);
    }
}
