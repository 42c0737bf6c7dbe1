using System.Globalization;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>
/// Logs of orders written as <c>customer day: item/category/price item …</c>, one line an order; category and price may be left out.
/// </summary>
internal static class Orders
{
    public static EventLog Of(params string[] lines) => EventLog.From(lines.SelectMany(Events));

    public static IEnumerable<ShopEvent> Events(string line, int number)
    {
        string[] parts = line.Split(':', StringSplitOptions.TrimEntries);
        string[] who = parts[0].Split(' ');
        int day = who.Length > 1 ? int.Parse(who[1], CultureInfo.InvariantCulture) : 0;
        foreach (string item in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = item.Split('/');
            yield return new ShopEvent(new CustomerId(who[0]), Shops.Start.AddDays(day), EventType.Purchase)
            {
                Item = new ItemId(fields[0]),
                Category = fields.Length > 1 && fields[1].Length > 0 ? fields[1] : null,
                UnitPrice = fields.Length > 2 ? decimal.Parse(fields[2], CultureInfo.InvariantCulture) : 0,
                Order = $"o{number:0000}",
            };
        }
    }

    /// <summary>A random log of orders of one to six items, some of which belong together; the same for the same seed.</summary>
    public static EventLog Random(int orders, int items, int seed)
    {
        Random random = new(seed);
        return Of([.. Enumerable.Range(0, orders).Select(order =>
        {
            int[] drawn = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (int)(items * Math.Pow(random.NextDouble(), 2)))];
            IEnumerable<int> partners = drawn.Where(item => item % 2 == 0 && random.Next(3) > 0).Select(item => item + 1);
            IEnumerable<int> all = drawn.Concat(partners).Distinct();
            return $"c{random.Next(1 + (orders / 3)):000} {random.Next(300)}: {string.Join(' ', all.Select(item => $"i{item:00}"))}";
        })]);
    }
}
