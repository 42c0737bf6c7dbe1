using System.Numerics;
using Personalization.Core;

namespace Personalization;

/// <summary>A visit, and which categories the customer looked at in it.</summary>
/// <param name="Customer">Row of the customer in the log.</param>
/// <param name="Begin">When it began.</param>
/// <param name="Seen">A bit for each category; never none.</param>
internal readonly record struct CategoryVisit(int Customer, DateTime Begin, ulong Seen)
{
    public bool Saw(int category) => (Seen >> category & 1) != 0;

    public int Count => BitOperations.PopCount(Seen);
}

/// <summary>The visits of a log in the order of time.</summary>
internal static class CategoryVisits
{
    /// <summary>After how long without an event another visit begins, where the events name no sessions: as web analytics do.</summary>
    private const long VisitGap = 30 * TimeSpan.TicksPerMinute;

    /// <summary>The categories most looked at, and the visits in which one of them was.</summary>
    public static (IReadOnlyList<string> Categories, CategoryVisit[] Visits) Of(EventLog log, PolicyTrialOptions options)
    {
        long[] looks = new long[log.Categories.Count];
        bool[] isTheirs = TheirDoing(log);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Categories[i] >= 0 && isTheirs[events.Types[i]]) looks[events.Categories[i]]++;
            }
        }

        int[] chosen =
        [
            .. Enumerable.Range(0, looks.Length).Where(code => looks[code] > 0)
                .OrderByDescending(code => looks[code]).ThenBy(code => log.Categories[code], StringComparer.Ordinal)
                .Take(options.MaximumCategories),
        ];
        int[] placeOf = new int[looks.Length];
        Array.Fill(placeOf, -1);
        for (int place = 0; place < chosen.Length; place++) placeOf[chosen[place]] = place;
        List<CategoryVisit> visits = [];
        for (int row = 0; row < log.Customers.Count; row++) Add(visits, log.EventsOf(row), placeOf, isTheirs);
        return (
            [.. chosen.Select(code => log.Categories[code])],
            [.. visits.OrderBy(visit => visit.Begin).ThenBy(visit => visit.Customer)]);
    }

    private static void Add(List<CategoryVisit> visits, CustomerEvents events, int[] placeOf, bool[] isTheirs)
    {
        long begin = 0, last = long.MinValue;
        int session = -1;
        ulong seen = 0;
        for (int i = 0; i < events.Count; i++)
        {
            if (!isTheirs[events.Types[i]]) continue;
            bool isNew = last == long.MinValue
                || (events.Sessions[i] >= 0 && session >= 0 ? events.Sessions[i] != session : events.Times[i] - last > VisitGap);
            if (isNew)
            {
                if (seen != 0) visits.Add(new(events.CustomerRow, new DateTime(begin), seen));
                (begin, seen) = (events.Times[i], 0);
            }

            (last, session) = (events.Times[i], events.Sessions[i]);
            int code = events.Categories[i];
            if (code >= 0 && placeOf[code] >= 0) seen |= 1UL << placeOf[code];
        }

        if (seen != 0) visits.Add(new(events.CustomerRow, new DateTime(begin), seen));
    }

    /// <summary>Of each type of event whether the customer did it: not what the shop showed, nor what came of that, nor refunds.</summary>
    private static bool[] TheirDoing(EventLog log) =>
        [.. log.EventTypes.Select(name => new EventType(name)).Select(
            type => type != EventType.Exposure && type != EventType.Outcome && type != EventType.Refund)];
}
