using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// A log split by customers, for strong generalization (Marlin 2004; Liang et al. 2018): some customers are held out whole, the model
/// learns from the others alone, and of each held-out customer the earlier purchases are shown to it (to fold in) and the later ones are
/// what it is measured with. All three are slices that share the columns, and all rows of customers and items, with the log. Immutable and
/// thread-safe.
/// </summary>
/// <param name="Train">All events of the other customers.</param>
/// <param name="FoldIn">The held-out customers' events up to the cut.</param>
/// <param name="Target">Their events from it on.</param>
/// <remarks>
/// The cut is by time, where Liang et al. draw the folded-in items at random: what a customer buys next is harder than what was left out,
/// so figures compare with those of the same cut alone. Other customers' events of later times are learned from.
/// </remarks>
public sealed record StrongSplit(EventLog Train, EventLog FoldIn, EventLog Target)
{
    /// <summary>Holds out customers who bought at two moments or more; all others are learned from.</summary>
    /// <param name="log">The log.</param>
    /// <param name="customerShare">
    /// Share of the customers with purchases at two moments that is held out, above 0 and below 1, rounded to the nearest number. Default
    /// .1.
    /// </param>
    /// <param name="targetShare">
    /// Most of a held-out customer's purchases that are targets, above 0 and below 1; at least the last moment's. Purchases of one moment
    /// stay together. Default .2.
    /// </param>
    /// <param name="eventType">The type of event that is a purchase. Default <see cref="EventType.Purchase"/>.</param>
    /// <param name="seed">Seed of the draw of customers.</param>
    public static StrongSplit Of(
        EventLog log, double customerShare = .1, double targetShare = .2, EventType? eventType = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(log);
        CheckShare(customerShare, nameof(customerShare));
        CheckShare(targetShare, nameof(targetShare));
        int type = log.TypeCode(eventType ?? EventType.Purchase);
        int[] cuts = new int[log.Customers.Count];
        List<int> eligible = [];
        for (int row = 0; row < cuts.Length; row++)
        {
            cuts[row] = CutOf(log.EventsOf(row), type, targetShare);
            if (cuts[row] > 0) eligible.Add(row);
        }

        RandomStream random = new(seed, "strong split");
        bool[] isHeld = new bool[cuts.Length];
        int count = (int)Math.Round(customerShare * eligible.Count, MidpointRounding.AwayFromZero);
        for (int drawn = 0; drawn < count; drawn++)
        {
            int at = random.NextInt32(drawn, eligible.Count);
            (eligible[drawn], eligible[at]) = (eligible[at], eligible[drawn]);
            isHeld[eligible[drawn]] = true;
        }

        return new StrongSplit(
            log.SliceByPosition((row, events) => isHeld[row] ? (0, 0) : (0, events)),
            log.SliceByPosition((row, _) => isHeld[row] ? (0, cuts[row]) : (0, 0)),
            log.SliceByPosition((row, events) => isHeld[row] ? (cuts[row], events) : (0, 0)));
    }

    /// <summary>
    /// The request for a held-out customer: nobody the model knows, with the items bought before the cut as the session, the latest last.
    /// Give it to <see cref="RankingOptions.RequestOf"/>.
    /// </summary>
    /// <param name="customer">The customer; one who wasn't held out has an empty session.</param>
    public RecommendationRequest RequestOf(CustomerId customer) => RequestOf(customer, EventType.Purchase);

    /// <summary>The same with the items of another type of event.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="eventType">The type of the events to fold in.</param>
    public RecommendationRequest RequestOf(CustomerId customer, EventType eventType)
    {
        int type = FoldIn.TypeCode(eventType);
        CustomerEvents events = FoldIn.EventsOf(customer);
        List<ItemId> session = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] == type && events.Items[i] >= 0) session.Add(FoldIn.Items.IdAt(events.Items[i]));
        }

        return new RecommendationRequest { Session = session };
    }

    /// <summary>Position of the first event that is a target; 0 where there aren't two moments of purchases.</summary>
    private static int CutOf(CustomerEvents events, int type, double targetShare)
    {
        List<int> purchases = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] == type) purchases.Add(i);
        }

        // From the last moment on, moments are taken while they fit; the first one is never a target.
        double most = Math.Max(1, targetShare * purchases.Count);
        int cut = 0;
        for (int p = purchases.Count - 1; p > 0; p--)
        {
            if (events.Times[purchases[p]] == events.Times[purchases[p - 1]]) continue;
            if (cut > 0 && purchases.Count - p > most) break;
            cut = FirstOfMoment(events.Times, purchases[p]);
        }

        return cut;
    }

    private static int FirstOfMoment(ReadOnlySpan<long> times, int position)
    {
        while (position > 0 && times[position - 1] == times[position]) position--;
        return position;
    }

    private static void CheckShare(double share, string name)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(name, share, $"{name} is {share}; it must be above 0 and below 1.");
    }
}
