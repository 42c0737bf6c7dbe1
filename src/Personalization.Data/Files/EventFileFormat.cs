namespace Personalization.Data;

/// <summary>How a file holds its rows.</summary>
public enum EventFileFormat
{
    /// <summary>Told from the first bytes and the file's name. Never in a result.</summary>
    Detect,

    /// <summary>Text with a delimiter and a header; comma, semicolon, tab or bar. Also in gzip.</summary>
    Csv,

    /// <summary>An Excel workbook (Office Open XML).</summary>
    Xlsx,

    /// <summary>One JSON object a line in the vocabulary of Segment's e-commerce specification v2. Also in gzip.</summary>
    JsonLines,

    /// <summary>Text whose columns stand apart by blanks, as CDNOW's. Also in gzip.</summary>
    Whitespace,

    /// <summary>Objects of the calling program: see <see cref="EventRecords"/>.</summary>
    Records,
}

/// <summary>Which columns a file has, and what they mean.</summary>
public enum EventFilePreset
{
    /// <summary>Told from the header. Never in a result.</summary>
    Detect,

    /// <summary>
    /// UCI's Online Retail (I and II): Invoice, StockCode, Description, Quantity, InvoiceDate, Price, Customer ID, Country. An invoice that begins
    /// with C is cancelled.
    /// </summary>
    OnlineRetail,

    /// <summary>
    /// CDNOW's purchases: customer, yyyymmdd, units, dollars of the whole line. A line becomes one purchase of quantity 1 at the line's dollars, since
    /// dollars ÷ units isn't exact; lines over $0 are purchases too, so the price rule isn't in its default rules.
    /// </summary>
    Cdnow,

    /// <summary>REES46's shop events: event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session.</summary>
    Rees46,

    /// <summary>Segment's e-commerce events, version 2 and its older names.</summary>
    Segment,

    /// <summary>Any header whose names are common ones: customer_id or user_id, timestamp or date, sku, price, quantity, order_id and the like.</summary>
    Generic,

    /// <summary>Columns mapped by hand: <see cref="EventReadOptions.Columns"/> or a <see cref="RecordMapping{T}"/>.</summary>
    Custom,
}

/// <summary>What a reader does with a bad row: one that can't be parsed, has no customer, or has a price or quantity that makes no sense.</summary>
public enum RowErrorMode
{
    /// <summary>Drops it, counts it under its rule, keeps the first few as examples.</summary>
    Lenient,

    /// <summary>Stops with an <see cref="EventFileException"/> that names row, column, value and the fix.</summary>
    Strict,
}
