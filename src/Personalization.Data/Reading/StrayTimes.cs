using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Finds dates that can't be: a few, at most one event in a hundred, parted from all others by two years or more without any event, at the
/// beginning or the end of the log; of a small file one event, by ten years.
/// </summary>
internal static class StrayTimes
{
    private const long TicksPerMonth = 365 * TimeSpan.TicksPerDay / 12; // nearly: only how far apart events are matters
    private const int ManyEvents = 100, FewEvents = 5;
    private const int MonthsWithout = 24, MonthsWithoutAmongFew = 120;

    /// <summary>The span outside of which dates are strays; null where there are none.</summary>
    public static (DateTime Start, DateTime End)? Find(EventLog log)
    {
        int gap = log.EventCount < ManyEvents ? MonthsWithoutAmongFew : MonthsWithout;
        if (log.EventCount < FewEvents || (log.LastTime - log.FirstTime).Ticks < gap * TicksPerMonth) return null;
        long origin = log.FirstTime.Ticks;
        int[] months = Count(log, origin);
        int last = months.Length - 1, most = Math.Max(1, log.EventCount / ManyEvents);
        int start = Edge(months, most, gap, 0, 1), end = Edge(months, most, gap, last, -1);
        if (start == 0 && end == last) return null;
        DateTime from = start > 0 ? new DateTime(origin + (start * TicksPerMonth)) : DateTime.MinValue;
        DateTime to = end < last ? new DateTime(origin + ((end + 1) * TicksPerMonth)) : DateTime.MaxValue;
        return from < to ? (from, to) : null;
    }

    /// <summary>Events by the month since the first of them.</summary>
    [MethodImpl(Hot.Loop)]
    private static int[] Count(EventLog log, long origin)
    {
        int[] months = new int[((log.LastTime.Ticks - origin) / TicksPerMonth) + 1];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            foreach (long ticks in log.EventsOf(row).Times) months[(ticks - origin) / TicksPerMonth]++;
        }

        return months;
    }

    /// <summary>The first month behind the last gap that so few events stand before.</summary>
    private static int Edge(int[] months, int most, int gap, int from, int step)
    {
        int edge = from, empty = 0;
        long before = 0;
        for (int i = from; i >= 0 && i < months.Length; i += step)
        {
            if (months[i] == 0)
            {
                empty++;
                continue;
            }

            if (before > 0 && empty >= gap) edge = i;
            empty = 0;
            before += months[i];
            if (before > most) break;
        }

        return edge;
    }
}
