using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

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
        return Fit(log, (SegmentCounts?)null, progress, cancellationToken);
    }

    /// <summary>
    /// Counts the purchases of a log, also by segment: what customers of a segment bought, shrunk towards what all did, is what they are
    /// recommended.
    /// </summary>
    /// <param name="log">The events.</param>
    /// <param name="customers">
    /// Has the column <see cref="PopularityOptions.SegmentColumn"/>; customers without a segment get the list of all.
    /// </param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Looked at between customers.</param>
    /// <exception cref="ArgumentException">The table has no such column of names.</exception>
    public PopularityModel Fit(
        EventLog log, CustomerTable customers, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(customers);
        CategoryColumn column = customers.Column<CategoryColumn>(_options.SegmentColumn);
        int[] rows = log.Customers.RowsIn(customers.Customers);
        int[] segmentOf = Array.ConvertAll(rows, row => row < 0 ? -1 : column.Codes[row]);
        return Fit(log, new SegmentCounts(column.Levels, segmentOf, log.Items.Count), progress, cancellationToken);
    }

    private PopularityModel Fit(
        EventLog log, SegmentCounts? segments, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        double[] popularity = Count(log, segments, cancellationToken);
        ItemSpace space = ItemSpace.Of(InteractionMatrix.From(log), log.Items, popularity);
        progress?.Report(new FitProgress("popularity", 1) { Count = log.EventCount, Unit = "events" });
        SegmentPopularity? ofSegments = segments?.Shrink(popularity, _options.SegmentShrinkage);
        return new PopularityModel(_options, space, ofSegments, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }

    private double[] Count(EventLog log, SegmentCounts? segments, CancellationToken cancellationToken)
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
                segments?.Add(row, items[i], own[items[i]]);
                own[items[i]] = 0;
            }

            segments?.EndCustomer();
        }

        return popularity;
    }

    private double Weight(long ageTicks) =>
        _options.HalfLifeDays is { } halfLife ? StableMath.Exp2(-ageTicks / (double)TimeSpan.TicksPerDay / halfLife) : 1;
}
