namespace Personalization.TestKit;

public static partial class LayoutFiles
{
    private static IEnumerable<LayoutFile> DataSets() =>
    [
        new("Online Retail", "Online Retail.csv", """
            Country,InvoiceNo,StockCode,Description,InvoiceDate,Quantity,UnitPrice,CustomerID
            France,536400,84029e,WOOLLY BOTTLE,12/13/2010 9:02,3,3.75,12583.0
            France,536400,84029E,WOOLLY BOTTLE,12/13/2010 9:02,3,3.75,12583.0
            France,C536401,84029E,WOOLLY BOTTLE,12/14/2010 9:02,-3,3.75,12583.0
            France,536402,M,Manual,12/15/2010 9:02,1,0,12583.0
            France,536403,21730,STAR HOLDER,12/16/2010 9:02,6,4.25,12584.0
            France,536404,21730,STAR HOLDER,12/16/2010 9:02,6,4.25,
            """)
        {
            Net = [("12583", 22.5m), ("12584", 25.5m)],
            Events = (3, 0),
            LeftOut = [("cancelled", 1), ("non-positive price", 1), ("no customer", 1)],
        },
        new("CDNOW", "cdnow.csv", """
            date,customer_id,dollar_value,number_of_cds
            19970101,4,29.33,2
            19970118,4,29.73,2
            19970802,21,14.96,1
            """)
        {
            Net = [("21", 14.96m), ("4", 59.06m)],
            Events = (3, 0),
        },
        new("REES46 events", "2020-Jan.csv", """
            user_id,event_time,event_type,product_id,category_id,category_code,brand,price,user_session
            51,2020-01-01 00:00:00 UTC,view,5809910,160,,grattol,5.24,s1
            51,2020-01-01 00:01:00 UTC,cart,5809910,160,,grattol,5.24,s1
            51,2020-01-01 00:02:00 UTC,purchase,5809910,160,,grattol,5.24,s1
            51,2020-01-01 00:02:00 UTC,purchase,5809910,160,,grattol,5.24,s1
            52,2020-01-13 00:02:00 UTC,purchase,5812943,148,furniture.bench,kinetics,3.97,s2
            """)
        {
            Net = [("51", 10.48m), ("52", 3.97m)],
            Events = (3, 0),
        },
    ];

    private static IEnumerable<LayoutFile> Studies() =>
    [
        // The first line twice: it was paid in two ways, and the tables were joined.
        new("Olist orders", "olist_joined.csv", """
            customer_unique_id,customer_id,order_id,order_status,order_purchase_timestamp,order_item_id,product_id,price,freight_value,payment_type,payment_value
            u1,c1,o1,delivered,2018-01-15 10:56:33,1,p1,10.50,8.72,voucher,5.00
            u1,c1,o1,delivered,2018-01-15 10:56:33,1,p1,10.50,8.72,credit_card,33.44
            u1,c1,o1,delivered,2018-01-15 10:56:33,2,p1,10.50,8.72,credit_card,33.44
            u1,c9,o2,unavailable,2018-01-16 10:56:33,1,p2,99.00,8.72,boleto,107.72
            u2,c3,o3,shipped,2018-01-17 10:56:33,1,p2,7.25,8.72,boleto,15.97
            """)
        {
            Net = [("u1", 21m), ("u2", 7.25m)],
            Events = (3, 0),
            LeftOut = [("joined twice", 1), ("status", 1)],
        },
        new("Olist orders without customer_unique_id", "olist_orders_dataset.csv", """
            order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at
            o1,c1,delivered,2018-01-15 10:56:33,2018-01-15 11:07:15
            o2,c2,delivered,2018-01-16 10:56:33,2018-01-16 11:07:15
            """),
        new("Superstore", "superstore.csv", """
            Order ID,Row ID,Order Date,Ship Date,Ship Mode,Customer Name,Customer ID,Segment,Region,Product ID,Product Name,Sub-Category,Category,Quantity,Discount,Sales,Profit
            US-1,7,12/23/2017,12/27/2017,First Class,Eve Ek,EE-1,Consumer,West,TEC-1,Phone 5,Phones,Technology,4,0.2,911.424,68.3568
            US-1,8,12/23/2017,12/27/2017,First Class,Eve Ek,EE-1,Consumer,West,OFF-9,Binder,Binders,Office Supplies,3,0.2,18.504,5.7825
            US-2,9,12/24/2017,12/28/2017,Same Day,Flo Fry,FF-2,Corporate,East,OFF-8,Tray,Storage,Office Supplies,2,0,15.552,5.4432
            """)
        {
            Net = [("EE-1", 929.928m), ("FF-2", 15.552m)],
            Events = (3, 0),
        },
        // 29.99 / 590, twice the same unit; 0.01 / 590.
        new("H&M transactions", "transactions.csv", """
            customer_id,t_dat,price,article_id,sales_channel_id
            00aa,2019-09-20,0.050830508474576264,0663713001,1
            00aa,2019-09-20,0.050830508474576264,0663713001,1
            00bb,2019-09-21,1.694915254237288e-05,0541518023,2
            """)
        {
            Net = [("00aa", 59.98m), ("00bb", 0.01m)],
            Events = (3, 0),
        },
        new("Instacart orders", "orders.csv", """
            user_id,order_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order
            1,2539329,prior,1,2,08,
            1,2398795,prior,2,3,07,15.0
            """),
        new("RetailRocket events", "events.csv", """
            event,timestamp,visitorid,itemid,transactionid
            view,1433221332117,257,355,
            transaction,1433221999827,111,318,9
            transaction,1433221999827,111,319,9
            addtocart,1433221955914,483,253,
            """)
        {
            Net = [("111", 0m), ("257", 0m), ("483", 0m)],
            Events = (2, 0),
        },
    ];

