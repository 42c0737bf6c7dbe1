using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>How far forecasts of purchases were from what customers then bought.</summary>
/// <param name="Customers">Customers forecast, those who never bought again among them.</param>
/// <param name="Horizon">Length of what was forecast, in the unit of the summary.</param>
/// <param name="MeanAbsoluteError">Mean of |forecast − purchases| of a customer; NaN without customers.</param>
/// <param name="RootMeanSquaredError">Root of the mean of (forecast − purchases)²; NaN without customers.</param>
/// <param name="ForecastTotal">Purchases forecast of all customers.</param>
/// <param name="ActualTotal">Purchases that followed.</param>
public sealed record LifetimeForecastScore(
    int Customers, double Horizon, double MeanAbsoluteError, double RootMeanSquaredError, double ForecastTotal, long ActualTotal)
{
    private const int CustomersPerChunk = 64;

    /// <summary>
    /// Error of the total as a share of what followed: −.12 where 12 % too few were forecast; NaN where nothing followed.
    /// </summary>
    public double TotalError => ActualTotal == 0 ? double.NaN : (ForecastTotal / ActualTotal) - 1;

    /// <summary>Judges a model by the hold-out of a summary. O(customers).</summary>
    /// <param name="model">Fitted to what came before the hold-out, in the summary's unit.</param>
    /// <param name="summary">The customers, with a hold-out.</param>
    /// <param name="threads">Most threads to use, at least 1; the outcome doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">The summary has no hold-out.</exception>
    public static LifetimeForecastScore Of(
        IPurchaseModel model, LifetimeSummary summary, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(Forecasts(model, summary, threads, cancellationToken), summary);
    }

    /// <summary>
    /// Judges the plainest forecast there is: every customer goes on at the rate of the past, x ÷ T; 0 for one of age 0. What a model must
    /// be better than.
    /// </summary>
    /// <param name="summary">The customers, with a hold-out.</param>
    /// <exception cref="ArgumentException">The summary has no hold-out.</exception>
    public static LifetimeForecastScore OfSteadyRate(LifetimeSummary summary)
    {
        double[] forecasts = new double[Checked(summary).Count];
        for (int row = 0; row < forecasts.Length; row++)
        {
            LifetimeRow customer = summary[row];
            forecasts[row] = customer.Age == 0 ? 0 : customer.RepeatPurchases / customer.Age * summary.HoldOutLength;
        }

        return Of(forecasts, summary);
    }

    internal static double[] Forecasts(
        IPurchaseModel model, LifetimeSummary summary, int? threads, CancellationToken cancellationToken)
    {
        double[] forecasts = new double[Checked(summary).Count];
        ParallelChunks.Run(
            forecasts.Length,
            CustomersPerChunk,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    forecasts[row] = model.ExpectedPurchases(summary[row], summary.HoldOutLength);
            },
            threads,
            cancellationToken);
        return forecasts;
    }

    internal static LifetimeForecastScore Of(ReadOnlySpan<double> forecasts, LifetimeSummary summary)
    {
        double total = 0, absolute = 0, square = 0;
        long actual = 0;
        ReadOnlySpan<int> followed = summary.HoldOutPurchases;
        for (int row = 0; row < forecasts.Length; row++)
        {
            double error = forecasts[row] - followed[row];
            total += forecasts[row];
            actual += followed[row];
            absolute += Math.Abs(error);
            square += error * error;
        }

        int customers = forecasts.Length;
        return new LifetimeForecastScore(
            customers, summary.HoldOutLength, absolute / customers, Math.Sqrt(square / customers), total, actual);
    }

    private static LifetimeSummary Checked(LifetimeSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.HoldOutLength > 0
            ? summary
            : throw new ArgumentException(
                $"The summary has no hold-out to judge forecasts by; count it with a {nameof(LifetimeSummaryOptions.CalibrationEnd)} "
                + "before the last order.",
                nameof(summary));
    }
}
