using Personalization.Core;

namespace Personalization;

/// <summary>What the report's look around counts, in one pass over the events.</summary>
internal sealed class ExploredOrders
{
    private ExploredOrders(CustomerTable customers, int categories, int channels)
    {
        (Customers, CategoryLines, CategoryRevenue) = (customers, new long[2, categories + 1], new long[categories]);
        ChannelLines = new long[2, channels];
    }

    public CustomerTable Customers { get; }

    /// <summary>Whether a customer of the table is among the tenth who spend most; all false where that can't be told.</summary>
    public bool[] IsTop { get; private set; } = [];

    /// <summary>Row in the customer table, time and value of each order.</summary>
    public List<(int Row, DateTime Time, double Value, bool First)> Orders { get; } = [];

    /// <summary>Days between two orders of one customer, with the customer's row.</summary>
    public List<(int Row, double Days)> Gaps { get; } = [];

    /// <summary>Different items by order, where orders have ids.</summary>
    public List<int> BasketSizes { get; } = [];

    /// <summary>Lines by [top tenth or rest, category]; the last column is without category.</summary>
    public long[,] CategoryLines { get; }

    public long[] CategoryRevenue { get; }

    /// <summary>Lines by [top tenth or rest, channel].</summary>
    public long[,] ChannelLines { get; }

    public long Lines { get; private set; }

    public long WithoutItem { get; private set; }

    public long WithoutPrice { get; private set; }

    public long WithoutOrder { get; private set; }

    public long WithoutChannel { get; private set; }

    public static ExploredOrders From(PersonalizationResult result, OrderTable orders)
    {
        EventLog log = result.Log;
        ExploredOrders found = new(result.Customers, log.Categories.Count, log.Channels.Count) { IsTop = TopTenth(result.Customers) };
        int purchase = log.TypeCode(EventType.Purchase);
        int[] rows = log.Customers.RowsIn(result.Customers.Customers);
        Dictionary<int, HashSet<int>> baskets = [];
        for (int customer = 0; customer < rows.Length; customer++)
        {
            int row = rows[customer];
            if (row < 0) continue;
            found.TakeOrders(orders.OrdersOf(customer), row);
            found.TakeLines(log.EventsOf(customer), purchase, found.IsTop[row] ? 0 : 1, baskets);
            baskets.Clear();
        }

        return found;
    }

    private static bool[] TopTenth(CustomerTable customers)
    {
        bool[] top = new bool[customers.Count];
        int most = customers.Count / 10;
        if (most < 5 || !customers.TryGetColumn(ColumnNames.Monetary, out CustomerColumn? column) || column is not MoneyColumn spent)
            return top;
        int[] ranked = [.. Enumerable.Range(0, customers.Count).OrderByDescending(spent.NumberAt).Take(most + 1)];
        // Where the last of them spent as much as the first behind them there is no tenth.
        if (!(spent.NumberAt(ranked[0]) > spent.NumberAt(ranked[^1]))) return top;
        foreach (int row in ranked.Take(most)) top[row] = true;
        return top;
    }

    private void TakeOrders(CustomerOrders orders, int row)
    {
        for (int i = 0; i < orders.Count; i++)
        {
            Orders.Add((row, new DateTime(orders.TimeAt(i)), (double)MoneyUnits.ToDecimal(orders.TotalAt(i)), i == 0));
            if (i > 0) Gaps.Add((row, new TimeSpan(orders.TimeAt(i) - orders.TimeAt(i - 1)).TotalDays));
        }
    }

    private void TakeLines(CustomerEvents events, int purchase, int group, Dictionary<int, HashSet<int>> baskets)
    {
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != purchase) continue;
            Lines++;
            int category = events.Categories[i], channel = events.Channels[i], item = events.Items[i], order = events.Orders[i];
            CategoryLines[group, category < 0 ? CategoryRevenue.Length : category]++;
            if (category >= 0) CategoryRevenue[category] += MoneyUnits.Total(events.Quantities[i], events.UnitPrices[i]);
            if (channel < ChannelLines.GetLength(1)) ChannelLines[group, channel]++;
            else WithoutChannel++;
            if (item < 0) WithoutItem++;
            if (events.UnitPrices[i] == 0) WithoutPrice++;
            if (order < 0)
            {
                WithoutOrder++;
                continue;
            }

            if (!baskets.TryGetValue(order, out HashSet<int>? basket)) baskets.Add(order, basket = []);
            basket.Add(item);
        }

        foreach (HashSet<int> basket in baskets.Values) BasketSizes.Add(basket.Count);
    }
}
