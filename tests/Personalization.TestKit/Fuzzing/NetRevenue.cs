using Personalization.Core;

namespace Personalization.TestKit;

/// <summary>What customers spent less what they got back, the plain way: events one after the other.</summary>
public static class NetRevenue
{
    public static SortedDictionary<string, decimal> ByCustomer(EventLog log)
    {
        SortedDictionary<string, decimal> net = new(StringComparer.Ordinal);
        foreach (ShopEvent e in log.Events())
        {
            decimal sign = e.Type == EventType.Purchase ? 1 : e.Type == EventType.Refund ? -1 : 0;
            net[e.Customer.Value] = net.GetValueOrDefault(e.Customer.Value) + (sign * (decimal)e.Quantity * e.UnitPrice);
        }

        return net;
    }

    public static decimal Of(EventLog log) => ByCustomer(log).Values.Sum();
}
