using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Finds what goes with each item: items of other categories that the same customers bought in the same basket, or not long before or
/// after, more often than by chance. Stateless and thread-safe; the same data gives the same bytes for any number of threads.
/// </summary>
/// <param name="options">What counts as together; null for the defaults.</param>
/// <remarks>
/// Time: Σ over baskets of (items in it) × (items in and near it). Memory: 8 bytes for each pair of items that was bought together.
/// </remarks>
public sealed class ComplementsTrainer(ComplementsOptions? options = null)
{
    private readonly ComplementsOptions _options = options ?? new ComplementsOptions();

    /// <summary>Fits on the purchases of a log; the items' categories and prices come from its catalogue.</summary>
    /// <param name="log">
    /// The events; an empty log gives a model that recommends nothing. Where it names no categories, only what was bought together goes
    /// with an item, and what is bought instead of it is told by nothing else than that.
    /// </param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    public ComplementsModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        Baskets baskets = Baskets.From(log, cancellationToken);
        CompanionCounts counting = new(baskets, _options.WindowDays);
        (int[] Items, int[] Counts)[] pairs = counting.Run(_options.Threads, Tell, cancellationToken);
        InteractionMatrix bought = InteractionMatrix.From(log);
        double[] popularity = new double[log.Items.Count];
        for (int row = 0; row < bought.Customers.Count; row++)
        {
            foreach (int item in bought.ItemsOf(row)) popularity[item]++;
        }

        ItemSpace space = ItemSpace.Of(bought, log.Items, popularity);
        CompanionTable companions = new CompanionFinder(space, _options, counting, pairs).Run(cancellationToken);
        Report(1, log.Items.Count);
        return new ComplementsModel(_options, space, companions, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));

        void Tell(int items) => Report(.9 * items / log.Items.Count, items);

        void Report(double share, int items) => progress?.Report(new FitProgress("complements", share) { Count = items, Unit = "items" });
    }
}
