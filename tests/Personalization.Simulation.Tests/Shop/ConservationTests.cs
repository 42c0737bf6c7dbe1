using Personalization.Core;

namespace Personalization.Simulation.Tests;

public sealed class ConservationTests(ShopFixture fixture)
{
    private SimulatedShop Shop => fixture.Shop;

    [Fact]
    public void Purchases_Always_FollowViewAndCartAndCheckoutInTheirSession()
    {
        IEnumerable<IGrouping<string, ShopEvent>> sessions = Shop.Log.Events().Where(e => e.Session is not null)
            .GroupBy(e => e.Session!, StringComparer.Ordinal);
        foreach (IGrouping<string, ShopEvent> session in sessions)
        {
            HashSet<ItemId> viewed = [], carted = [];
            bool checkout = false;
            Assert.Single(session.Select(e => e.Customer).Distinct());
            Assert.Single(session.Select(e => e.Channel).Distinct());
            foreach (ShopEvent e in session)
            {
                if (e.Type == EventType.View) viewed.Add(e.Item);
                else if (e.Type == EventType.AddToCart) carted.Add(e.Item);
                else if (e.Type == EventType.CheckoutStart) checkout = true;
                else if (e.Type == EventType.Purchase)
                    Assert.True(viewed.Contains(e.Item) && carted.Contains(e.Item) && checkout && e.Order is not null, e.ToString());
                else if (e.Type == EventType.RemoveFromCart) Assert.Contains(e.Item, carted);
            }
        }
    }

    [Fact]
    public void Refunds_Always_GoBackOnAnEarlierPurchaseAndNeverExceedIt()
    {
        ILookup<(CustomerId, string?, ItemId), ShopEvent> lines = Shop.Log.Events()
            .Where(e => e.Type == EventType.Purchase || e.Type == EventType.Refund)
            .ToLookup(e => (e.Customer, e.Order, e.Item));
        int refunds = 0;
        foreach (IEnumerable<ShopEvent> line in lines)
        {
            ShopEvent bought = Assert.Single(line, e => e.Type == EventType.Purchase);
            foreach (ShopEvent refund in line.Where(e => e.Type == EventType.Refund))
            {
                refunds++;
                Assert.InRange(refund.Quantity, 1, bought.Quantity);
                Assert.Equal(bought.UnitPrice, refund.UnitPrice);
                Assert.InRange((refund.Time - bought.Time).TotalDays, 2.8, 22.2);
            }
        }

        Assert.InRange(refunds / (double)lines.Count, 0.05, 0.08);
    }

    [Fact]
    public void Prices_OfPurchases_AreListPricesUnlessTheOrderHasACoupon()
    {
        HashSet<string?> withCoupon = [.. Shop.Log.Events().Where(e => e.Type == EventType.Coupon).Select(e => e.Order)];
        foreach (ShopEvent e in Shop.Log.Events().Where(e => !e.Item.IsNone && e.Type != EventType.Refund))
        {
            ItemTruth item = Shop.Truth.Find(e.Item)!;
            Assert.Equal((item.Title, item.Category), (e.ItemTitle, e.Category));
            if (e.Type == EventType.Purchase && withCoupon.Contains(e.Order))
                Assert.InRange(e.UnitPrice / item.BasePrice, 0.74m, 0.91m);
            else
                Assert.Equal(item.BasePrice, e.UnitPrice);
            Assert.Equal(decimal.Round(e.UnitPrice, 2), e.UnitPrice);
        }
    }

    [Fact]
    public void Customers_AfterChurn_OnlySendBack()
    {
        int churned = 0;
        foreach (CustomerTruth customer in Shop.Truth.Customers)
        {
            if (customer.Churned is not DateTime left) continue;
            churned++;
            CustomerEvents events = Shop.Log.EventsOf(customer.Id);
            for (int i = 0; i < events.Count; i++)
            {
                Assert.True(events.Times[i] < left.Ticks || events.Types[i] == Shop.Log.TypeCode(EventType.Refund), events[i].ToString());
                Assert.True(events.Times[i] >= customer.Joined.Ticks);
            }
        }

        Assert.InRange(churned, 2_000, 4_000);
    }

    [Fact]
    public void Shop_ByDefault_LooksLikeAShop()
    {
        decimal[] spent = [.. Shop.Log.Events().Where(e => e.Type == EventType.Purchase)
            .GroupBy(e => e.Customer).Select(g => g.Sum(e => (decimal)e.Quantity * e.UnitPrice)).OrderDescending()];
        int sessions = fixture.Counts.Sum(c => c.Sessions),
            carts = fixture.Counts.Sum(c => c.Carts),
            orders = fixture.Counts.Sum(c => c.Orders);

        Assert.InRange(spent.Length / (double)Shop.Log.Customers.Count, 0.40, 0.60);
        Assert.InRange(spent.Take(spent.Length / 5).Sum() / spent.Sum(), 0.65m, 0.90m);
        Assert.InRange(1 - (orders / (double)carts), 0.45, 0.75);
        Assert.InRange(orders / (double)sessions, 0.06, 0.15);
        Assert.InRange(spent.Sum() / orders, 300m, 1_000m);
    }
}
