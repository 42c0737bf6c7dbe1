using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>What is of many lists together, not of single customers.</summary>
internal sealed class ListTally(int itemCount, RankingPast? past)
{
    private readonly int[] _exposures = new int[itemCount];

    /// <param name="list">Rows of the recommender's items; below 0 where there is none.</param>
    public void Add(ReadOnlySpan<int> list)
    {
        foreach (int item in list)
        {
            if (item >= 0) _exposures[item]++;
        }
    }

    public double ValueOf(string measure) => measure switch
    {
        "Coverage" => _exposures.Count(times => times > 0) / (double)itemCount,
        "Gini" => ListMetrics.Gini(_exposures),
        "Novelty" => Novelty(),
        _ => throw new InvalidOperationException($"{measure} isn't of all lists together."),
    };

    private double Novelty()
    {
        double[] sums = new double[itemCount];
        long shown = 0;
        for (int item = 0; item < sums.Length; item++)
        {
            double novelty = past!.NoveltyOf(item);
            if (double.IsNaN(novelty)) continue;
            sums[item] = novelty * _exposures[item];
            shown += _exposures[item];
        }

        return StableSum.Sum(sums) / shown;
    }
}
