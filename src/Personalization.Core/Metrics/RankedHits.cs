using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Which of the first k of a list are relevant, and the measures that follow from it: the formulas of <see cref="RankingMetrics"/> for one
/// list whose items were looked up once.
/// </summary>
/// <param name="hits">rel(i) of the first k, or of as many as the list has.</param>
/// <param name="relevant">|R|.</param>
/// <param name="k">The cut-off, at least 1.</param>
internal readonly ref struct RankedHits(ReadOnlySpan<bool> hits, int relevant, int k)
{
    private readonly ReadOnlySpan<bool> _hits = hits;

    private int Count => _hits.Count(true);

    public double HitRate => Count > 0 ? 1 : 0;

    public double Precision => Count / (double)k;

    public double Recall => relevant == 0 ? 0 : Count / (double)relevant;

    public double CappedRecall => relevant == 0 ? 0 : Count / (double)Math.Min(k, relevant);

    public double F1 => 2 * Count / ((double)k + relevant);

    public double Ndcg => GainOver(Math.Min(k, relevant));

    public double UncutNdcg => GainOver(relevant);

    public double ReciprocalRank => _hits.IndexOf(true) is >= 0 and int first ? 1.0 / (first + 1) : 0;

    public double AveragePrecision => relevant == 0 ? 0 : PrecisionsAtHits() / Math.Min(k, relevant);

    public double UncutAveragePrecision => relevant == 0 ? 0 : PrecisionsAtHits() / relevant;

    /// <summary>1 / log₂(i + 1) of position i = index + 1.</summary>
    public static double Discount(int index) => 1 / StableMath.Log2(index + 2);

    private double GainOver(int idealCount)
    {
        double gain = 0, ideal = 0;
        for (int i = 0; i < _hits.Length; i++)
        {
            if (_hits[i]) gain += Discount(i);
        }

        for (int i = 0; i < idealCount; i++) ideal += Discount(i);
        return ideal == 0 ? 0 : gain / ideal;
    }

    private double PrecisionsAtHits()
    {
        int found = 0;
        double sum = 0;
        for (int i = 0; i < _hits.Length; i++)
        {
            if (_hits[i]) sum += ++found / (double)(i + 1);
        }

        return sum;
    }
}
