using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Finds dates that can't be: a few, at most one event in a hundred, parted from all others by two years or more without any event, at the
/// beginning or the end of the log.
/// </summary>
internal static class StrayTimes
{
    private const long TicksPerMonth = 365 * TimeSpan.TicksPerDay / 12; // nearly: only how far apart events are matters
    private const int MonthsWithout = 24;
    private const double MostShare = 0.01;

    /// <summary>The span outside of which dates are strays; null where there are none.</summary>
    public static (DateTime Start, DateTime End)? Find(EventLog log)
    {
        if (log.EventCount < 1 / MostShare || (log.LastTime - log.FirstTime).TotalDays < 30 * MonthsWithout) return null;
        long origin = log.FirstTime.Ticks;
        int[] months = Count(log, origin);
        int last = months.Length - 1;
        int start = Edge(months, log.EventCount, 0, 1), end = Edge(months, log.EventCount, last, -1);
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
    private static int Edge(int[] months, int events, int from, int step)
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

            if (before > 0 && empty >= MonthsWithout) edge = i;
            empty = 0;
            before += months[i];
            if (before > events * MostShare) break;
        }

        return edge;
    }
}
