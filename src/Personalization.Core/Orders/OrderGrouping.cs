using System.Runtime.InteropServices;

namespace Personalization.Core;

/// <summary>One order while its lines are added up.</summary>
internal record struct OrderSum(int CustomerRow, int Code, long Time)
{
    public int Lines { get; set; }

    public double Units { get; set; }

    public long Total { get; set; }
}

/// <summary>Collects the orders of one customer after another.</summary>
/// <param name="purchaseType">Code of the purchase type; −1 where the log has no purchase.</param>
internal sealed class OrderGrouping(int purchaseType)
{
    public List<OrderSum> Orders { get; } = [];

    /// <summary>Adds one customer's orders and returns how many they are.</summary>
    public int Add(CustomerEvents events)
    {
        int first = Orders.Count;
        ReadOnlySpan<byte> types = events.Types;
        ReadOnlySpan<int> codes = events.Orders;
        ReadOnlySpan<long> times = events.Times, prices = events.UnitPrices;
        ReadOnlySpan<float> quantities = events.Quantities;
        int current = -1, highestCode = -1, currentWithoutId = -1;
        Dictionary<int, int>? byCode = null;
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i] != purchaseType) continue;
            int code = codes[i];
            if (code < 0)
            {
                if (currentWithoutId < 0 || Orders[currentWithoutId].Time != times[i])
                    currentWithoutId = Begin(events.CustomerRow, code, times[i]);
                current = currentWithoutId;
            }
            else if (current < 0 || Orders[current].Code != code)
            {
                // Codes count up in the order of the log, so a higher one is a new order; a lower one is either an order whose lines
                // mingle with another's, or an id that an earlier customer used too. Only then it pays to look orders up.
                if (code <= highestCode) byCode ??= IndexByCode(first);
                if (byCode is null || !byCode.TryGetValue(code, out current))
                {
                    current = Begin(events.CustomerRow, code, times[i]);
                    byCode?.Add(code, current);
                }

                highestCode = Math.Max(highestCode, code);
            }

            ref OrderSum order = ref CollectionsMarshal.AsSpan(Orders)[current];
            order.Lines++;
            order.Units += quantities[i];
            order.Total = checked(order.Total + MoneyUnits.Total(quantities[i], prices[i]));
        }

        return Orders.Count - first;
    }

    private int Begin(int customerRow, int code, long time)
    {
        Orders.Add(new OrderSum(customerRow, code, time));
        return Orders.Count - 1;
    }

    private Dictionary<int, int> IndexByCode(int first)
    {
        Dictionary<int, int> byCode = [];
        for (int i = first; i < Orders.Count; i++)
        {
            if (Orders[i].Code >= 0) byCode.Add(Orders[i].Code, i);
        }

        return byCode;
    }
}
