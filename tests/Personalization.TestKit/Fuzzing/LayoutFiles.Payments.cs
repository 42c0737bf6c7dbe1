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
        new("Square items", "items-2026-10-01-2026-11-01.csv", Text("square-items.csv"))
        {
            Net = [("C1", 24m), ("R-9", 12.5m)],
            Events = (3, 1),
            LeftOut = [("no customer", 1)],
        },
        new("PayPal activity", "Download.CSV", Text("paypal-activity.csv"))
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
        new("Amazon Sale Report", "Amazon Sale Report.csv", Text("amazon-sale-report.csv"))
        {
            Net = [("171-1", 911.5m)],
            Events = (2, 0),
            LeftOut = [("status", 2)],
            Customer = "Order ID",
        },
        new("eBay orders report", "eBay-OrdersReport.csv", Text("ebay-orders-report.csv"))
        {
            Net = [("ash75", 90m), ("sacha", 50m)],
            Events = (3, 0),
            LeftOut = [("sum of the rows below", 1), ("foot of the file", 2)],
        },
    ];

    private static string Tabs(params ReadOnlySpan<string> fields) => string.Join('\t', fields);
}
