using Personalization.Core;
using Personalization.Insights;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>What a few customers bought last, what they are recommended, and why.</summary>
internal static class RecommendationsReport
{
    private const int MostCustomers = 12;
    private const int MostItems = 5;
    private const int MostBought = 3;

    /// <summary>Adds nothing where nobody is recommended anything.</summary>
    /// <param name="report">The report.</param>
    /// <param name="lists">Lists of any number of customers; shown are, of those with a list, the highest spender of each segment or,
    /// without segments, the highest spenders.</param>
    /// <param name="log">The titles and prices of items, and what customers bought last.</param>
    /// <param name="groups">The customers by segment; null where they aren't known.</param>
    /// <param name="hybrid">What made the lists, where it is made of parts; else null.</param>
    public static void Add(
        ReportBuilder report, IReadOnlyList<CustomerRecommendations> lists, EventLog log, RfmGroups? groups, HybridModel? hybrid = null)
    {
        CustomerRecommendations[] sample = Sample(lists, groups);
        if (sample.Length == 0) return;
        bool allNew = Array.TrueForAll(sample, list => !BoughtAny(log, list));
        int filled = lists.Count(list => list.Recommendations.Count > 0);
        string shown = groups is null ? "some of them"
            : groups.ByRevenue.IsEmpty ? "the highest spenders"
            : "the highest spender of each segment";
        string lede = $"{ReportText.Counted(filled, "customer has", "customers have")} a list of items, the likeliest first. Shown: {shown}"
            + (allNew ? ", and items that they have not bought before." : ".") + " Prices are the latest seen.";
        report.AddSection(new ReportSection(
            "recommendations", "Recommendations", lede,
            [
                new CardsBlock([.. sample.Select(list => new ReportCard(
                    list.Customer.Value,
                    groups?.Segments?.Find(list.Customer)?.Name ?? "",
                    Lead(list.Customer, log, groups, report.Money),
                    [.. list.Recommendations.Take(MostItems).Select(
                        item => new ReportCardLine(Title(log, item.Item), Price(log, item.Item, report.Money), Why(log, item)))]))]),
                .. hybrid is null ? [] : HybridReport.Blocks(hybrid),
            ]));
    }

    private static CustomerRecommendations[] Sample(IReadOnlyList<CustomerRecommendations> lists, RfmGroups? groups)
    {
        IEnumerable<CustomerRecommendations> filled = lists.Where(list => list.Recommendations.Count > 0);
        if (groups is null) return [.. filled.Take(MostCustomers)];
        Dictionary<CustomerId, CustomerRecommendations> found =
            filled.DistinctBy(list => list.Customer).ToDictionary(list => list.Customer);
        return [.. groups.HighestSpenders(found.Keys.ToHashSet()).Take(MostCustomers).Select(customer => found[customer])];
    }

    private static string Lead(CustomerId customer, EventLog log, RfmGroups? groups, ValueFormat money)
    {
        List<string> sentences = [];
        if (groups?.Table.Find(customer) is { } row)
        {
            string orders = ReportText.Counted(row.Frequency, groups.OneFrequencyUnit, groups.FrequencyUnit);
            sentences.Add($"{orders}, {ReportText.Money(money, row.Monetary)}.");
        }

        if (LastOrder(log, customer) is { Count: > 0 } bought)
            sentences.Add($"Last bought, on {ReportText.Date(DateOnly.FromDateTime(bought[0].Time))}: {Titles(log, bought)}.");
        return string.Join(" ", sentences);
    }

    private static string Titles(EventLog log, List<ShopEvent> bought)
    {
        string[] titles =
            [.. bought.Where(line => !line.Item.IsNone).Select(line => Title(log, line.Item)).Distinct(StringComparer.Ordinal)];
        return titles.Length == 0 ? "items without a name" : ReportText.List(titles, MostBought);
    }

    /// <summary>The lines of the customer's last order: those with its id or, without ids, those of the same moment.</summary>
    private static List<ShopEvent> LastOrder(EventLog log, CustomerId customer)
    {
        CustomerEvents events = log.EventsOf(customer);
        int purchase = log.TypeCode(EventType.Purchase);
        List<ShopEvent> lines = [];
        for (int i = events.Count - 1, last = -1; i >= 0; i--)
        {
            if (events.Types[i] != purchase) continue;
            if (last < 0) last = i;
            bool same = events.Orders[last] >= 0 ? events.Orders[i] == events.Orders[last] : events.Times[i] == events.Times[last];
            if (same) lines.Add(events[i]);
        }

        lines.Reverse();
        return lines;
    }

    private static bool BoughtAny(EventLog log, CustomerRecommendations list)
    {
        CustomerEvents events = log.EventsOf(list.Customer);
        int purchase = log.TypeCode(EventType.Purchase);
        HashSet<ItemId> shown = [.. list.Recommendations.Take(MostItems).Select(item => item.Item)];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] == purchase && events.Items[i] >= 0 && shown.Contains(log.Items.IdAt(events.Items[i]))) return true;
        }

        return false;
    }

    private static string Why(EventLog log, Recommendation item) =>
        item.BecauseOf.Count > 0 ? $"Because of {ReportText.List([.. item.BecauseOf.Select(cause => Title(log, cause))])}"
        : item.Reasons.Count > 0 ? item.Reasons[0].InWords(cause => Title(log, cause))
        : "";

    private static string Title(EventLog log, ItemId item) => log.Items.Find(item)?.DisplayName ?? item.Value;

    private static string Price(EventLog log, ItemId item, ValueFormat money) =>
        log.Items.Find(item) is { UnitPrice: > 0 } known ? money.Long((double)known.UnitPrice, 2) : "";
}
