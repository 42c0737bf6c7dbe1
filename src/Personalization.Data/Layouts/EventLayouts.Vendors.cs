namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>Shopify's orders export: a row a line, what concerns the order on its first line.</summary>
    public static EventLayout Shopify { get; } = new()
    {
        Name = "Shopify orders export",
        RecognizedBy = ["Name", "Email", "Financial Status", "Lineitem quantity", "Lineitem price", "Created at"],
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
            [EventField.Category] = ["Lineitem type"],
        },
        CustomerElse = ["Phone"],
        Statuses = new Dictionary<string, StatusMeaning> { ["refunded"] = StatusMeaning.Sale },
        Amounts = "lines by price × quantity less the order's discount, without shipping and tax",
    };

    private static IEnumerable<EventLayout> Vendors() => [Shopify];
}
