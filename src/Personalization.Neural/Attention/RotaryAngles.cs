using System.Numerics;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Cosines and sines of <see cref="RelativePositions.Rotary"/>, of operations that every machine rounds alike: the platform's library gives
/// other last digits here and there.
/// </summary>
internal static class RotaryAngles
{
    private const double LogOfBase = 9.210340371976184; // ln 10000

    private const double TwoOverPi = .6366197723675814;

    /// <summary>½π in two parts, of 106 bits in all.</summary>
    private const double HalfPiHigh = 1.5707963267948966, HalfPiLow = 6.123233995736766e-17;

    /// <summary>10000^(−2i / columns), for the pairs of a head of so many columns.</summary>
    public static double[] Frequencies(int columns)
    {
        double[] frequencies = new double[columns / 2];
        for (int i = 0; i < frequencies.Length; i++)
            DoubleLanes1.Store(DoubleFunctions.Exp(DoubleLanes1.Broadcast(-2.0 * i / columns * LogOfBase)), ref frequencies[i], 0);

        return frequencies;
    }

    /// <summary>Writes the cosines and sines of a position, from 0 on.</summary>
    public static void Fill(ReadOnlySpan<double> frequencies, int position, Span<float> cosines, Span<float> sines)
    {
        for (int i = 0; i < frequencies.Length; i++)
        {
            (double sine, double cosine) = SineAndCosine(position * frequencies[i]);
            (sines[i], cosines[i]) = ((float)sine, (float)cosine);
        }
    }

    /// <summary>Turns pairs (i, half + i) in place.</summary>
    public static void Turn(Span<float> head, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        int half = cosines.Length, i = 0;
        Span<float> first = head[..half], second = head[half..];
        for (; i <= half - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> a = new(first[i..]), b = new(second[i..]), cosine = new(cosines[i..]), sine = new(sines[i..]);
            ((a * cosine) - (b * sine)).CopyTo(first[i..]);
            ((a * sine) + (b * cosine)).CopyTo(second[i..]);
        }

        for (; i < half; i++)
        {
            float a = first[i], b = second[i];
            first[i] = (a * cosines[i]) - (b * sines[i]);
            second[i] = (a * sines[i]) + (b * cosines[i]);
        }
    }

    /// <summary>Turns pairs (i, half + i) in place the other way, as gradients go back.</summary>
    public static void TurnBack(Span<float> head, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        int half = cosines.Length, i = 0;
        Span<float> first = head[..half], second = head[half..];
        for (; i <= half - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> a = new(first[i..]), b = new(second[i..]), cosine = new(cosines[i..]), sine = new(sines[i..]);
            ((a * cosine) + (b * sine)).CopyTo(first[i..]);
            ((b * cosine) - (a * sine)).CopyTo(second[i..]);
        }

        for (; i < half; i++)
        {
            float a = first[i], b = second[i];
            first[i] = (a * cosines[i]) + (b * sines[i]);
            second[i] = (b * cosines[i]) - (a * sines[i]);
        }
    }

    /// <summary>
    /// Of angles from 0 to 10⁹: x = n ½π + r with |r| ≤ ¼π, then Taylor polynomials of degrees 17 and 18, whose remainders are below
    /// 1e-18.
    /// </summary>
    internal static (double Sine, double Cosine) SineAndCosine(double x)
    {
        double n = Math.Round(x * TwoOverPi);
        double r = Math.FusedMultiplyAdd(-n, HalfPiLow, Math.FusedMultiplyAdd(-n, HalfPiHigh, x)), z = r * r;
        double sine = 1, cosine = 1;
        for (int k = 17; k >= 3; k -= 2) sine = Math.FusedMultiplyAdd(-z / (k * (k - 1)), sine, 1);
        for (int k = 18; k >= 2; k -= 2) cosine = Math.FusedMultiplyAdd(-z / (k * (k - 1)), cosine, 1);
        sine *= r;
        return ((long)n & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
