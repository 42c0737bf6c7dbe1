using Personalization.Core;

namespace Personalization.TestKit;

/// <summary>Small shops that tests share.</summary>
public static class Shops
{
    public static readonly DateTime Start = new(2024, 1, 1);

    /// <summary>
    /// A log of purchases written as <c>customer: item item …</c>, one line a customer, one day an item; <c>item/category</c> where it has
    /// one.
    /// </summary>
    public static EventLog Purchases(params string[] lines)
    {
        List<ShopEvent> events = [];
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', StringSplitOptions.TrimEntries);
            string[] items = parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int day = 0; day < items.Length; day++)
            {
                string[] item = items[day].Split('/');
                events.Add(new ShopEvent(new CustomerId(parts[0]), Start.AddDays(day), EventType.Purchase)
                {
                    Item = new ItemId(item[0]),
                    Category = item.Length > 1 ? item[1] : null,
                });
            }
        }

        return EventLog.From(events);
    }

    /// <summary>
    /// implicit's checkerboard: customer u has all items of u's parity but item u. The answer is known: what is missing is u. Ids have two
    /// digits, so that the order of ids is that of numbers.
    /// </summary>
    /// <param name="size">Customers, and items, at most 100.</param>
    /// <param name="inAnyOrder">Whether each customer bought in an order of their own, rather than all at once.</param>
    /// <param name="coloured">Whether the items have their parity as category.</param>
    public static EventLog Checkerboard(int size, bool inAnyOrder = false, bool coloured = false)
    {
        Random random = new(3);
        return EventLog.From(
            from customer in Enumerable.Range(0, size)
            from item in Enumerable.Range(0, size)
            where customer % 2 == item % 2 && customer != item
            let time = Start.AddMinutes(inAnyOrder ? random.Next(500_000) : 0)
            select new ShopEvent(new CustomerId($"{customer:00}"), time, EventType.Purchase)
            {
                Item = new ItemId($"{item:00}"),
                Category = !coloured ? null : item % 2 == 0 ? "even" : "odd",
            });
    }

    /// <summary>A random log of views and purchases, the same for the same seed.</summary>
    public static EventLog Random(int customers, int items, int events, int seed = 1)
    {
        Random random = new(seed);
        return EventLog.From(Enumerable.Range(0, events).Select(_ =>
        {
            int item = (int)(items * Math.Pow(random.NextDouble(), 2));
            return new ShopEvent(
                new CustomerId($"c{random.Next(customers):0000}"),
                Start.AddMinutes(random.Next(500_000)),
                random.Next(4) == 0 ? EventType.View : EventType.Purchase)
            {
                Item = new ItemId($"i{item:0000}"),
                Category = $"k{item % 7}",
            };
        }));
    }

    public static string[] Ids(this IReadOnlyList<Recommendation> list) => [.. list.Select(r => r.Item.Value)];
}
