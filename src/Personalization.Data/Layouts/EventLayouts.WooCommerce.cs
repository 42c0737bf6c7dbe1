namespace Personalization.Data;

public static partial class EventLayouts
{
    // An order that was paid back keeps its amount and stands beside a row of its refund, so that it counts as a sale.
    private static readonly Dictionary<string, StatusMeaning> RefundedBeside = new()
    {
        ["refunded"] = StatusMeaning.Sale,
        ["wc-refunded"] = StatusMeaning.Sale,
    };

    /// <summary>WooCommerce's report Analytics, Orders: a row an order or a refund, the customer by name.</summary>
    public static EventLayout WooCommerceAnalytics => field ?? Once(ref field, new()
    {
        Name = "WooCommerce Analytics orders",
        RecognizedBy = ["Date", "Order #", "Status", "Customer", "Customer type", "Product(s)", "Items sold"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer"],
            [EventField.Time] = ["Date"],
            [EventField.Order] = ["Order #"],
            [EventField.Quantity] = ["Items sold"],
            [EventField.Total] = ["Net Sales", "N. Revenue", "Net Sales (formatted)", "N. Revenue (formatted)"],
            [EventField.Status] = ["Status"],
            [EventField.Channel] = ["Attribution", "Origin"],
        },
        Row = RowUnit.Order,
        Statuses = RefundedBeside,
        Amounts = "net sales of the order: after discount, without tax and shipping; refunds in rows of their own, below zero",
    });

    /// <summary>WooCommerce's own table of orders (wc_orders): a row an order or a refund.</summary>
    public static EventLayout WooCommerceOrders => field ?? Once(ref field, new()
    {
        Name = "WooCommerce orders table",
        RecognizedBy = ["id", "status", "type", "total_amount", "billing_email", "date_created_gmt", "parent_order_id"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["billing_email"],
            [EventField.Time] = ["date_created_gmt"],
            [EventField.Type] = ["type"],
            [EventField.Order] = ["id"],
            [EventField.Total] = ["total_amount"],
            [EventField.Currency] = ["currency"],
            [EventField.Status] = ["status"],
        },
        RefundColumns = new Dictionary<EventField, IReadOnlyList<string>> { [EventField.Order] = ["parent_order_id"] },
        Row = RowUnit.Order,
        Statuses = RefundedBeside,
        Events = new Dictionary<string, string>
        {
            ["shop_order"] = "purchase",
            ["shop_order_refund"] = "refund",
            ["shop_order_placehold"] = EventLayout.NoEvent,
            ["shop_subscription"] = EventLayout.NoEvent,
        },
        Amounts = "the order's total, with shipping and tax, after discount; refunds in rows of their own, below zero",
    });

    /// <summary>WooCommerce orders as plugins export them ("Customer / Order CSV Export" and its like), a row an order.</summary>
    public static EventLayout WooCommerceExport => field ?? Once(ref field, new()
    {
        Name = "WooCommerce order export",
        RecognizedBy = ["order_id", "status", "shipping_total", "order_total", "billing_email"],
        UnlikeBy = ["item_total"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["billing_email", "customer_email"],
            [EventField.Time] = ["order_date", "date"],
            [EventField.Order] = ["order_id"],
            [EventField.Total] = ["order_total"],
            [EventField.RefundedAmount] = ["refunded_total"],
            [EventField.Currency] = ["order_currency"],
            [EventField.Status] = ["status"],
        },
        Row = RowUnit.Order,
        Amounts = "the order's total, with shipping and tax, after discount",
    });

    /// <summary>The same with a row an item, where each row says what was paid back of the whole order.</summary>
    public static EventLayout WooCommerceItems => field ?? Once(ref field, WooCommerceExport with
    {
        Name = "WooCommerce order export by items",
        RecognizedBy = ["order_id", "status", "billing_email", "item_quantity", "item_total", "refunded_total"],
        UnlikeBy = [],
        Columns = ItemsOfWooCommerce("refunded_total"),
        ItemElse = ["item_product_id", "item_name"],
        Row = RowUnit.Line,
        Amounts = "the line's total after discount, without tax and shipping",
    });

    /// <summary>The same with a row an item, where each row says what was paid back of itself.</summary>
    public static EventLayout WooCommerceItemRefunds => field ?? Once(ref field, WooCommerceItems with
    {
        Name = "WooCommerce order export by items with refunds",
        RecognizedBy = ["order_id", "status", "billing_email", "item_quantity", "item_total"],
        UnlikeBy = ["refunded_total"],
        Columns = ItemsOfWooCommerce("item_refunded"),
        Row = RowUnit.Item,
    });

    private static Dictionary<EventField, IReadOnlyList<string>> ItemsOfWooCommerce(string refunded) => new()
    {
        [EventField.Customer] = ["billing_email", "customer_email"],
        [EventField.Time] = ["order_date", "date"],
        [EventField.Order] = ["order_id"],
        [EventField.Item] = ["item_sku"],
        [EventField.ItemTitle] = ["item_name"],
        [EventField.Quantity] = ["item_quantity"],
        [EventField.Total] = ["item_total"],
        [EventField.RefundedAmount] = [refunded],
        [EventField.Currency] = ["order_currency"],
        [EventField.Status] = ["status"],
    };
}
