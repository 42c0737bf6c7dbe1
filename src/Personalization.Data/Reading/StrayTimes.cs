using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Finds dates that can't be: a few, at most one event in a hundred, parted from all others by two years or more without any event, at the
/// beginning or the end of the log.
/// </summary>
internal static class StrayTimes
{
    private const int FirstYear = 1900, Years = 300;
    private const int MonthsWithout = 24;
    private const double MostShare = 0.01;

    /// <summary>The span outside of which dates are strays; null where there are none.</summary>
    public static (DateTime Start, DateTime End)? Find(EventLog log)
    {
        if (log.EventCount < 1 / MostShare || (log.LastTime - log.FirstTime).TotalDays < 30 * MonthsWithout) return null;
        int[] months = new int[Years * 12];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            foreach (long ticks in log.EventsOf(row).Times) months[MonthOf(new DateTime(ticks))]++;
        }

        int start = Edge(months, log.EventCount, 0, 1), end = Edge(months, log.EventCount, months.Length - 1, -1);
        int first = Array.FindIndex(months, count => count > 0), last = Array.FindLastIndex(months, count => count > 0);
        if (start <= first && end >= last) return null;
        DateTime from = start > first ? DateOf(start) : DateTime.MinValue, to = end < last ? DateOf(end + 1) : DateTime.MaxValue;
        return from < to ? (from, to) : null;
    }

    private static int MonthOf(DateTime time) => Math.Clamp(((time.Year - FirstYear) * 12) + time.Month - 1, 0, (Years * 12) - 1);

    private static DateTime DateOf(int month) => new DateTime(FirstYear, 1, 1).AddMonths(month);

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
