using Personalization.Core;

namespace Personalization;

/// <summary>What a customer's behaviour is told by, in figures that people know.</summary>
internal static class BehaviorFigures
{
    public const string Visits = "visits",
        Conversion = "orders_per_visit",
        Price = "item_price",
        PriceLevel = "price_level",
        Discounts = "coupons_per_order",
        Gifts = "gift_season",
        Categories = "categories",
        Idle = "idle_days";

    private static readonly long VisitGap = TimeSpan.FromMinutes(30).Ticks;

    /// <summary>
    /// Features of the customers of a table, unscaled: visits (30 minutes apart), orders a visit, mean price of what was bought (looked
    /// at, where nothing was bought), the mean of such prices over the median item's of its category, coupons an order, share of visits
    /// before occasions for presents, categories met, days since the last event. Where the shop has no coupons or no categories, the
    /// feature is left out.
    /// </summary>
    public static FeatureTable Of(EventLog log, CustomerTable customers)
    {
        int[] rows = customers.Customers.RowsIn(log.Customers);
        NumericColumn orders = customers.Column<NumericColumn>(ColumnNames.Frequency);
        float[][] values = [.. Enumerable.Range(0, 8).Select(_ => new float[rows.Length])];
        int purchase = log.TypeCode(EventType.Purchase), coupon = log.TypeCode(EventType.Coupon);
        HashSet<int> categories = [];
        double[] usual = UsualPrices(log);
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] < 0) continue;
            CustomerEvents events = log.EventsOf(rows[row]);
            if (events.Count == 0) continue;
            Figures own = Count(events, purchase, coupon, usual, categories);
            double bought = orders.IsMissing(row) ? 0 : orders.NumberAt(row);
            values[0][row] = own.Visits;
            values[1][row] = (float)(bought / own.Visits);
            values[2][row] = own.Price;
            values[3][row] = (float)(own.Coupons / Math.Max(1, bought));
            values[4][row] = (float)own.GiftVisits / own.Visits;
            values[5][row] = categories.Count;
            values[6][row] = own.PriceLevel;
            values[7][row] = (float)Math.Max(0, (customers.AsOf.Ticks - events.Times[^1]) / (double)TimeSpan.TicksPerDay);
        }

        (string, float[])[] columns =
        [
            (Visits, values[0]), (Conversion, values[1]), (Price, values[2]), (PriceLevel, values[6]), (Discounts, values[3]),
            (Gifts, values[4]), (Categories, values[5]), (Idle, values[7]),
        ];
        return FeatureTable.Create(
            customers.Customers,
            [
                .. columns.Where(column => column.Item1 switch
                {
                    Discounts => coupon >= 0,
                    Categories => log.Categories.Count >= 2,
                    _ => true,
                }),
            ]);
    }

    private static Figures Count(CustomerEvents events, int purchase, int coupon, double[] usual, HashSet<int> categories)
    {
        int visits = 0, gifts = 0, coupons = 0;
        PriceSum bought = default, all = default;
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
            double price = (double)MoneyUnits.ToDecimal(events.UnitPrices[i]), level = price / usual[events.Categories[i] + 1];
            all = all.With(price, level);
            if (events.Types[i] == purchase) bought = bought.With(price, level);
        }

        PriceSum sum = bought.Count > 0 ? bought : all;
        return new Figures(
            visits, gifts, coupons, (float)(sum.Price / Math.Max(1, sum.Count)), (float)(sum.Level / Math.Max(1, sum.Count)));
    }

    /// <summary>The median price of each category's items, from row 1 on; of all items in row 0.</summary>
    private static double[] UsualPrices(EventLog log)
    {
        List<double>[] prices = [.. Enumerable.Range(0, log.Categories.Count + 1).Select(_ => new List<double>())];
        for (int item = 0; item < log.Items.Count; item++)
        {
            Item known = log.Items.At(item);
            if (known.UnitPrice <= 0) continue;
            prices[0].Add((double)known.UnitPrice);
            if (known.Category is { } category && log.Categories.TryGetRow(category, out int row))
                prices[row + 1].Add((double)known.UnitPrice);
        }

        double all = prices[0].Count > 0 ? Median(prices[0]) : 1;
        return [.. prices.Select(own => own.Count > 0 ? Median(own) : all)];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>The weeks before Valentine's Day, Mother's Day (the second Sunday of May) and Christmas.</summary>
    private static bool IsGiftSeason(DateTime time)
    {
        DateTime may = new(time.Year, 5, 1);
        int toMothersDay = (may.AddDays(((7 - (int)may.DayOfWeek) % 7) + 7) - time.Date).Days;
        return (time.Month, time.Day) is (2, <= 14) or (11, >= 25) or (12, <= 23) || toMothersDay is >= 0 and < 14;
    }

    private readonly record struct Figures(int Visits, int GiftVisits, int Coupons, float Price, float PriceLevel);

    private readonly record struct PriceSum(int Count, double Price, double Level)
    {
        public PriceSum With(double price, double level) => new(Count + 1, Price + price, Level + level);
    }
}
