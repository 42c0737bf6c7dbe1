namespace Personalization.TestKit;

public static partial class LayoutFiles
{
    private static IEnumerable<LayoutFile> Shops() =>
    [
        // 80 + 20 + 10 less 15; 80 less 30; a guest by phone; a void and a full refund.
        new("Shopify orders export", "orders_export_1.csv", Text("shopify-orders-export.csv"))
        {
            Net = [("+43 123", 10m), ("eve@shop.test", 0m), ("max@shop.test", 50m), ("zoe@shop.test", 95m)],
            Events = (6, 2),
            LeftOut = [("status", 1)],
        },
        new("Shopify orders export without refunds", "orders.csv", """
            Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price
            #31,kim@a.test,paid,2016-03-01 08:00:00 -0500,2,Cup,3.00
            #32,lee@a.test,refunded,2016-03-02 08:00:00 -0500,1,Cup,3.00
            #33,kim@a.test,paid,2016-03-19 08:00:00 -0500,1,Cup,3.50
            """)
        {
            Net = [("kim@a.test", 9.5m)],
            Events = (2, 0),
            LeftOut = [("status", 1)],
        },
        new("Magento orders grid", "export.csv", Text("magento-orders-grid.csv"))
        {
            Net = [("ann@m.test", 148m), ("bob@m.test", 0m)],
            Events = (3, 2),
            LeftOut = [("status", 2)],
        },
        new("Magento orders grid without refunds", "export.csv", """
            ID,"Purchase Date","Bill-to Name","Grand Total (Base)","Grand Total (Purchased)",Status
            21,"Jan 9, 2022 8:05:00 AM","Ann Arbor",20.00,20.00,Processing
            22,"Jan 19, 2022 8:05:00 AM","Bob Bay",30.00,30.00,Closed
            23,"Jan 29, 2022 8:05:00 PM","Ann Arbor",22.25,22.25,Complete
            """)
        {
            Net = [("Ann Arbor", 42.25m)],
            Events = (2, 0),
            LeftOut = [("status", 1)],
        },
    ];

    private static IEnumerable<LayoutFile> WooCommerce() =>
    [
        new("WooCommerce Analytics orders", "wc-orders-report-export.csv", Text("woocommerce-analytics-orders.csv"))
        {
            Net = [("Dora D", 1325.3m), ("Emil E", 0m)],
            Events = (3, 2),
            LeftOut = [("status", 2)],
        },
        new("WooCommerce orders table", "wp_wc_orders.csv", """
            type,id,status,currency,tax_amount,total_amount,customer_id,billing_email,date_created_gmt,date_updated_gmt,parent_order_id
            shop_order,71,wc-completed,EUR,4.00,24.00,5,Fay@w.test,2024-02-01 10:00:00,2024-02-01 10:00:00,0
            shop_order,72,wc-refunded,EUR,8.00,50.00,0,gus@w.test,2024-02-02 10:00:00,2024-02-02 10:00:00,0
            shop_order_refund,73,wc-completed,EUR,-8.00,-50.00,0,NULL,2024-02-13 10:00:00,2024-02-13 10:00:00,72
            shop_order_refund,74,wc-completed,EUR,0.00,-6.00,NULL,NULL,2024-02-14 10:00:00,2024-02-14 10:00:00,71
            shop_order,75,wc-pending,EUR,0.00,11.00,5,fay@w.test,2024-02-15 10:00:00,2024-02-15 10:00:00,0
            shop_order,76,trash,EUR,0.00,12.00,5,fay@w.test,2024-02-16 10:00:00,2024-02-16 10:00:00,0
            shop_subscription,77,wc-active,EUR,0.00,24.00,5,fay@w.test,2024-02-17 10:00:00,2024-02-17 10:00:00,0
            """)
        {
            Net = [("fay@w.test", 18m), ("gus@w.test", 0m)],
            Events = (2, 2),
            LeftOut = [("status", 2), ("no event of a customer", 1)],
        },
        new("WooCommerce order export", "orders.csv", Text("woocommerce-order-export.csv"))
        {
            Net = [("ida@w.test", 75m)],
            Events = (2, 1),
            LeftOut = [("status", 2)],
        },
        new("WooCommerce order export by items", "orders-items.csv", Text("woocommerce-order-export-by-items.csv"))
        {
            Net = [("kay@w.test", 42m)],
            Events = (3, 1),
        },
        new("WooCommerce order export by items with refunds", "orders-items.csv",
            Text("woocommerce-order-export-by-items-with-refunds.csv"))
        {
            Net = [("leo@w.test", 30m)],
            Events = (2, 2),
            LeftOut = [("status", 1)],
        },
    ];
}
