using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Whether those who buy often spend otherwise.</summary>
internal static class LifetimeSpend
{
    /// <summary>Pearson's, of the logarithms of repeat purchases and of their mean amount.</summary>
    public static double Correlation(LifetimeSummary summary)
    {
        List<(double Often, double Much)> known = [];
        for (int row = 0; row < summary.Count; row++)
        {
            if (summary.RepeatPurchases[row] > 0 && summary.AverageSpends[row] > 0)
                known.Add((StableMath.Log(summary.RepeatPurchases[row]), StableMath.Log(summary.AverageSpends[row])));
        }

        if (known.Count < 3) return double.NaN;
        double often = known.Average(one => one.Often), much = known.Average(one => one.Much);
        double both = known.Sum(one => (one.Often - often) * (one.Much - much));
        double spread = Math.Sqrt(Squares(known.Select(one => one.Often - often)) * Squares(known.Select(one => one.Much - much)));
        return spread > 0 ? both / spread : double.NaN;
    }

    private static double Squares(IEnumerable<double> values) => values.Sum(value => value * value);
}
