using Personalization.Core;

namespace Personalization;

/// <summary>What a customer's behaviour is told by, in figures that people know.</summary>
internal static class BehaviorFigures
{
    public const string Visits = "visits",
        Conversion = "orders_per_visit",
        Price = "item_price",
        Discounts = "coupons_per_order",
        Gifts = "gift_season",
        Categories = "categories",
        Idle = "idle_days";

    private static readonly long VisitGap = TimeSpan.FromMinutes(30).Ticks;

    /// <summary>
    /// Features of the customers of a table, unscaled: visits (30 minutes apart), orders a visit, mean price of what was bought (looked
    /// at, where nothing was bought), coupons an order, share of visits before occasions for presents, categories met, days since the last
    /// event. Where the shop has no coupons or no categories, the feature is left out.
    /// </summary>
    public static FeatureTable Of(EventLog log, CustomerTable customers)
    {
        int[] rows = customers.Customers.RowsIn(log.Customers);
        NumericColumn orders = customers.Column<NumericColumn>(ColumnNames.Frequency);
        float[][] values = [.. Enumerable.Range(0, 7).Select(_ => new float[rows.Length])];
        int purchase = log.TypeCode(EventType.Purchase), coupon = log.TypeCode(EventType.Coupon);
        HashSet<int> categories = [];
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] < 0) continue;
            CustomerEvents events = log.EventsOf(rows[row]);
            if (events.Count == 0) continue;
            Figures own = Count(events, purchase, coupon, categories);
            double bought = orders.IsMissing(row) ? 0 : orders.NumberAt(row);
            values[0][row] = own.Visits;
            values[1][row] = (float)(bought / own.Visits);
            values[2][row] = own.Price;
            values[3][row] = (float)(own.Coupons / Math.Max(1, bought));
            values[4][row] = (float)own.GiftVisits / own.Visits;
            values[5][row] = categories.Count;
            values[6][row] = (float)Math.Max(0, (customers.AsOf.Ticks - events.Times[^1]) / (double)TimeSpan.TicksPerDay);
        }

        (string, float[])[] columns =
        [
            (Visits, values[0]), (Conversion, values[1]), (Price, values[2]), (Discounts, values[3]), (Gifts, values[4]),
            (Categories, values[5]), (Idle, values[6]),
        ];
        return FeatureTable.Create(
            customers.Customers,
            [.. columns.Where(column => !(column.Item1 == Discounts && coupon < 0) && !(column.Item1 == Categories && log.Categories.Count < 2))]);
    }

    private static Figures Count(CustomerEvents events, int purchase, int coupon, HashSet<int> categories)
    {
        int visits = 0, gifts = 0, coupons = 0, boughtLines = 0, priced = 0;
        double bought = 0, all = 0;
        categories.Clear();
        for (int i = 0; i < events.Count; i++)
        {
            if (i == 0 || events.Times[i] - events.Times[i - 1] > VisitGap)
            {
                visits++;
                gifts += IsGiftSeason(new DateTime(events.Times[i])) ? 1 : 0;
            }

            if (events.Types[i] == coupon) coupons++;
            if (events.Categories[i] >= 0) categories.Add(events.Categories[i]);
            if (events.UnitPrices[i] <= 0) continue;
            double price = (double)MoneyUnits.ToDecimal(events.UnitPrices[i]);
            (all, priced) = (all + price, priced + 1);
            if (events.Types[i] == purchase) (bought, boughtLines) = (bought + price, boughtLines + 1);
        }

        double mean = boughtLines > 0 ? bought / boughtLines : priced > 0 ? all / priced : 0;
        return new Figures(visits, gifts, coupons, (float)mean);
    }

    /// <summary>The weeks before Valentine's Day, Mother's Day (the second Sunday of May) and Christmas.</summary>
    private static bool IsGiftSeason(DateTime time)
    {
        DateTime may = new(time.Year, 5, 1);
        int toMothersDay = (may.AddDays(((7 - (int)may.DayOfWeek) % 7) + 7) - time.Date).Days;
        return (time.Month, time.Day) is (2, <= 14) or (11, >= 25) or (12, <= 23) || toMothersDay is >= 0 and < 14;
    }

    private readonly record struct Figures(int Visits, int GiftVisits, int Coupons, float Price);
}
