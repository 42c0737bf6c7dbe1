namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>
    /// Amazon's all-orders flat file, and its reports of new orders and of fulfilled shipments, which name the buyer's e-mail address: a
    /// row an item of an order.
    /// </summary>
    public static EventLayout Amazon => field ?? Once(ref field, new()
    {
        Name = "Amazon orders flat file",
        RecognizedBy = ["purchase-date", "sku", "product-name", "item-price", "item-tax", "shipping-price"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["buyer-email"],
            [EventField.Time] = ["purchase-date"],
            [EventField.Order] = ["amazon-order-id", "order-id"],
            [EventField.Item] = ["sku", "asin"],
            [EventField.ItemTitle] = ["product-name"],
            [EventField.Quantity] = ["quantity", "quantity-purchased", "quantity-shipped"],
            [EventField.Total] = ["item-price"],
            [EventField.Discount] = ["item-promotion-discount", "item-promotion-amount"],
            [EventField.Currency] = ["currency"],
            [EventField.Status] = ["order-status"],
            [EventField.Channel] = ["sales-channel"],
        },
        ItemElse = ["asin"],
        MoreStatuses = ["item-status"],
        TotalIsBeforeDiscount = true,
        Statuses = new Dictionary<string, StatusMeaning>
        {
            ["unshipped"] = StatusMeaning.Sale,
            ["unfulfillable"] = StatusMeaning.NoSale,
            ["shipping"] = StatusMeaning.Sale,
            ["invoice unconfirmed"] = StatusMeaning.Sale,
            ["shipped - returned to seller"] = StatusMeaning.NoSale,
            ["shipped - returning to seller"] = StatusMeaning.NoSale,
            ["shipped - rejected by buyer"] = StatusMeaning.NoSale,
            ["shipped - lost in transit"] = StatusMeaning.NoSale,
            ["shipped - damaged"] = StatusMeaning.NoSale,
            ["pending - waiting for pick up"] = StatusMeaning.NoSale,
        },
        Amounts = "price of the line less its promotion, without shipping",
    });

    /// <summary>The data set "Amazon Sale Report" (Kaggle): a row an item of an order of 2022, without customers.</summary>
    public static EventLayout AmazonSaleReport => field ?? Once(ref field, new()
    {
        Name = "Amazon Sale Report",
        RecognizedBy =
            ["Order ID", "Date", "Status", "Fulfilment", "Sales Channel", "ship-service-level", "SKU", "ASIN", "Courier Status", "Qty",
                "Amount"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Time] = ["Date"],
            [EventField.Order] = ["Order ID"],
            [EventField.Item] = ["SKU"],
            [EventField.Category] = ["Category"],
            [EventField.Quantity] = ["Qty"],
            [EventField.Total] = ["Amount"],
            [EventField.Currency] = ["currency"],
            [EventField.Status] = ["Status"],
            [EventField.Channel] = ["Sales Channel"],
        },
        MoreStatuses = ["Courier Status"],
        Statuses = new Dictionary<string, StatusMeaning>(Amazon.Statuses) { ["on the way"] = StatusMeaning.Sale },
        DayFirst = false,
        Amounts = "amount of the line",
    });

    /// <summary>eBay's orders report of the Seller Hub: a row a line; an order of several lines has a row of its own above them.</summary>
    public static EventLayout Ebay => field ?? Once(ref field, new()
    {
        Name = "eBay orders report",
        RecognizedBy = ["Sales Record Number", "Buyer Username", "Item Number", "Item Title", "Quantity", "Sold For", "Sale Date"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Buyer Username"],
            [EventField.Time] = ["Sale Date"],
            [EventField.Order] = ["Order Number"],
            [EventField.Item] = ["Custom Label", "Custom Label (SKU)", "Item Number"],
            [EventField.ItemTitle] = ["Item Title"],
            [EventField.Quantity] = ["Quantity"],
            [EventField.UnitPrice] = ["Sold For"],
        },
        ItemElse = ["Item Number"],
        SumWhereBlank = ["Item Number"],
        Footers = ["record(s) downloaded", "Seller ID"],
        Amounts = "price × quantity, without postage and tax",
    });
}
