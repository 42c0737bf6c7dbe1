using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Finds what is bought together: frequent sets of items by FP-growth (Han, Pei and Yin, SIGMOD 2000), and the rules that follow from them
/// (Agrawal, Imieliński and Swami, SIGMOD 1993). Stateless and thread-safe; the same data gives the same bytes for any number of threads.
/// </summary>
/// <param name="options">Which sets and rules; null for the defaults.</param>
/// <remarks>
/// A basket is all purchases of one customer with one order id; purchases without an order id are one basket for each customer and day.
/// Time and memory grow with the number of sets, which <see cref="FrequentBasketsOptions.MaximumSets"/> bounds.
/// </remarks>
public sealed class BasketRulesTrainer(FrequentBasketsOptions? options = null)
{
    private readonly FrequentBasketsOptions _options = options ?? new FrequentBasketsOptions();

    /// <summary>Fits on the purchases of a log; the items' categories and prices come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the items done.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public BasketRulesModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        Baskets baskets = Baskets.From(log, cancellationToken);
        (FrequentSets sets, int mined, int frequent) = new FrequentPatternGrowth(_options).Run(baskets, progress, cancellationToken);
        ItemSpace space = ItemSpace.Of(
            InteractionMatrix.From(log), log.Items, [.. baskets.CountItems().Select(count => (double)count)]);
        progress?.Report(new FitProgress("frequent baskets", 1) { Count = mined, Unit = "items" });
        TimeSpan duration = Stopwatch.GetElapsedTime(started);
        FitReport report = mined == frequent
            ? FitReport.ClosedForm(duration)
            : new FitReport(0, StopReason.IterationLimit, Array.Empty<FitSeries>(), duration);
        return new BasketRulesModel(_options, space, sets, mined, report);
    }
}
