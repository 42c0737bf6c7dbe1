using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>From what is expected of actions to the probabilities with which they are taken.</summary>
internal static class Exploration
{
    private const int Quantiles = 1_024;

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
        Span<int> open = means.Length <= 256 ? stackalloc int[means.Length] : new int[means.Length];
        int count = 0;
        for (int i = 0; i < means.Length; i++)
        {
            if (means[i] + (reach * deviations[i]) >= least) open[count++] = i;
        }

        for (int draw = 0; draw < draws; draw++)
        {
            (int best, double highest) = (open[0], double.NegativeInfinity);
            uint bits = 0;
            for (int i = 0; i < count; i++)
            {
                if (i % 3 == 0) bits = random.NextUInt32();
                int action = open[i];
                double value = means[action] + (deviations[action] * Normal[bits & (Quantiles - 1)]);
                bits >>= 10;
                if (value > highest) (best, highest) = (action, value);
            }

            shares[best] += 1.0 / draws;
        }
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
