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
        new("Olist orders", "olist_joined.csv", Text("olist-orders.csv"))
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
        new("Superstore", "superstore.csv", Text("superstore.csv"))
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
        new("GA4 BigQuery export", "ga4.jsonl", Text("ga4-bigquery-export.jsonl"))
        {
            Net = [("33.44", 15.5m), ("kim", 33m)],
            Events = (3, 1),
            LeftOut = [("no event of a customer", 1), ("order sent twice", 1)],
        },
        new("Segment events", "segment.jsonl", Text("segment-events.jsonl"))
        {
            Net = [("a-1", 12.5m), ("u7", 60m)],
            Events = (3, 1),
            LeftOut = [("sent twice", 1)],
        },
    ];
}
