namespace Personalization.TestKit;

public static partial class LayoutFiles
{
    private static IEnumerable<LayoutFile> Payments() =>
    [
        new("Stripe payments", "unified_payments.csv", """
            Created (UTC),id,Status,Amount,Amount Refunded,Currency,Customer Email,Customer ID,Captured,Refunded date (UTC),Fee
            2024-07-01 08:00:00,ch_1,Paid,100.00,0.00,eur,mia@s.test,cus_1,true,,2.00
            2024-07-02 08:00:00,ch_2,Refunded,40.00,40.00,eur,mia@s.test,cus_1,true,2024-07-19 10:00:00,1.00
            2024-07-03 08:00:00,ch_3,Paid,30.00,0.00,eur,Nia@s.test,,true,,1.00
            2024-07-04 08:00:00,ch_4,Failed,70.00,0.00,eur,oda@s.test,cus_2,false,,0.00
            2024-07-15 08:00:00,ch_5,Paid,55.00,0.00,eur,oda@s.test,cus_2,false,,0.00
            2024-07-16 08:00:00,ch_6,Partial Refund,15.50,5.50,eur,oda@s.test,cus_2,true,2024-07-17 10:00:00,0.50
            """)
        {
            Net = [("cus_1", 100m), ("cus_2", 10m), ("nia@s.test", 30m)],
            Events = (4, 2),
            LeftOut = [("status", 2)],
        },
        new("Square items", "items-2026-10-01-2026-11-01.csv", """
            Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Event Type,Customer ID,Customer Name,Customer Reference ID
            2026-10-05,10:15:00,Eastern Time (US & Canada),Nails,Gel Manicure,1.0,Regular,,,"$50.00","-$5.00","$45.00","$0.00",ABC123,PAY1,Payment,C1,Uma Usher,
            2026-10-05,10:15:00,Eastern Time (US & Canada),Retail,Cuticle Oil,2.0,Regular,OIL,,"$24.00","$0.00","$24.00","$2.12",ABC123,PAY1,Payment,C1,Uma Usher,
            2026-10-16,11:40:00,Eastern Time (US & Canada),Nails,Pedicure,1.0,Regular,,,"$40.00","$0.00","$40.00","$0.00",ABC124,PAY2,Payment,,,
            2026-10-17,13:00:00,Eastern Time (US & Canada),Nails,Gel Manicure,1.0,Regular,,,"-$45.00","$0.00","-$45.00","$0.00",ABC125,PAY3,Refund,C1,Uma Usher,
            2026-10-18,13:00:00,Eastern Time (US & Canada),Retail,Lotion,1.0,Regular,LOT,,"$12.50","$0.00","$12.50","$1.00",ABC126,PAY4,Payment,,Vic Vale,R-9
            """)
        {
            Net = [("C1", 24m), ("R-9", 12.5m)],
            Events = (3, 1),
            LeftOut = [("no customer", 1)],
        },
        new("PayPal activity", "Download.CSV", """
            "Type","Date","Time","TimeZone","Name","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Reference Txn ID"
            "Express Checkout Payment","14/06/2026","10:01:22","CET","Ada Lane","Completed","EUR","1.120,00","-3,78","1.116,22","Ada@p.test","shop@p.test","T1",""
            "Website Payment","15/06/2026","11:15:09","CET","Grace Hill","Completed","EUR","45,50","-1,62","43,88","grace@p.test","shop@p.test","T2",""
            "Payment Refund","16/06/2026","09:42:51","CET","Ada Lane","Completed","EUR","-25,00","0,73","-24,27","shop@p.test","ada@p.test","T3","T1"
            "General Payment","17/06/2026","09:00:00","CET","Host Ltd","Completed","EUR","-10,00","0,00","-10,00","shop@p.test","host@p.test","T4",""
            "Payment Refund","18/06/2026","09:00:00","CET","Host Ltd","Completed","EUR","10,00","0,00","10,00","host@p.test","shop@p.test","T5","T4"
            "General Withdrawal","19/06/2026","09:00:00","CET","","Completed","EUR","-900,00","0,00","-900,00","shop@p.test","","T6",""
            "General Currency Conversion","19/06/2026","09:00:00","CET","","Completed","EUR","7,00","0,00","7,00","","","T7",""
            "Website Payment","20/06/2026","09:00:00","CET","Late Payer","Pending","EUR","99,00","0,00","99,00","late@p.test","shop@p.test","T8",""
            "Chargeback","21/06/2026","09:00:00","CET","Grace Hill","Completed","EUR","-45,50","-20,00","-65,50","shop@p.test","grace@p.test","T9","T2"
            """)
        {
            Net = [("ada@p.test", 1095m), ("grace@p.test", 0m)],
            Events = (2, 2),
            LeftOut = [("status", 1), ("the shop's own payment", 2), ("no event of a customer", 2)],
        },
    ];

