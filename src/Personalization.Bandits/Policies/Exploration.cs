using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>From what is expected of actions to the probabilities with which they are taken.</summary>
internal static class Exploration
{
    private const int Quantiles = 1_024;

    /// <summary>So many actions find room on the stack.</summary>
    private const int Few = 256;

    /// <summary>Quantiles of the standard normal distribution at (i + ½) ÷ 1,024.</summary>
    private static readonly double[] Normal = MakeNormal();

    /// <summary>All to the best; equals share.</summary>
    public static void Greedy(ReadOnlySpan<double> scores, Span<double> shares)
    {
        double best = double.NegativeInfinity;
        int equals = 0;
        foreach (double score in scores)
        {
            if (score > best) (best, equals) = (score, 1);
            else if (score == best) equals++;
        }

        for (int i = 0; i < scores.Length; i++) shares[i] = scores[i] == best ? 1.0 / equals : 0;
    }

    /// <summary>Mixes in equal chances.</summary>
    public static void Mix(Span<double> shares, double uniform)
    {
        if (uniform <= 0) return;
        for (int i = 0; i < shares.Length; i++) shares[i] = ((1 - uniform) * shares[i]) + (uniform / shares.Length);
    }

    public static void Softmax(ReadOnlySpan<double> scores, double temperature, Span<double> shares)
    {
        double best = double.NegativeInfinity, sum = 0;
        foreach (double score in scores) best = Math.Max(best, score);
        for (int i = 0; i < scores.Length; i++) sum += shares[i] = StableMath.Exp((scores[i] - best) / temperature);
        for (int i = 0; i < scores.Length; i++) shares[i] /= sum;
    }

    /// <summary>Foster and Rakhlin (2020), algorithm 1, for rewards.</summary>
    public static void InverseGap(ReadOnlySpan<double> scores, double gamma, Span<double> shares)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }

        double rest = 1;
        for (int i = 0; i < scores.Length; i++)
        {
            if (i == best) continue;
            rest -= shares[i] = 1 / (scores.Length + (gamma * (scores[best] - scores[i])));
        }

        shares[best] = rest;
    }

    /// <summary>
    /// How often each action is the best of so many draws. The shares are what is drawn by afterwards, so they are exact as propensities
    /// whatever their number.
    /// </summary>
    public static void Thompson(
        ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, int draws, RandomStream random, Span<double> shares)
    {
        shares.Clear();
        // The table ends at some three deviations: what stays below another's least never is the best, and need not be drawn.
        double reach = Normal[^1], least = double.NegativeInfinity;
        for (int i = 0; i < means.Length; i++) least = Math.Max(least, means[i] - (reach * deviations[i]));
        Span<int> open = means.Length <= Few ? stackalloc int[means.Length] : new int[means.Length];
        Span<double> mean = means.Length <= Few ? stackalloc double[means.Length] : new double[means.Length];
        Span<double> deviation = means.Length <= Few ? stackalloc double[means.Length] : new double[means.Length];
        int count = 0;
        for (int i = 0; i < means.Length; i++)
        {
            if (!(means[i] + (reach * deviations[i]) >= least)) continue;
            (open[count], mean[count], deviation[count]) = (i, means[i], deviations[i]);
            count++;
        }

        // Where numbers overflowed nothing can be said of any.
        if (count == 0)
        {
            shares[0] = 1;
            return;
        }

        // Each 32 random bits draw three values; as many draws at a time as there is room for bits.
        int words = (count + 2) / 3, atOnce = Math.Max(1, 3 * Few / words);
        Span<uint> bits = words <= 3 * Few ? stackalloc uint[3 * Few] : new uint[words];
        Span<double> values = count <= Few ? stackalloc double[Few] : new double[count];
        for (int draw = 0; draw < draws; draw += atOnce)
        {
            int now = Math.Min(atOnce, draws - draw);
            random.NextUInt32s(bits[..(now * words)]);
            for (int i = 0; i < now; i++)
            {
                Draw(mean[..count], deviation[..count], bits.Slice(i * words, words), values[..count]);
                shares[open[FirstHighest(values[..count])]] += 1.0 / draws;
            }
        }
    }

    private static void Draw(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<uint> bits, Span<double> values)
    {
        deviations = deviations[..means.Length];
        values = values[..means.Length];
        ReadOnlySpan<double> normal = Normal;
        for (int i = 0, word = 0; i < means.Length; word++)
        {
            uint own = bits[word];
            for (int end = Math.Min(i + 3, means.Length); i < end; i++, own >>= 10)
                values[i] = means[i] + (deviations[i] * normal[(int)(own & (Quantiles - 1))]);
        }
    }

    /// <summary>Place of the highest value, of equals the first; none may be NaN.</summary>
    private static int FirstHighest(ReadOnlySpan<double> values)
    {
        double highest = values[0];
        int i = 1;
        if (values.Length >= 2 * Vector256<double>.Count)
        {
            Vector256<double> all = Vector256.Create(values);
            for (i = Vector256<double>.Count; i + Vector256<double>.Count <= values.Length; i += Vector256<double>.Count)
                all = Vector256.Max(all, Vector256.Create(values[i..]));
            highest = Math.Max(Math.Max(all[0], all[1]), Math.Max(all[2], all[3]));
        }

        for (; i < values.Length; i++) highest = Math.Max(highest, values[i]);
        return values.IndexOf(highest);
    }

    private static double[] MakeNormal()
    {
        double[] quantiles = new double[Quantiles];
        for (int i = 0; i < Quantiles / 2; i++)
        {
            double above = NormalQuantiles.Of(1 - ((i + .5) / Quantiles));
            (quantiles[i], quantiles[Quantiles - 1 - i]) = (-above, above);
        }

        return quantiles;
    }
}
