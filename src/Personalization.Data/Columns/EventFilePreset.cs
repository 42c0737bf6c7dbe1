namespace Personalization.Data;

/// <summary>Which columns a file has, and what they mean.</summary>
public enum EventFilePreset
{
    /// <summary>Told from the header. Never in a result.</summary>
    Detect,

    /// <summary>
    /// UCI's Online Retail (I and II): Invoice, StockCode, Description, Quantity, InvoiceDate, Price, Customer ID, Country. An invoice that
    /// begins with C is cancelled.
    /// </summary>
    OnlineRetail,

    /// <summary>
    /// CDNOW's purchases: customer, yyyymmdd, units, dollars of the whole line. A line becomes one purchase of quantity 1 at the line's
    /// dollars, since dollars ÷ units isn't exact; lines over $0 are purchases too, so the price rule isn't in its default rules.
    /// </summary>
    Cdnow,

    /// <summary>
    /// REES46's shop events: event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session.
    /// </summary>
    Rees46,

    /// <summary>Segment's e-commerce events, version 2 and its older names.</summary>
    Segment,

    /// <summary>
    /// Any header whose names are common ones: customer_id or user_id, timestamp or date, sku, price, quantity, order_id and the like.
    /// </summary>
    Generic,

    /// <summary>Columns mapped by hand: <see cref="EventReadOptions.Columns"/> or a <see cref="RecordMapping{T}"/>.</summary>
    Custom,
}
