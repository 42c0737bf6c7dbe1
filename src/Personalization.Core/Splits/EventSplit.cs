namespace Personalization.Core;

/// <summary>
/// A log split into what a model may learn from and what it is measured with. Both are slices: they share the columns, and all rows of
/// customers and items, with the log they came from; no event is copied. Immutable and thread-safe.
/// </summary>
/// <param name="Train">To learn from.</param>
/// <param name="Test">To measure with.</param>
public sealed record EventSplit(EventLog Train, EventLog Test)
{
    /// <summary>
    /// Splits at a moment: events before it train, those at or after it test. Nothing of the future leaks, which makes this the split to
    /// trust for a figure that is meant to come true.
    /// </summary>
    public static EventSplit AtTime(EventLog log, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new EventSplit(log.Before(time), log.Since(time));
    }

    /// <summary>
    /// Splits at the moment that leaves the latest share of all events to test: as many as can be without exceeding that share and without
    /// parting events of one moment.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="share">Most of the events that may test, above 0 and below 1: .2 for the last fifth.</param>
    public static EventSplit LastShare(EventLog log, double share)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share that tests must be above 0 and below 1.");
        double most = share * log.EventCount;

        // The count of events from a moment on only falls as the moment moves on: search for the first moment where it is small enough.
        long low = log.FirstTime.Ticks;
        long high = log.LastTime.Ticks + 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (log.Since(new DateTime(middle)).EventCount <= most) high = middle;
            else low = middle + 1;
        }

        return AtTime(log, new DateTime(low));
    }

    /// <summary>
    /// Holds out one event of each customer: the last of a type. What the customer did before it trains, and what came after it
    /// belongs to neither part, since nothing that trains may come after what tests. Of several at one moment, the last in the order of the
    /// log is held out.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="eventType">Type of the event to hold out; default <see cref="EventType.Purchase"/>.</param>
    /// <param name="newItemsOnly">
    /// Hold out the last event whose item the customer had not met in an earlier event of that type: the fair test of a recommender that
    /// leaves out what was bought. Default false.
    /// </param>
    /// <remarks>A customer with fewer than two events of the type (or without one that qualifies) trains whole and tests nothing.</remarks>
    public static EventSplit LeaveOneOut(EventLog log, EventType? eventType = null, bool newItemsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(log);
        int type = log.TypeCode(eventType ?? EventType.Purchase);
        int[] held = new int[log.Customers.Count];
        HashSet<int> met = [];
        for (int row = 0; row < held.Length; row++) held[row] = HeldOut(log.EventsOf(row), type, newItemsOnly, met);
        return new EventSplit(
            log.SliceByPosition((row, count) => (0, held[row] < 0 ? count : held[row])),
            log.SliceByPosition((row, _) => held[row] < 0 ? (0, 0) : (held[row], held[row] + 1)));
    }

    /// <summary>Position of the event to hold out; -1 for none.</summary>
    private static int HeldOut(CustomerEvents events, int type, bool newItemsOnly, HashSet<int> met)
    {
        met.Clear();
        int seen = 0;
        int held = -1;
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != type) continue;
            bool qualifies = !newItemsOnly || (events.Items[i] >= 0 && met.Add(events.Items[i]));
            if (qualifies && seen > 0) held = i;
            seen++;
        }

        return held;
    }
}
