namespace Personalization.Data;

public static partial class EventLayouts
{
    /// <summary>Olist's orders (Brazil, 2016 to 2018), its tables joined: a row a unit. The person is customer_unique_id.</summary>
    public static EventLayout Olist => field ?? Once(ref field, new()
    {
        Name = "Olist orders",
        RecognizedBy = ["order_id", "customer_unique_id", "price"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["customer_unique_id"],
            [EventField.Time] = ["order_purchase_timestamp", "timestamp", "purchase_timestamp", "order_approved_at"],
            [EventField.Order] = ["order_id"],
            [EventField.Item] = ["product_id"],
            [EventField.Category] = ["product_category_name_english", "product_category_name"],
            [EventField.UnitPrice] = ["price"],
            [EventField.Status] = ["order_status"],
        },
        RowKey = ["order_id", "order_item_id"],
        Amounts = "price of one unit, without freight",
    });

    /// <summary>Olist's table of orders alone, or joined without its customers.</summary>
    public static EventLayout OlistWithoutPeople => field ?? Once(ref field, new()
    {
        Name = "Olist orders without customer_unique_id",
        RecognizedBy = ["order_id", "customer_id", "order_status", "order_purchase_timestamp"],
        UnlikeBy = ["customer_unique_id"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>(Olist.Columns) { [EventField.Customer] = ["customer_id"] },
        Refusal = "customer_id is new with every order here, so that nobody would ever come back. Join olist_customers_dataset, whose "
            + "customer_unique_id is the person; or take it all the same: --map customer=customer_id (EventReadOptions.Columns).",
        RowKey = Olist.RowKey,
        Amounts = Olist.Amounts,
    });

    /// <summary>Tableau's Sample Superstore: a row a line, sales after discount.</summary>
    public static EventLayout Superstore => field ?? Once(ref field, new()
    {
        Name = "Superstore",
        RecognizedBy = ["Order ID", "Order Date", "Ship Mode", "Customer ID", "Product ID", "Sub-Category", "Sales"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer ID"],
            [EventField.Time] = ["Order Date"],
            [EventField.Order] = ["Order ID"],
            [EventField.Item] = ["Product ID"],
            [EventField.ItemTitle] = ["Product Name"],
            [EventField.Category] = ["Sub-Category"],
            [EventField.Quantity] = ["Quantity"],
            [EventField.Total] = ["Sales"],
        },
        Amounts = "sales of the line, after discount",
    });

    /// <summary>
    /// H&amp;M's transactions (Kaggle, 2018 to 2020): a row a unit. Prices were scaled before they were published; times 590 they are
    /// whole cents again, while the least of them would be below what an amount can hold as they are.
    /// </summary>
    public static EventLayout HandM => field ?? Once(ref field, new()
    {
        Name = "H&M transactions",
        RecognizedBy = ["t_dat", "customer_id", "article_id", "price"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["customer_id"],
            [EventField.Time] = ["t_dat"],
            [EventField.Item] = ["article_id"],
            [EventField.UnitPrice] = ["price"],
            [EventField.Channel] = ["sales_channel_id"],
        },
        AmountFactor = 590m,
        Amounts = "price of one unit × 590, which gives amounts of whole cents",
    });

    /// <summary>Instacart's orders (2017), which say after how many days, but not when.</summary>
    public static EventLayout Instacart => field ?? Once(ref field, new()
    {
        Name = "Instacart orders",
        RecognizedBy = ["order_id", "user_id", "eval_set", "order_number", "order_dow", "order_hour_of_day"],
        Refusal = "the data set has no dates, only the weekday, the hour and the days since the order before, so that there is no column "
            + "of times to read. Add one: a start of your own for each user_id plus the running sum of days_since_prior_order.",
    });

    /// <summary>RetailRocket's events (2015): views, carts and transactions, without amounts.</summary>
    public static EventLayout RetailRocket => field ?? Once(ref field, new()
    {
        Name = "RetailRocket events",
        RecognizedBy = ["timestamp", "visitorid", "event", "itemid"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["visitorid"],
            [EventField.Time] = ["timestamp"],
            [EventField.Type] = ["event"],
            [EventField.Item] = ["itemid"],
            [EventField.Category] = ["categoryid"],
            [EventField.Order] = ["transactionid"],
        },
        HasNoMoney = true,
        Amounts = "none",
    });
}
