using System.Collections;

namespace Personalization.Data;

/// <summary>
/// Our own layouts, each made when it is first asked for. A file is read once in a process: to make all of them for each took a
/// thirtieth of a second, so a header is asked first for one column that the layout can't be without, its sign.
/// </summary>
internal sealed class KnownLayouts : IReadOnlyList<EventLayout>
{
    private static readonly (string Sign, Func<EventLayout> Make)[] Entries =
    [
        ("lineitemprice", static () => EventLayouts.Shopify),
        ("lineitemprice", static () => EventLayouts.ShopifyWithoutRefunds),
        ("billtoname", static () => EventLayouts.Magento),
        ("billtoname", static () => EventLayouts.MagentoWithoutRefunds),
        ("customertype", static () => EventLayouts.WooCommerceAnalytics),
        ("datecreatedgmt", static () => EventLayouts.WooCommerceOrders),
        ("shippingtotal", static () => EventLayouts.WooCommerceExport),
        ("itemtotal", static () => EventLayouts.WooCommerceItems),
        ("itemtotal", static () => EventLayouts.WooCommerceItemRefunds),
        ("amountrefunded", static () => EventLayouts.Stripe),
        ("pricepointname", static () => EventLayouts.Square),
        ("timezone", static () => EventLayouts.PayPal),
        ("itemtax", static () => EventLayouts.Amazon),
        ("courierstatus", static () => EventLayouts.AmazonSaleReport),
        ("salesrecordnumber", static () => EventLayouts.Ebay),
        ("userpseudoid", static () => EventLayouts.GoogleAnalytics),
        ("stockcode", static () => EventLayouts.OnlineRetail),
        ("numberofcds", static () => EventLayouts.Cdnow),
        ("eventtype", static () => EventLayouts.Rees46),
        ("customeruniqueid", static () => EventLayouts.Olist),
        ("orderpurchasetimestamp", static () => EventLayouts.OlistWithoutPeople),
        ("shipmode", static () => EventLayouts.Superstore),
        ("tdat", static () => EventLayouts.HandM),
        ("evalset", static () => EventLayouts.Instacart),
        ("visitorid", static () => EventLayouts.RetailRocket),
    ];

    public int Count => Entries.Length;

    public EventLayout this[int index] => Entries[index].Make();

    /// <summary>The sign of a layout, as names are compared (<see cref="HeaderNames.Key"/>).</summary>
    public static string SignOf(int index) => Entries[index].Sign;

    /// <summary>The layouts whose sign is among some keys of columns.</summary>
    public IEnumerable<EventLayout> WithSignIn(HashSet<string> keys)
    {
        foreach ((string sign, Func<EventLayout> make) in Entries)
        {
            if (keys.Contains(sign)) yield return make();
        }
    }

    public IEnumerator<EventLayout> GetEnumerator()
    {
        foreach ((_, Func<EventLayout> make) in Entries) yield return make();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
