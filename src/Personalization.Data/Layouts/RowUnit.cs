namespace Personalization.Data;

/// <summary>What one row of a file is.</summary>
public enum RowUnit
{
    /// <summary>An event, or a line of an order; what concerns the whole order stands on one of its lines.</summary>
    Line,

    /// <summary>A line of an order that says all of itself, also what was paid back of it.</summary>
    Item,

    /// <summary>A whole order or payment.</summary>
    Order,
}

/// <summary>What a word of the status column says of a row.</summary>
public enum StatusMeaning
{
    /// <summary>It counts.</summary>
    Sale,

    /// <summary>It never came to a sale, or no longer is one: it is left out, and counted.</summary>
    NoSale,

    /// <summary>It is a refund; of a row whose amounts are negative, or which says so by its event type.</summary>
    Refund,
}
