using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Models' scores have no common unit: a re-ranker needs them from 0 to 1.</summary>
internal static class Relevance
{
    /// <summary>
    /// (score − lowest) / (highest − lowest) of the candidates; 1 of all where all score alike. Linear, so that a gap stays a gap.
    /// </summary>
    public static double[] Of(IReadOnlyList<Recommendation> candidates)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        foreach (Recommendation candidate in candidates)
        {
            lowest = Math.Min(lowest, candidate.Score);
            highest = Math.Max(highest, candidate.Score);
        }

        double[] relevance = new double[candidates.Count];
        double range = highest - lowest;
        for (int i = 0; i < relevance.Length; i++) relevance[i] = range > 0 ? (candidates[i].Score - lowest) / range : 1;
        return relevance;
    }
}
