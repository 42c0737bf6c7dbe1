using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CompanionCountsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 2)]
    [InlineData(40, 3)]
    public void Run_RandomOrders_CountsWhatAPlainLoopCounts(int days, int seed)
    {
        EventLog log = Orders.Random(150, 14, seed);
        CompanionCounts counting = new(Baskets.From(log, default), days);
        (int[] Items, int[] Counts)[] rows = counting.Run(2, null, TestContext.Current.CancellationToken);
        (CustomerId Customer, DateTime Time, HashSet<ItemId> Items)[] baskets =
        [
            .. log.Events().GroupBy(e => e.Order).Select(o => (o.First().Customer, o.First().Time, o.Select(e => e.Item).ToHashSet())),
        ];

        foreach (ItemId item in log.Items.Ids)
        {
            log.Items.Ids.TryGetRow(item, out int row);
            Assert.Equal(baskets.Count(basket => basket.Items.Contains(item)), counting.Holding[row]);
            Assert.Equal(baskets.Count(basket => IsNear(basket, item)), counting.Accompanying[row]);
            foreach (ItemId other in log.Items.Ids.Where(other => other != item))
            {
                log.Items.Ids.TryGetRow(other, out int column);
                int place = Array.IndexOf(rows[row].Items, column);
                Assert.Equal(
                    baskets.Count(basket => basket.Items.Contains(item) && IsNear(basket, other)), place < 0 ? 0 : rows[row].Counts[place]);
            }
        }

        bool IsNear((CustomerId Customer, DateTime Time, HashSet<ItemId> Items) basket, ItemId item) => basket.Items.Contains(item)
            || (days > 0 && baskets.Any(near =>
                near.Customer == basket.Customer && near.Items.Contains(item) && Math.Abs((near.Time - basket.Time).TotalDays) <= days));
    }
}
