namespace Personalization.TestKit;

public static partial class LayoutFiles
{
    private static IEnumerable<LayoutFile> Shops() =>
    [
        // 80 + 20 + 10 less 15; 80 less 30; a guest by phone; a void and a full refund.
        new("Shopify orders export", "orders_export_1.csv", """
            Created at,Name,Lineitem name,Lineitem quantity,Lineitem price,Lineitem sku,Email,Financial Status,Currency,Discount Amount,Refunded Amount,Phone,Total,Source
            2024-05-14 11:00:00 +0200,#2001,Lamp,1,80.00,LMP,Zoe@Shop.test,paid,EUR,15.00,0.00,,95.00,web
            2024-05-14 11:00:00 +0200,#2001,Bulb,4,5.00,,Zoe@Shop.test,,,,,,,
            ,#2001,Shade,1,10.00,SHD,,,,,,,,
            2024-05-16 09:00:00 +0200,#2002,Lamp,1,80.00,LMP,max@shop.test,partially_refunded,EUR,0.00,30.00,,80.00,web
            2024-05-17 09:30:00 +0200,#2003,Bulb,2,5.00,BLB,,authorized,EUR,0.00,0.00,+43 123,10.00,pos
            2024-05-18 09:30:00 +0200,#2004,Lamp,1,80.00,LMP,max@shop.test,voided,EUR,0.00,0.00,,80.00,web
            2024-05-19 09:30:00 +0200,#2005,Lamp,1,80.00,LMP,eve@shop.test,refunded,EUR,0.00,80.00,,80.00,web
            """)
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
        new("Magento orders grid", "export.csv", """
            Status,ID,"Purchase Point","Purchase Date","Bill-to Name","Grand Total (Base)","Grand Total (Purchased)","Customer Email","Customer Group",Subtotal,"Total Refunded"
            Complete,000000012,"Main Website","Apr 5, 2021 03:20:11 PM","Ann Arbor",120.5000,120.5000,Ann@m.test,General,110.0000,0.0000
            Closed,000000013,"Main Website","Apr 6, 2021 09:00:00 AM","Bob Bay",60.0000,60.0000,bob@m.test,"NOT LOGGED IN",55.0000,60.0000
            Complete,000000014,"Main Website","Apr 19, 2021 12:00:00 AM","Ann Arbor",40.0000,40.0000,ann@m.test,General,40.0000,12.5000
            Canceled,000000015,"Main Website","Apr 20, 2021 09:00:00 AM","Cy Dee",99.0000,99.0000,cy@m.test,General,99.0000,
            "Payment Review",000000016,"Main Website","Apr 21, 2021 09:00:00 AM","Cy Dee",98.0000,98.0000,cy@m.test,General,98.0000,
            """)
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
        new("WooCommerce Analytics orders", "wc-orders-report-export.csv", """
            "Status","Date","Order #","N. Revenue (formatted)","Customer","Customer type","Product(s)","Items sold","Coupon(s)","Net Sales","Attribution"
            "completed","2024-06-01 10:00:00","501","€1,310.40","Dora D","new","2× Bed","2","","1310.4","Direct"
            "refunded","2024-06-02 10:00:00","502","€80.00","Emil E","new","1× Lamp","1","","80","Direct"
            "pending","2024-06-03 10:00:00","503","€70.00","Fritz F","new","1× Lamp","1","","70","Direct"
            "failed","2024-06-04 10:00:00","504","€60.00","Fritz F","new","1× Lamp","1","","60","Direct"
            "refunded","2024-06-15 10:00:00","502","-€80.00","Emil E","returning","1× Lamp","-1","","-80","Direct"
            "completed","2024-06-16 10:00:00","505","€19.90","Dora D","returning","1× Rug","1","","19.9","Direct"
            "completed","2024-06-17 10:00:00","505","-€5.00","Dora D","returning","1× Rug","0","","-5","Direct"
            """)
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
        new("WooCommerce order export", "orders.csv", """
            order_id,order_number,order_date,billing_email,status,shipping_total,order_total,refunded_total,order_currency,customer_id,line_items
            1,1,2024-03-01 09:00:00,ida@w.test,completed,5.00,60.00,10.00,USD,3,name:Cap
            2,2,2024-03-12 09:00:00,ida@w.test,processing,5.00,25.00,0.00,USD,3,name:Cap
            3,3,2024-03-13 09:00:00,jon@w.test,refunded,5.00,40.00,40.00,USD,0,name:Cap
            4,4,2024-03-14 09:00:00,jon@w.test,on-hold,5.00,41.00,0.00,USD,0,name:Cap
            """)
        {
            Net = [("ida@w.test", 75m)],
            Events = (2, 1),
            LeftOut = [("status", 2)],
        },
        new("WooCommerce order export by items", "orders-items.csv", """
            order_id,date,status,billing_email,order_total,refunded_total,shipping_total,item_name,item_sku,item_product_id,item_quantity,item_total
            5,2024-04-01 09:00:00,completed,kay@w.test,55.00,15.00,5.00,Cap,CAP-1,91,2,30.00
            5,2024-04-01 09:00:00,completed,kay@w.test,55.00,15.00,5.00,Hat,,92,1,20.00
            6,2024-04-20 09:00:00,completed,kay@w.test,7.00,0.00,0.00,Pin,PIN,93,1,7.00
            """)
        {
            Net = [("kay@w.test", 42m)],
            Events = (3, 1),
        },
        new("WooCommerce order export by items with refunds", "orders-items.csv", """
            order_id,order_date,status,billing_email,order_total,shipping_total,item_product_id,item_name,item_sku,item_quantity,item_total,item_refunded,item_refunded_qty
            6,2024-04-11 09:00:00,completed,leo@w.test,55.00,5.00,91,Cap,CAP-1,2,30.00,10.00,1
            6,2024-04-11 09:00:00,completed,leo@w.test,55.00,5.00,92,Hat,HAT-2,1,20.00,10.00,0
            7,2024-04-22 09:00:00,refunded,mae@w.test,25.00,5.00,92,Hat,HAT-2,1,20.00,20.00,1
            """)
        {
            Net = [("leo@w.test", 30m)],
            Events = (2, 2),
            LeftOut = [("status", 1)],
        },
    ];
}