    // The same order twice; items without prices, of whose order 10 went back.
    private static IEnumerable<LayoutFile> Analytics() =>
    [
        new("GA4 BigQuery export", "ga4.jsonl", """
            {"event_timestamp":"1710417000000000","event_name":"session_start","user_pseudo_id":"33.44"}
            {"event_timestamp":"1710417557123456","event_name":"purchase","user_pseudo_id":"11.22","user_id":"kim","platform":"WEB","ecommerce":{"transaction_id":"T1","purchase_revenue":33.5},"items":[{"item_id":"MUG","item_name":"Mug","price":11.0,"quantity":3}]}
            {"event_timestamp":"1710417559123456","event_name":"purchase","user_pseudo_id":"11.22","user_id":"kim","platform":"WEB","ecommerce":{"transaction_id":"T1","purchase_revenue":33.5},"items":[{"item_id":"MUG","item_name":"Mug","price":11.0,"quantity":3}]}
            {"event_timestamp":"1710503957123456","event_name":"view_item","user_pseudo_id":"33.44","items":[{"item_id":"POT","item_name":"Pot"}]}
            {"event_timestamp":"1710503999123456","event_name":"purchase","user_pseudo_id":"33.44","platform":"WEB","ecommerce":{"transaction_id":"T2","purchase_revenue":25.5},"items":[{"item_id":"POT","quantity":1},{"item_id":"PAN","quantity":2}]}
            {"event_timestamp":"1710703999123456","event_name":"refund","user_pseudo_id":"33.44","ecommerce":{"transaction_id":"T2","refund_value":10.0},"items":[{"item_id":"PAN","quantity":1}]}
            """)
        {
            Net = [("33.44", 15.5m), ("kim", 33m)],
            Events = (3, 1),
            LeftOut = [("no event of a customer", 1), ("order sent twice", 1)],
        },
        new("Segment events", "segment.jsonl", """
            {"messageId":"m1","type":"track","userId":"u7","event":"Order Completed","timestamp":"2024-05-01T10:00:00.000Z","properties":{"order_id":"S1","total":64,"currency":"EUR","products":[{"product_id":"LAMP","price":30,"quantity":2},{"product_id":"BULB","price":4}]}}
            {"messageId":"m1","type":"track","userId":"u7","event":"Order Completed","timestamp":"2024-05-01T10:00:00.000Z","properties":{"order_id":"S1","total":64,"currency":"EUR","products":[{"product_id":"LAMP","price":30,"quantity":2},{"product_id":"BULB","price":4}]}}
            {"messageId":"m2","type":"track","userId":"u7","event":"Order Refunded","timestamp":"2024-05-03T10:00:00.000Z","properties":{"order_id":"S1","total":4,"currency":"EUR","products":[{"product_id":"BULB","price":4,"quantity":1}]}}
            {"messageId":"m3","type":"track","anonymousId":"a-1","event":"Order Completed","originalTimestamp":"2024-05-04T10:00:00.000Z","properties":{"order_id":"S2","revenue":"12.50","currency":"EUR"}}
            """)
        {
            Net = [("a-1", 12.5m), ("u7", 60m)],
            Events = (3, 1),
            LeftOut = [("sent twice", 1)],
        },
    ];
}
