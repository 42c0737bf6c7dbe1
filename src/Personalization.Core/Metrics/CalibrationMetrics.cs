namespace Personalization.Core;

/// <summary>One bin of predictions: what was said, and what happened.</summary>
/// <param name="Count">Predictions in the bin.</param>
/// <param name="Predicted">Mean of the predicted probabilities.</param>
/// <param name="Observed">Share of those that happened.</param>
public readonly record struct ReliabilityBin(int Count, double Predicted, double Observed);

/// <summary>
/// Whether probabilities mean what they say: of all that is predicted with .3, three in ten should happen. Running example: .1, .2, .8, .9,
/// of which the second and the last happened, in two bins.
/// </summary>
public static class CalibrationMetrics
{
    /// <summary>Bins where no number is given.</summary>
    public const int DefaultBins = 15;

    /// <summary>
    /// <c>ECE</c> with bins of equal count (Naeini et al. 2015; Nguyen and O'Connor 2015): Σ share of the bin · |mean predicted − share
    /// that happened|, 0 to 1, lower is better. Example: bins (.15, .5) and (.85, .5), so ½ · .35 + ½ · .35 = .35.
    /// </summary>
    /// <inheritdoc cref="Reliability"/>
    public static double ExpectedCalibrationError(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened, int bins = DefaultBins)
    {
        double error = 0;
        foreach (ReliabilityBin bin in Reliability(probabilities, happened, bins))
            error += bin.Count * Math.Abs(bin.Predicted - bin.Observed) / probabilities.Length;
        return error;
    }

    /// <summary>
    /// What was said and what happened, in bins of equal count (sizes differ by 1 at most) by rising probability; equal probabilities in
    /// their order. Example: (2, .15, .5), (2, .85, .5).
    /// </summary>
    /// <param name="probabilities">Predicted, 0 to 1; at least one.</param>
    /// <param name="happened">Whether it happened, prediction by prediction.</param>
    /// <param name="bins">Number of bins, at least 1; no more than there are predictions are made. Default 15.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there is nothing to measure, or a probability isn't within 0 and 1.
    /// </exception>
    public static IReadOnlyList<ReliabilityBin> Reliability(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened, int bins = DefaultBins)
    {
        Guard.AtLeast(bins, 1);
        if (probabilities.Length != happened.Length || probabilities.IsEmpty)
        {
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities and {happened.Length} outcomes; as many of both, and at least one.",
                nameof(happened));
        }

        double[] sorted = probabilities.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            if (!(sorted[i] >= 0 && sorted[i] <= 1))
                throw new ArgumentException($"Probability {i} is {sorted[i]}; it must be 0 to 1.", nameof(probabilities));
        }

        Array.Sort(order, (a, b) => sorted[a] != sorted[b] ? sorted[a].CompareTo(sorted[b]) : a.CompareTo(b));
        ReliabilityBin[] made = new ReliabilityBin[Math.Min(bins, order.Length)];
        for (int bin = 0; bin < made.Length; bin++)
        {
            int start = (int)((long)order.Length * bin / made.Length), end = (int)((long)order.Length * (bin + 1) / made.Length);
            double predicted = 0, observed = 0;
            for (int i = start; i < end; i++)
            {
                predicted += probabilities[order[i]];
                observed += happened[order[i]] ? 1 : 0;
            }

            made[bin] = new ReliabilityBin(end - start, predicted / (end - start), observed / (end - start));
        }

        return made;
    }
}
