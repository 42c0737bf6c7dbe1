using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Insights;

/// <summary>What a few customers bought last, what they are recommended, and why.</summary>
internal static class RecommendationSection
{
    private const int MostCustomers = 12;
    private const int MostItems = 5;
    private const int MostBought = 3;

    /// <summary>Null where nobody is recommended anything.</summary>
    public static Section? Build(ReportInput input, RfmGroups? groups, ValueFormat money)
    {
        CustomerRecommendations[] lists = Sample(input.Recommendations ?? [], groups);
        if (lists.Length == 0) return null;
        Shelf shelf = new(input.Log, money);
        bool allNew = input.Log is { } log && Array.TrueForAll(lists, list => !BoughtAny(log, list));
        int filled = input.Recommendations!.Count(list => list.Recommendations.Count > 0);
        string shown = groups is null ? "some of them"
            : groups.ByRevenue.IsEmpty ? "the highest spenders"
            : "the highest spender of each segment";
        string lede = $"{ReportText.Counted(filled, "customer has", "customers have")} a list of items, the likeliest first. Shown: {shown}"
            + (allNew ? ", and items that they have not bought before." : ".")
            + (input.Log is null ? "" : " Prices are the latest seen.");
        return new Section(
            "recommendations", "Recommendations", lede,
            [new Cards([.. lists.Select(list => new Card(
                list.Customer.Value,
                input.Segments?.Find(list.Customer)?.Name ?? "",
                Lead(list.Customer, input, groups, money),
                [.. list.Recommendations.Take(MostItems)
                    .Select(item => new CardLine(shelf.Title(item.Item), shelf.Price(item.Item), Why(item, shelf)))]))])]);
    }

    private static CustomerRecommendations[] Sample(IReadOnlyList<CustomerRecommendations> lists, RfmGroups? groups)
    {
        IEnumerable<CustomerRecommendations> filled = lists.Where(list => list.Recommendations.Count > 0);
        if (groups is null) return [.. filled.Take(MostCustomers)];
        var found = filled.DistinctBy(list => list.Customer).ToDictionary(list => list.Customer);
        return [.. groups.HighestSpenders(found.Keys.ToHashSet()).Take(MostCustomers).Select(customer => found[customer])];
    }

    private static string Lead(CustomerId customer, ReportInput input, RfmGroups? groups, ValueFormat money)
    {
        List<string> sentences = [];
        if (groups?.Table.Find(customer) is { } row)
        {
            string orders = ReportText.Counted(row.Frequency, groups.OneFrequencyUnit, groups.FrequencyUnit);
            sentences.Add($"{orders}, {ReportText.Money(money, row.Monetary)}.");
        }

        if (input.Log is { } log && LastOrder(log, customer) is { Count: > 0 } bought)
            sentences.Add($"Last bought, on {ReportText.Date(DateOnly.FromDateTime(bought[0].Time))}: {Titles(log, bought)}.");
        return string.Join(" ", sentences);
    }

    private static string Titles(EventLog log, List<ShopEvent> bought)
    {
        Shelf shelf = new(log, ValueFormat.Number);
        string[] titles =
            [.. bought.Where(line => !line.Item.IsNone).Select(line => shelf.Title(line.Item)).Distinct(StringComparer.Ordinal)];
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

    private static string Why(Recommendation item, Shelf shelf) =>
        item.BecauseOf.Count > 0 ? $"Because of {ReportText.List([.. item.BecauseOf.Select(shelf.Title)])}"
        : item.Source == RecommendationSource.Popular ? "Popular with all customers"
        : "";

    /// <summary>Titles and prices of items, as far as they are known.</summary>
    private sealed class Shelf(EventLog? log, ValueFormat money)
    {
        public string Title(ItemId item) => log?.Items.Find(item)?.DisplayName ?? item.Value;

        public string Price(ItemId item) => log?.Items.Find(item) is { UnitPrice: > 0 } known ? money.Long((double)known.UnitPrice, 2) : "";
    }
}
