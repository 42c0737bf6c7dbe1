using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>Measures one customer after another; one instance for each chunk of customers, for it holds scratch space.</summary>
internal sealed class BehaviorMeasure(OrderTable orders, long[] usualPrices, double priceFactor, DateTime reference)
{
    private readonly EventLog _log = orders.Log;
    private readonly int _purchase = orders.Log.TypeCode(EventType.Purchase);
    private readonly int _refund = orders.Log.TypeCode(EventType.Refund);
    private readonly int _view = orders.Log.TypeCode(EventType.View);
    private readonly int _cart = orders.Log.TypeCode(EventType.AddToCart);
    private readonly int _coupon = orders.Log.TypeCode(EventType.Coupon);
    private readonly Dictionary<int, (long Added, long Bought)> _cartItems = [];
    private readonly Dictionary<int, int> _categoryLines = [];
    private readonly HashSet<int> _couponOrders = [], _couponSessions = [];
    private readonly HashSet<long> _couponDays = [];
    private readonly HashSet<(int Code, long Time)> _discounted = [];
    private readonly List<double> _gaps = [];
    private readonly List<long> _orderTimes = [];

    /// <summary>Measures a customer with at least one event; categories by lines, most first.</summary>
    public (PurchaseBehaviorRow Row, CategoryLines[] Categories) Measure(int customerRow)
    {
        CustomerEvents events = _log.EventsOf(customerRow);
        CategoryLines[] categories = Categories(events);
        ReadOnlySpan<long> orderTimes = OrderTimes(customerRow);
        (double mean, double median, double deviation) = Gaps(orderTimes, events.Times[0]);
        (Rhythm rhythm, int hour, int day) = Rhythm.Of(orderTimes.IsEmpty ? events.Times : orderTimes);
        PurchaseBehaviorRow row = new()
        {
            Customer = _log.Customers[customerRow],
            Orders = orderTimes.Length,
            TopCategory = categories.Length == 0 ? null : _log.Categories[categories[0].Code],
            TopCategoryShare = categories.Length == 0 ? 0 : (double)categories[0].Lines / CategoryLines.Total(categories),
            BrowsingShare = _view < 0 ? 0 : (double)events.Types.Count((byte)_view) / events.Count,
            CartAbandonment = CartAbandonment(events),
            DiscountShare = orderTimes.IsEmpty ? 0 : DiscountedOrders(events) / (double)orderTimes.Length,
            RefundShare = RefundShare(events),
            MeanDaysBetweenOrders = mean,
            MedianDaysBetweenOrders = median,
            DeviationOfDaysBetweenOrders = deviation,
            FavoriteHour = hour,
            FavoriteWeekday = (DayOfWeek)((day + 1) % 7),
            Rhythm = rhythm,
        };
        return (row, categories);
    }

    private ReadOnlySpan<long> OrderTimes(int customerRow)
    {
        _orderTimes.Clear();
        CustomerOrders own = orders.OrdersOf(customerRow);
        for (int i = 0; i < own.Count; i++) _orderTimes.Add(own.TimeAt(i));
        return CollectionsMarshal.AsSpan(_orderTimes);
    }

    private CategoryLines[] Categories(CustomerEvents events)
    {
        _categoryLines.Clear();
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != _purchase) continue;
            int category = events.Categories[i], item = events.Items[i];
            if (category < 0 && item >= 0) category = _log.Items.CategoryCodeAt(item);
            if (category < 0) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(_categoryLines, category, out _)++;
        }

        CategoryLines[] categories = new CategoryLines[_categoryLines.Count];
        int next = 0;
        foreach ((int code, int lines) in _categoryLines) categories[next++] = new CategoryLines(code, lines);
        Array.Sort(categories);
        return categories;
    }

    private double CartAbandonment(CustomerEvents events)
    {
        if (_cart < 0) return 0;
        _cartItems.Clear();
        for (int i = 0; i < events.Count; i++)
        {
            int type = events.Types[i], item = events.Items[i];
            if (item < 0) continue;
            if (type == _cart)
            {
                ref (long Added, long Bought) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_cartItems, item, out bool known);
                entry = (events.Times[i], known ? entry.Bought : long.MinValue);
            }
            else if (type == _purchase)
            {
                // Where a file orders a line before the cart at one and the same time, the line is entered first.
                ref (long Added, long Bought) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_cartItems, item, out bool known);
                entry = (known ? entry.Added : long.MinValue, events.Times[i]);
            }
        }

        int added = 0, abandoned = 0;
        foreach ((long addedAt, long boughtAt) in _cartItems.Values)
        {
            if (addedAt == long.MinValue) continue;
            added++;
            if (boughtAt < addedAt) abandoned++;
        }

        return added == 0 ? 0 : (double)abandoned / added;
    }

    private int DiscountedOrders(CustomerEvents events)
    {
        FindCoupons(events);
        _discounted.Clear();
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != _purchase) continue;
            int code = events.Orders[i], item = events.Items[i];
            long time = events.Times[i];
            bool discounted = (item >= 0 && events.UnitPrices[i] < usualPrices[item] * priceFactor)
                || _couponOrders.Contains(code)
                || _couponSessions.Contains(events.Sessions[i])
                || _couponDays.Contains(time / TimeSpan.TicksPerDay);
            if (discounted) _discounted.Add((code, code < 0 ? time : 0));
        }

        return _discounted.Count;
    }

    private void FindCoupons(CustomerEvents events)
    {
        _couponOrders.Clear();
        _couponSessions.Clear();
        _couponDays.Clear();
        if (_coupon < 0) return;
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != _coupon) continue;
            if (events.Orders[i] >= 0) _couponOrders.Add(events.Orders[i]);
            else if (events.Sessions[i] >= 0) _couponSessions.Add(events.Sessions[i]);
            else _couponDays.Add(events.Times[i] / TimeSpan.TicksPerDay);
        }
    }

    private double RefundShare(CustomerEvents events)
    {
        long bought = 0, refunded = 0;
        for (int i = 0; i < events.Count; i++)
        {
            int type = events.Types[i];
            if (type == _purchase) bought = checked(bought + MoneyUnits.Total(events.Quantities[i], events.UnitPrices[i]));
            else if (type == _refund) refunded = checked(refunded + MoneyUnits.Total(events.Quantities[i], events.UnitPrices[i]));
        }

        return bought <= 0 ? 0 : Math.Clamp((double)refunded / bought, 0, 1);
    }

    private (double Mean, double Median, double Deviation) Gaps(ReadOnlySpan<long> orderTimes, long firstEvent)
    {
        if (orderTimes.Length < 2)
        {
            double waited = Days(reference.Ticks - (orderTimes.IsEmpty ? firstEvent : orderTimes[0]));
            return (waited, waited, 0);
        }

        _gaps.Clear();
        for (int i = 1; i < orderTimes.Length; i++) _gaps.Add(Days(orderTimes[i] - orderTimes[i - 1]));
        double mean = Days(orderTimes[^1] - orderTimes[0]) / _gaps.Count, squares = 0;
        foreach (double gap in _gaps) squares += (gap - mean) * (gap - mean);
        double deviation = _gaps.Count < 2 ? 0 : Math.Sqrt(squares / (_gaps.Count - 1));
        return (mean, Quantiles.Median(CollectionsMarshal.AsSpan(_gaps)), deviation);
    }

    private static double Days(long ticks) => (double)ticks / TimeSpan.TicksPerDay;
}
