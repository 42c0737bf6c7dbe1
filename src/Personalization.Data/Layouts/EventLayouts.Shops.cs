namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>Shopify's orders export: a row a line, what concerns the order on its first line.</summary>
    public static EventLayout Shopify => field ?? Once(ref field, new()
    {
        Name = "Shopify orders export",
        RecognizedBy = ["Name", "Email", "Financial Status", "Lineitem quantity", "Lineitem price", "Created at", "Refunded Amount"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Email"],
            [EventField.Time] = ["Created at", "Paid at"],
            [EventField.Order] = ["Name"],
            [EventField.Item] = ["Lineitem sku", "Lineitem name"],
            [EventField.ItemTitle] = ["Lineitem name"],
            [EventField.Quantity] = ["Lineitem quantity"],
            [EventField.UnitPrice] = ["Lineitem price"],
            [EventField.OrderDiscount] = ["Discount Amount"],
            [EventField.RefundedAmount] = ["Refunded Amount"],
            [EventField.Currency] = ["Currency"],
            [EventField.Status] = ["Financial Status"],
            [EventField.Channel] = ["Source"],
        },
        CustomerElse = ["Phone"],
        ItemElse = ["Lineitem name"],
        Statuses = new Dictionary<string, StatusMeaning> { ["refunded"] = StatusMeaning.Sale, ["authorized"] = StatusMeaning.Sale },
        Amounts = "lines by price × quantity less the order's discount, without shipping and tax",
    });

    /// <summary>Shopify's orders export of before it told what was refunded: an order that was refunded is left out.</summary>
    public static EventLayout ShopifyWithoutRefunds => field ?? Once(ref field, Shopify with
    {
        Name = "Shopify orders export without refunds",
        RecognizedBy = ["Name", "Email", "Financial Status", "Lineitem quantity", "Lineitem price", "Created at"],
        UnlikeBy = ["Refunded Amount"],
        Statuses = new Dictionary<string, StatusMeaning> { ["authorized"] = StatusMeaning.Sale },
    });

    /// <summary>Magento 2's grid of orders (Adobe Commerce), exported: a row an order.</summary>
    public static EventLayout Magento => field ?? Once(ref field, new()
    {
        Name = "Magento orders grid",
        RecognizedBy = ["ID", "Purchase Date", "Bill-to Name", "Grand Total (Base)", "Status", "Total Refunded"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer Email", "Customer Name", "Bill-to Name"],
            [EventField.Time] = ["Purchase Date"],
            [EventField.Order] = ["ID"],
            [EventField.Total] = ["Grand Total (Base)"],
            [EventField.RefundedAmount] = ["Total Refunded"],
            [EventField.Status] = ["Status"],
            [EventField.Channel] = ["Purchase Point"],
        },
        Row = RowUnit.Order,
        Statuses = new Dictionary<string, StatusMeaning>
        {
            ["closed"] = StatusMeaning.Sale,
            ["holded"] = StatusMeaning.NoSale,
            ["payment review"] = StatusMeaning.NoSale,
            ["pending paypal"] = StatusMeaning.NoSale,
            ["paypal canceled reversal"] = StatusMeaning.Sale,
            ["paypal reversed"] = StatusMeaning.NoSale,
        },
        Amounts = "the order's grand total, with shipping and tax, after discount",
    });

    /// <summary>Magento 2's grid of orders where the column of refunds is hidden: an order that was closed is one paid back.</summary>
    public static EventLayout MagentoWithoutRefunds => field ?? Once(ref field, Magento with
    {
        Name = "Magento orders grid without refunds",
        RecognizedBy = ["ID", "Purchase Date", "Bill-to Name", "Grand Total (Base)", "Status"],
        UnlikeBy = ["Total Refunded"],
        Statuses = new Dictionary<string, StatusMeaning>(Magento.Statuses) { ["closed"] = StatusMeaning.NoSale },
    });
}
