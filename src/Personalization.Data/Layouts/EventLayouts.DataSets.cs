namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>UCI's Online Retail (I and II), in its namings. An invoice that begins with C is cancelled.</summary>
    public static EventLayout OnlineRetail => field ?? Once(ref field, new()
    {
        Name = "Online Retail",
        RecognizedBy = ["StockCode", "InvoiceDate", "Customer ID"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer ID"],
            [EventField.Time] = ["InvoiceDate"],
            [EventField.Order] = ["Invoice", "InvoiceNo", "Invoice Number"],
            [EventField.Item] = ["StockCode"],
            [EventField.ItemTitle] = ["Description"],
            [EventField.Quantity] = ["Quantity"],
            [EventField.UnitPrice] = ["Price", "UnitPrice"],
        },
        CancelledOrderPrefix = "C",
        NormalizeItemCodes = true,
        DropsNonPositive = true,
        Amounts = "unit price × quantity",
    });

    /// <summary>
    /// CDNOW's purchases: customer, yyyymmdd, units, dollars of the whole line. A line is one purchase at the line's dollars; lines over $0
    /// are purchases too.
    /// </summary>
    public static EventLayout Cdnow => field ?? Once(ref field, new()
    {
        Name = "CDNOW",
        RecognizedBy = ["number_of_cds", "dollar_value"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["customer_id", "id"],
            [EventField.Time] = ["date"],
            [EventField.Total] = ["dollar_value", "dollars"],
        },
        Amounts = "dollars of the whole line",
    });

    /// <summary>REES46's shop events.</summary>
    public static EventLayout Rees46 => field ?? Once(ref field, new()
    {
        Name = "REES46 events",
        RecognizedBy = ["event_time", "event_type", "user_id"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["user_id"],
            [EventField.Time] = ["event_time"],
            [EventField.Type] = ["event_type"],
            [EventField.Item] = ["product_id"],
            [EventField.Category] = ["category_code"],
            [EventField.UnitPrice] = ["price"],
            [EventField.Session] = ["user_session"],
        },
        Amounts = "price of one unit; a row is one",
    });
}
