using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Ranks items by how many bought them: the baseline that every recommender has to beat, and what an unknown customer gets. Stateless and
/// thread-safe. O(events).
/// </summary>
/// <param name="options">How to count; null for the defaults.</param>
public sealed class PopularityTrainer(PopularityOptions? options = null)
{
    private readonly PopularityOptions _options = options ?? new PopularityOptions();

    /// <summary>Counts the purchases of a log; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told when it is done: one pass is too short for more.</param>
    /// <param name="cancellationToken">Looked at between customers.</param>
    public PopularityModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        long started = Stopwatch.GetTimestamp();
        double[] popularity = Count(log, cancellationToken);
        ItemSpace space = ItemSpace.Of(InteractionMatrix.From(log), log.Items, popularity);
        progress?.Report(new FitProgress("popularity", 1) { Count = log.EventCount, Unit = "events" });
        return new PopularityModel(_options, space, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }

    private double[] Count(EventLog log, CancellationToken cancellationToken)
    {
        double[] popularity = new double[log.Items.Count];
        double[] own = new double[log.Items.Count];
        int purchase = log.TypeCode(EventType.Purchase);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CustomerEvents events = log.EventsOf(row);
            ReadOnlySpan<int> items = events.Items;
            ReadOnlySpan<byte> types = events.Types;

            // Time rises within a customer, so where customers count, the latest purchase overwrites those before it.
            for (int i = 0; i < items.Length; i++)
            {
                if (types[i] != purchase || items[i] < 0) continue;
                double weight = Weight(log.LastTime.Ticks - events.Times[i]);
                own[items[i]] = _options.Measure == PopularityMeasure.Customers ? weight : own[items[i]] + weight;
            }

            for (int i = 0; i < items.Length; i++)
            {
                if (types[i] != purchase || items[i] < 0) continue;
                popularity[items[i]] += own[items[i]];
                own[items[i]] = 0;
            }
        }

        return popularity;
    }

    private double Weight(long ageTicks) =>
        _options.HalfLifeDays is { } halfLife ? Math.Pow(.5, ageTicks / (double)TimeSpan.TicksPerDay / halfLife) : 1;
}
