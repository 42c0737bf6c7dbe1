using System.Collections.Frozen;

namespace Personalization.Data;

/// <summary>Common names of columns, and the headers that presets are known by.</summary>
internal static class HeaderNames
{
    /// <summary>Number of fields that a column can stand for.</summary>
    public const int FieldCount = (int)EventField.Channel + 1;

    private static readonly FrozenDictionary<string, EventField> OnlineRetail = new Dictionary<string, EventField>(StringComparer.Ordinal)
    {
        ["invoice"] = EventField.Order,
        ["invoiceno"] = EventField.Order,
        ["stockcode"] = EventField.Item,
        ["description"] = EventField.ItemTitle,
        ["quantity"] = EventField.Quantity,
        ["invoicedate"] = EventField.Time,
        ["price"] = EventField.UnitPrice,
        ["unitprice"] = EventField.UnitPrice,
        ["customerid"] = EventField.Customer,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EventField> Rees46 = new Dictionary<string, EventField>(StringComparer.Ordinal)
    {
        ["eventtime"] = EventField.Time,
        ["eventtype"] = EventField.Type,
        ["productid"] = EventField.Item,
        ["categorycode"] = EventField.Category,
        ["price"] = EventField.UnitPrice,
        ["userid"] = EventField.Customer,
        ["usersession"] = EventField.Session,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EventField> Cdnow = new Dictionary<string, EventField>(StringComparer.Ordinal)
    {
        ["customerid"] = EventField.Customer,
        ["id"] = EventField.Customer,
        ["date"] = EventField.Time,
        ["dollarvalue"] = EventField.Total,
        ["dollars"] = EventField.Total,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Earlier names win where a file has two columns for one field.</summary>
    private static readonly (EventField Field, string[] Names)[] Generic =
    [
        (EventField.Customer,
        [
            "customerid", "customer", "userid", "user", "clientid", "client", "memberid", "member", "accountid", "buyerid",
            "householdid", "visitorid", "custid", "shopperid", "cid", "uid",
        ]),
        (EventField.Time,
        [
            "timestamp", "eventtime", "time", "datetime", "date", "orderdate", "invoicedate", "purchasedate",
            "transactiontimestamp", "transactiondate", "createdat", "occurredat", "ts",
        ]),
        (EventField.Type, ["eventtype", "event", "type", "action", "eventname", "behavior", "behaviortype", "activity"]),
        (EventField.Item, ["itemid", "item", "productid", "product", "sku", "stockcode", "articleid", "article", "asin", "variantid"]),
        (EventField.ItemTitle, ["itemtitle", "title", "productname", "itemname", "description", "productdescription", "name"]),
        (EventField.Category, ["category", "categorycode", "categoryname", "categoryid", "productcategory", "department"]),
        (EventField.Quantity, ["quantity", "qty", "units", "count"]),
        (EventField.UnitPrice, ["unitprice", "price", "itemprice", "pricepaid"]),
        (EventField.Total,
            ["total", "amount", "revenue", "linetotal", "salesvalue", "value", "totalprice", "dollars", "spend", "monetary"]),
        (EventField.Currency, ["currency", "currencycode"]),
        (EventField.Order,
        [
            "orderid", "order", "invoice", "invoiceno", "invoiceid", "invoicenumber", "transactionid", "basketid", "receiptid",
            "ordernumber",
        ]),
        (EventField.Session, ["sessionid", "session", "usersession", "visitid"]),
        (EventField.Channel, ["channel", "source", "platform", "device"]),
    ];

    /// <summary>A name as it is compared: letters and digits alone, lower case.</summary>
    public static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The fields of a header by a preset; −1 where the header has no such column.</summary>
    public static int[] Match(IReadOnlyList<string> header, EventFilePreset preset)
    {
        string[] keys = [.. header.Select(Key)];
        int[] columns = new int[FieldCount];
        Array.Fill(columns, -1);
        if (preset == EventFilePreset.Generic)
        {
            foreach ((EventField field, string[] names) in Generic) columns[(int)field] = FirstOf(keys, names);
            return columns;
        }

        FrozenDictionary<string, EventField> known = preset switch
        {
            EventFilePreset.OnlineRetail => OnlineRetail,
            EventFilePreset.Rees46 => Rees46,
            _ => Cdnow,
        };
        for (int i = 0; i < keys.Length; i++)
        {
            if (known.TryGetValue(keys[i], out EventField field) && columns[(int)field] < 0) columns[(int)field] = i;
        }

        return columns;
    }

    public static EventFilePreset Detect(IReadOnlyList<string> header)
    {
        HashSet<string> keys = [.. header.Select(Key)];
        if (keys.Contains("stockcode") && keys.Contains("invoicedate") && keys.Contains("customerid")) return EventFilePreset.OnlineRetail;
        if (keys.Contains("eventtime") && keys.Contains("eventtype") && keys.Contains("userid")) return EventFilePreset.Rees46;
        if (keys.Contains("numberofcds") && keys.Contains("dollarvalue")) return EventFilePreset.Cdnow;
        return EventFilePreset.Generic;
    }

    /// <summary>Names that a preset knows for a field, for the message about a missing column.</summary>
    public static string Known(EventFilePreset preset, EventField field)
    {
        IEnumerable<string> names = preset switch
        {
            EventFilePreset.Generic => Generic.First(g => g.Field == field).Names,
            EventFilePreset.OnlineRetail => OnlineRetail.Where(n => n.Value == field).Select(n => n.Key),
            EventFilePreset.Rees46 => Rees46.Where(n => n.Value == field).Select(n => n.Key),
            _ => Cdnow.Where(n => n.Value == field).Select(n => n.Key),
        };
        return string.Join(", ", names.Order(StringComparer.Ordinal));
    }

    private static int FirstOf(string[] keys, string[] names)
    {
        foreach (string name in names)
        {
            int column = Array.IndexOf(keys, name);
            if (column >= 0) return column;
        }

        return -1;
    }
}
