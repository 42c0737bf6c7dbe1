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

    /// <summary>Amount of the whole line. Such a line is read as one unit at that price, so that totals stay exact.</summary>
    Total,

    /// <summary>ISO 4217 code.</summary>
    Currency,

    /// <summary>Id of the order or invoice.</summary>
    Order,

    /// <summary>Id of the session.</summary>
    Session,

    /// <summary>Channel: web, store, app.</summary>
    Channel,
}
