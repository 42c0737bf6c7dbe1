using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Measures of scores against what happened. Running example: scores .1, .2, .8, .9, of which the second and the last happened.
/// </summary>
public static class BinaryMetrics
{
    /// <summary>
    /// <c>AUC</c>, the area under the receiver operating characteristic: how often one that happened scores above one that didn't, ties
    /// half (Hanley and McNeil 1982). .5 is chance; NaN where all or none happened. O(n log n). Example: 3 of 4 pairs, .75.
    /// </summary>
    /// <param name="scores">Any numbers, higher meaning more probable; at least one.</param>
    /// <param name="happened">What came of each.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is nothing to measure, or a score isn't finite.</exception>
    public static double Auc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        Check(scores, happened);
        return AucOf(RankedOutcomes.Of(scores, happened), []);
    }

    /// <summary>
    /// <c>LogLoss</c>: the mean of −ln of the probability of what happened, in nats, lower is better; probabilities are kept from 0 and 1
    /// by
    /// 1e-15. Example: −(ln .9 + ln .2 + ln .2 + ln .9) ÷ 4 = .857.
    /// </summary>
    /// <param name="probabilities">Predicted, 0 to 1; at least one.</param>
    /// <param name="happened">What came of each.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there is nothing to measure, or a probability isn't within 0 and 1.
    /// </exception>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened)
    {
        CheckProbabilities(probabilities, happened);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
            sum -= StableMath.Log(Math.Clamp(happened[i] ? probabilities[i] : 1 - probabilities[i], 1e-15, 1));
        return sum / probabilities.Length;
    }

    /// <summary><c>Brier</c>: the mean of (p − y)², 0 to 1, lower is better. Example: (.01 + .64 + .64 + .01) ÷ 4 = .325.</summary>
    /// <inheritdoc cref="LogLoss"/>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened)
    {
        CheckProbabilities(probabilities, happened);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double error = probabilities[i] - (happened[i] ? 1 : 0);
            sum += error * error;
        }

        return sum / probabilities.Length;
    }

    /// <summary>AUC where each counts as often as its weight; each once without weights.</summary>
    internal static double AucOf(RankedOutcomes ranked, ReadOnlySpan<int> weights)
    {
        double above = 0, yes = 0, no = 0;
        for (int start = 0, end; start < ranked.Order.Length; start = end)
        {
            double tiedYes = 0, tiedNo = 0;
            for (end = start; end < ranked.Order.Length && ranked.Groups[end] == ranked.Groups[start]; end++)
            {
                double weight = weights.IsEmpty ? 1 : weights[ranked.Order[end]];
                if (ranked.Happened[ranked.Order[end]]) tiedYes += weight;
                else tiedNo += weight;
            }

            above += tiedYes * (no + (tiedNo / 2));
            (yes, no) = (yes + tiedYes, no + tiedNo);
        }

        return yes == 0 || no == 0 ? double.NaN : above / (yes * no);
    }

    internal static void Check(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        if (scores.Length != happened.Length || scores.IsEmpty)
        {
            throw new ArgumentException(
                $"There are {scores.Length} scores and {happened.Length} outcomes; as many of both, and at least one.", nameof(happened));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i])) throw new ArgumentException($"Score {i} is {scores[i]}; it must be finite.", nameof(scores));
        }
    }

    private static void CheckProbabilities(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened)
    {
        Check(probabilities, happened);
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
                throw new ArgumentException($"Probability {i} is {probabilities[i]}; it must be 0 to 1.", nameof(probabilities));
        }
    }
}

/// <summary>Outcomes in the order of their scores, the lowest first; equal scores share the number of a group.</summary>
internal sealed record RankedOutcomes(int[] Order, int[] Groups, bool[] Happened)
{
    public static RankedOutcomes Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        double[] keys = scores.ToArray();
        int[] order = new int[keys.Length], groups = new int[keys.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        for (int i = 1; i < keys.Length; i++) groups[i] = groups[i - 1] + (keys[i] == keys[i - 1] ? 0 : 1);
        return new RankedOutcomes(order, groups, happened.ToArray());
    }
}
