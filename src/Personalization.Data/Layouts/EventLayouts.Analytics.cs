namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>
    /// Events of Google Analytics 4 as BigQuery exports them, as JSON or with columns named by their paths: a row an item of an event. Who
    /// is signed in is known by user_id, who isn't by user_pseudo_id.
    /// </summary>
    public static EventLayout GoogleAnalytics => field ?? Once(ref field, new()
    {
        Name = "GA4 BigQuery export",
        RecognizedBy = ["event_timestamp", "event_name", "user_pseudo_id"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["user_id", "user_pseudo_id"],
            [EventField.Time] = ["event_timestamp"],
            [EventField.Type] = ["event_name"],
            [EventField.Order] = ["ecommerce.transaction_id"],
            [EventField.Item] = ["items.item_id", "items.item_name"],
            [EventField.ItemTitle] = ["items.item_name"],
            [EventField.Category] = ["items.item_category"],
            [EventField.Quantity] = ["items.quantity"],
            [EventField.UnitPrice] = ["items.price"],
            [EventField.OrderTotal] = ["ecommerce.purchase_revenue", "ecommerce.purchase_revenue_in_usd"],
            [EventField.Session] = ["event_params.ga_session_id", "ga_session_id"],
            [EventField.Channel] = ["platform"],
        },
        RefundColumns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.OrderTotal] = ["ecommerce.refund_value", "ecommerce.refund_value_in_usd"],
        },
        CustomerElse = ["user_pseudo_id"],
        ItemElse = ["items.item_name"],
        Events = new Dictionary<string, string>
        {
            ["view_item"] = "view",
            ["select_item"] = "view",
            ["view_item_list"] = "search",
            ["view_search_results"] = "search",
            ["view_promotion"] = "promotion",
            ["select_promotion"] = "promotion",
            ["view_cart"] = "cart_viewed",
            ["add_shipping_info"] = "checkout_step_completed",
            ["add_payment_info"] = "payment_info_entered",
            ["in_app_purchase"] = "purchase",
            ["ecommerce_purchase"] = "purchase",
            ["purchase_refund"] = "refund",
            // What browsers and apps send of themselves says nothing of a shop.
            ["session_start"] = EventLayout.NoEvent,
            ["first_visit"] = EventLayout.NoEvent,
            ["first_open"] = EventLayout.NoEvent,
            ["user_engagement"] = EventLayout.NoEvent,
            ["scroll"] = EventLayout.NoEvent,
            ["screen_view"] = EventLayout.NoEvent,
        },
        Amounts = "items by price × quantity, without tax and shipping; the event's revenue where items have no prices",
    });
}
