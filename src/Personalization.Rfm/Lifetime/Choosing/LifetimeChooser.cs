using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Fits several models to the same customers and chooses one, by calibration data alone: each is fitted to the first part of the
/// calibration and forecasts the rest, then all are fitted to the whole. Stateless.
/// </summary>
/// <remarks>
/// What comes after the end of calibration is never looked at. Likelihoods of these models may be compared, since all are of the same data
/// with all constants.
/// </remarks>
/// <param name="options">What to compare, and how; null: the defaults.</param>
public sealed class LifetimeChooser(LifetimeChoiceOptions? options = null)
{
    private readonly LifetimeChoiceOptions _options = options ?? new LifetimeChoiceOptions();

    /// <summary>Chooses a model for a log, whose orders it groups first.</summary>
    /// <inheritdoc cref="Choose(OrderTable, IProgress{FitProgress}?, CancellationToken)"/>
    /// <param name="log">The events.</param>
    /// <param name="progress">Told after each fit.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    public LifetimeChoice Choose(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Choose(OrderTable.From(log, _options.Threads, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Chooses a model: two fits of each.</summary>
    /// <param name="orders">The orders, from the first of the shop on.</param>
    /// <param name="progress">Told after each fit.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// Nobody bought by the end of the first part of the calibration, or the calibration is shorter than two days.
    /// </exception>
    public LifetimeChoice Choose(OrderTable orders, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orders);
        LifetimeSummaryOptions counting = _options.Summary with { WholePeriods = false, Threads = _options.Threads };
        LifetimeSummary summary = LifetimeSummary.From(orders, counting, cancellationToken);
        LifetimeSummary validation = LifetimeSummary.From(
            orders,
            counting with { CalibrationEnd = LearnUntil(orders, summary.CalibrationEnd), HoldOutEnd = summary.CalibrationEnd },
            cancellationToken);

        LifetimeFitOptions fit = _options.Fit with { Threads = _options.Threads };
        LifetimeCandidate[] candidates = new LifetimeCandidate[_options.Models.Count];
        double[][] forecasts = new double[candidates.Length][];
        for (int i = 0; i < candidates.Length; i++)
        {
            LifetimeModelType type = _options.Models[i];
            IPurchaseModel early = LifetimeModelTypes.Fit(type, validation, fit, cancellationToken);
            forecasts[i] = LifetimeForecastScore.Forecasts(early, validation, _options.Threads, cancellationToken);
            LifetimeForecastScore score = LifetimeForecastScore.Of(forecasts[i], validation);
            Report(progress, type, (2 * i) + 1, score);
            IPurchaseModel model = LifetimeModelTypes.Fit(type, summary, fit, cancellationToken);
            candidates[i] = new LifetimeCandidate(type, model, LifetimeModelTypes.ParameterCount(type), score);
            Report(progress, type, (2 * i) + 2, score);
        }

        LifetimeForecastScore steady = LifetimeForecastScore.OfSteadyRate(validation);
        int chosen = LifetimeReason.Best(candidates, _options.Criterion);
        string reason = LifetimeReason.Of(_options, candidates, chosen, steady, validation, forecasts);
        return new LifetimeChoice(_options, candidates, chosen, steady, summary, validation, reason);
    }

    /// <summary>The last day of the first part: at least the first day, at most the day before the calibration ends.</summary>
    private DateTime LearnUntil(OrderTable orders, DateTime end)
    {
        long first = long.MaxValue, last = end.Ticks / TimeSpan.TicksPerDay;
        for (int row = 0; row < orders.Customers.Count; row++)
        {
            CustomerOrders own = orders.OrdersOf(row);
            if (own.Count > 0) first = Math.Min(first, own.TimeAt(0) / TimeSpan.TicksPerDay);
        }

        if (first >= last)
        {
            throw new ArgumentException(
                $"The calibration, to {end:yyyy-MM-dd}, has {(first == last ? "one day" : "no orders")}; choosing a model by its "
                + "forecasts needs two days with orders in the first.",
                nameof(orders));
        }

        long days = (long)Math.Round((last - first + 1) * _options.LearnShare);
        return new DateTime(Math.Clamp(first + days - 1, first, last - 1) * TimeSpan.TicksPerDay);
    }

    private void Report(IProgress<FitProgress>? progress, LifetimeModelType type, int done, LifetimeForecastScore score) =>
        progress?.Report(new FitProgress(LifetimeModelTypes.Name(type), done / (2.0 * _options.Models.Count))
        {
            Count = done,
            Unit = "fits",
            Metric = score.RootMeanSquaredError,
        });
}