    private static IEnumerable<LayoutFile> Marketplaces() =>
    [
        new("Amazon orders flat file", "12345.txt", string.Join('\n',
            Tabs("purchase-date", "amazon-order-id", "order-status", "sales-channel", "product-name", "sku", "asin", "item-status",
                "quantity", "currency",
                "item-price", "item-tax", "shipping-price", "item-promotion-discount", "buyer-email"),
            Tabs("2024-03-01T09:00:00+00:00", "A1", "Shipped", "Amazon.de", "Sheets", "SH", "B01", "Shipped", "2", "EUR", "89.90",
                "14.35", "0.00", "10.00", "X1@market.test"),
            Tabs("2024-03-01T09:00:00+00:00", "A1", "Shipped", "Amazon.de", "Towel", "TW", "B02", "Cancelled", "1", "EUR", "20.00",
                "3.00", "", "", "x1@market.test"),
            Tabs("2024-03-12T09:00:00+00:00", "A2", "Pending", "Amazon.de", "Towel", "TW", "B02", "Unshipped", "1", "", "", "", "", "",
                "x2@market.test"),
            Tabs("2024-03-13T09:00:00+00:00", "A3", "Shipped", "Amazon.de", "Mug", "", "B03", "Shipped", "1", "EUR", "18.00", "2.00", "",
                "", "x2@market.test"),
            Tabs("2024-03-14T09:00:00+00:00", "A4", "Shipped - Returned to Seller", "Amazon.de", "Mug", "MG", "B03", "Shipped", "1",
                "EUR", "30.00", "2.00", "", "", "x2@market.test")))
        {
            Net = [("x1@market.test", 79.9m), ("x2@market.test", 18m)],
            Events = (2, 0),
            LeftOut = [("status", 3)],
        },
        new("Amazon Sale Report", "Amazon Sale Report.csv", """
            index,Date,Order ID,Status,Fulfilment,Sales Channel ,ship-service-level,Category,Style,SKU,Size,ASIN,Courier Status,currency,Qty,Amount,ship-city,B2B
            0,05-13-22,171-1,Shipped - Delivered to Buyer,Merchant,Amazon.in,Standard,kurta,S3,S3-L,L,B03,Shipped,INR,2,812.00,DELHI,False
            1,05-14-22,171-2,Shipped - Returned to Seller,Merchant,Amazon.in,Standard,Set,S4,S4-M,M,B04,Shipped,INR,1,999.00,DELHI,False
            2,05-15-22,171-3,Shipped,Amazon,Amazon.in,Expedited,Set,S4,S4-M,M,B04,Cancelled,INR,0,,DELHI,False
            3,05-16-22,171-1,Shipped,Amazon,Amazon.in,Expedited,Set,S5,S5-M,M,B05,Shipped,INR,1,99.50,DELHI,True
            """)
        {
            Net = [("171-1", 911.5m)],
            Events = (2, 0),
            LeftOut = [("status", 2)],
            Customer = "Order ID",
        },
        new("eBay orders report", "eBay-OrdersReport.csv", """

            "Sales Record Number","Order Number","Buyer Username","Item Title","Item Number","Custom Label","Quantity","Sold For","Shipping And Handling","Total Price","Sale Date","Paid On Date"
            "","","","","","","","","","","",""
            "1001","12-1","ash75","Pikachu","111","","1","EUR 90,00","EUR 3,50","EUR 93,50","Oct-05-26","Oct-05-26"
            "1002","12-2","sacha","","","","3","EUR 50,00","EUR 0,00","EUR 50,00","Oct-17-26","Oct-17-26"
            "1002","12-2","sacha","Abra","222","SKU-A","2","EUR 15,00","","","Oct-17-26",""
            "1002","12-2","sacha","Kadabra","333","","1","EUR 20,00","","","Oct-17-26",""

            2,record(s) downloaded,
            Seller ID : a-seller
            """)
        {
            Net = [("ash75", 90m), ("sacha", 50m)],
            Events = (3, 0),
            LeftOut = [("sum of the rows below", 1), ("foot of the file", 2)],
        },
    ];

    private static string Tabs(params ReadOnlySpan<string> fields) => string.Join('\t', fields);
}
