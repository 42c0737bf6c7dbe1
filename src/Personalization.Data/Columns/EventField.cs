namespace Personalization.Data;

/// <summary>What a column of a file can stand for.</summary>
public enum EventField
{
    /// <summary>Id of the customer.</summary>
    Customer,

    /// <summary>When it happened.</summary>
    Time,

    /// <summary>What happened; a file without such a column holds purchases.</summary>
    Type,

    /// <summary>Id of the item: SKU, stock code.</summary>
    Item,

    /// <summary>Title of the item.</summary>
    ItemTitle,

    /// <summary>Category of the item.</summary>
    Category,

    /// <summary>Units.</summary>
    Quantity,

    /// <summary>Price of one unit.</summary>
    UnitPrice,

    /// <summary>
    /// Amount of the whole line. It counts before price × quantity; where it can't be parted among the units to a hundredth of a cent, the
    /// line is read as one unit at that price, so that totals stay exact.
    /// </summary>
    Total,

    /// <summary>ISO 4217 code.</summary>
    Currency,

    /// <summary>Id of the order or invoice.</summary>
    Order,

    /// <summary>Id of the session.</summary>
    Session,

    /// <summary>Channel: web, store, app.</summary>
    Channel,

    /// <summary>Time of day, where the date stands in a column of its own.</summary>
    Clock,

    /// <summary>How it stands with the order or payment: paid, cancelled, refunded.</summary>
    Status,

    /// <summary>Amount taken off the line: total = price × quantity − discount, where no total is given.</summary>
    Discount,

    /// <summary>Amount taken off the whole order; it is parted among the order's lines. Stands on one line of the order.</summary>
    OrderDiscount,

    /// <summary>Amount of the whole order, where its lines have no prices. Stands on one line of the order, or on each.</summary>
    OrderTotal,

    /// <summary>Amount paid back of the order or payment, above zero.</summary>
    RefundedAmount,

    /// <summary>When it was paid back; the time of the sale where nothing says so.</summary>
    RefundTime,

    /// <summary>Id of the message or event: two rows with the same one are one that was sent twice.</summary>
    EventId,
}
