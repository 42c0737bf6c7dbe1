using Personalization.Core;

namespace Personalization.Data.Tests;

/// <summary>Exports of shop systems and data sets, as they came.</summary>
public sealed class CaseLayoutTests
{
    [Fact]
    public void Read_ShopifyOrders_NetsDiscountsAndRefundsAndLeavesVoidedOut()
    {
        EventReadResult result = ShopCase.Read("01-shopify-orders/orders_export.csv");
        Assert.Equal("Shopify orders export", result.Layout);
        Assert.Equal("ada@example.test 88, bob@example.test 0", ShopCase.Net(result));
        Assert.Equal("2024-03-01, 2024-03-10", ShopCase.Days(result, "ada@example.test")); // 23:30 in New York is the next day in UTC
        Assert.Equal(2, result.Log.Events().Where(e => e.Customer.Value == "ada@example.test").Select(e => e.Order).Distinct().Count());
        Assert.Equal(1, result.Report["status"].Dropped);
    }

    [Fact]
    public void Read_WooCommerceAnalytics_TakesNetSales()
    {
        EventReadResult result = ShopCase.Read("02-woocommerce-analytics/wc-orders-report.csv");
        Assert.Equal("WooCommerce Analytics orders", result.Layout);
        Assert.Equal("Ada A 1310, Bob B 0", ShopCase.Net(result));
        Assert.Contains(result.Report.Columns, c => c is { Field: EventField.Total, Name: "Net Sales" });
        Assert.Equal(1, result.Report["status"].Dropped);
    }

    [Fact]
    public void Read_StripePayments_TakesRefundsOffAndLeavesFailedOut()
    {
        EventReadResult result = ShopCase.Read("04-stripe-payments/unified_payments.csv");
        Assert.Equal("Stripe payments", result.Layout);
        Assert.Equal("cus_A 75", ShopCase.Net(result));
        ShopEvent refund = Assert.Single(result.Log.Events(), e => e.Type == EventType.Refund);
        Assert.Equal(new DateTime(2024, 3, 4, 8, 0, 0), refund.Time);
        Assert.Equal(1, result.Report["status"].Dropped);
    }

    [Fact]
    public void Read_AmazonSaleReport_NamesTheMissingCustomer()
    {
        const string File = "07-amazon-sale-report-kaggle/Amazon Sale Report.csv";
        EventFileException refused = ShopCase.Refused(File);
        Assert.Contains("No column for Customer", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--map customer=COLUMN", refused.Message, StringComparison.Ordinal);
        EventReadResult mapped = ShopCase.Read(File, new EventReadOptions
        {
            Columns = new ColumnMapping { Names = new Dictionary<EventField, string> { [EventField.Customer] = "Order ID" } },
        });
        Assert.Equal("405-2 406", ShopCase.Net(mapped));
        Assert.Equal("2022-04-30", ShopCase.Days(mapped, "405-2"));
    }

    [Theory]
    [InlineData("08-olist-joined/olist.csv")]
    [InlineData("08-olist-joined/olist_renamed.csv")]
    public void Read_OlistJoined_KnowsThePersonBehindTheOrders(string file)
    {
        EventReadResult result = ShopCase.Read(file);
        Assert.Equal("Olist orders", result.Layout);
        Assert.Equal("u1 109.98", ShopCase.Net(result));
        Assert.Equal("2017-10-02, 2018-01-05", ShopCase.Days(result, "u1"));
        Assert.Equal(1, result.Report["status"].Dropped);
    }

    [Fact]
    public void Read_RetailRocket_KnowsTransactionsAndThatThereIsNoMoney()
    {
        EventReadResult result = ShopCase.Read("09-retailrocket/events.csv");
        Assert.Equal("RetailRocket events", result.Layout);
        Assert.Equal(
            [("2", "234"), ("2", "234"), ("3", "235")],
            result.Log.Events().Where(e => e.Type == EventType.Purchase).Select(e => (e.Customer.Value, e.Order!)));
        Assert.Equal(3, result.Log.ActiveCustomerCount);
        Assert.Equal(new DateTime(2015, 8, 16), result.Report.FirstTime!.Value.Date);
    }

    [Fact]
    public void Read_Superstore_TakesSalesAsTheLine()
    {
        EventReadResult result = ShopCase.Read("14-superstore-us/Sample_Superstore.csv");
        Assert.Equal("Superstore", result.Layout);
        Assert.Equal("CG-1 993.9, DV-1 14.62", ShopCase.Net(result));
        Assert.Equal("2016-11-08", ShopCase.Days(result, "CG-1"));
    }

    [Fact]
    public void Read_InstacartOrders_SaysThatThereAreNoDates()
    {
        EventFileException refused = ShopCase.Refused("16-instacart-orders/orders.csv");
        Assert.Contains("no dates", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HandM_KeepsSmallPricesZerosOfIdsAndEqualLines()
    {
        EventReadResult result = ShopCase.Read("17-hm-transactions/transactions_train.csv");
        Assert.Equal("H&M transactions", result.Layout);
        Assert.Equal("000058a1 59.98, 00007d2d 0.01", ShopCase.Net(result));
        Assert.Equal(["0663713001", "0663713001", "0541518023"], result.Log.Events().Select(e => e.Item.Value));
    }
}
