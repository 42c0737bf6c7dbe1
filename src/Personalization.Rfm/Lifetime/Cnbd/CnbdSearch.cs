using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Fits BG/CNBD-k and MBG/CNBD-k for one k, or for one after the other as long as the likelihood grows.</summary>
internal static class CnbdSearch
{
    public static (FittedParameters Fitted, int Regularity) Run(
        LifetimeSummary summary, LifetimeFitOptions? options, int? regularity, int shift, string name, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        LifetimeCell[] cells = LifetimeCells.From(summary);
        double intervals = LogIntervals(summary);
        if (Guard.InRange(regularity, 1, CnbdModel.MostRegular) is { } given) return (Fit(given), given);
        if (double.IsNaN(intervals))
        {
            throw new ArgumentException(
                $"The summary doesn't know the times between purchases, so that k can't be chosen: give {nameof(regularity)}, or the "
                + $"{nameof(LifetimeRow.LogIntervals)} of every customer with a repeat.",
                nameof(summary));
        }

        FittedParameters best = Fit(1);
        for (int k = 2; k <= CnbdModel.MostRegular; k++)
        {
            FittedParameters next = Fit(k);
            if (next.Fit.LogLikelihood <= best.Fit.LogLikelihood) return (best, k - 1);
            best = next;
        }

        return (best, CnbdModel.MostRegular);

        FittedParameters Fit(int k) => FittedParameters.Search(
            new ErlangGeometricLikelihood(cells, k, shift, k == 1 || double.IsNaN(intervals) ? 0 : (k - 1) * intervals),
            options,
            $"{name}-{k}",
            progress,
            cancellationToken);
    }

    /// <summary>Sum over the customers, in an order that doesn't depend on theirs; NaN where one isn't known.</summary>
    private static double LogIntervals(LifetimeSummary summary)
    {
        List<double> known = [];
        for (int row = 0; row < summary.Count; row++)
        {
            LifetimeRow customer = summary[row];
            if (customer.RepeatPurchases > 0) known.Add(customer.LogIntervals);
        }

        known.Sort();
        double sum = 0;
        foreach (double value in known) sum += value;
        return sum;
    }
}
