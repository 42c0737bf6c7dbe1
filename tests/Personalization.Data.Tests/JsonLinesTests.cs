using System.Text;
using Personalization.Core;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class JsonLinesTests
{
    [Theory]
    [InlineData("Products Searched", "Searched Products", "search")]
    [InlineData("Product List Viewed", "Viewed Product List", "search")]
    [InlineData("Product List Filtered", "viewed product category", "search")]
    [InlineData("Promotion Viewed", "Viewed Promotion", "promotion")]
    [InlineData("Promotion Clicked", "Clicked Promotion", "promotion")]
    [InlineData("Product Clicked", "Clicked Product", "view")]
    [InlineData("Product Viewed", "Viewed Product", "view")]
    [InlineData("Product Added", "Added Product", "add_to_cart")]
    [InlineData("Product Removed", "Removed Product", "remove_from_cart")]
    [InlineData("Cart Viewed", "Viewed Cart", "cart_viewed")]
    [InlineData("Checkout Started", "Started Checkout", "checkout_start")]
    [InlineData("Checkout Step Viewed", "Viewed Checkout Step", "checkout_step_viewed")]
    [InlineData("Checkout Step Completed", "Completed Checkout Step", "checkout_step_completed")]
    [InlineData("Payment Info Entered", "Entered Payment Info", "payment_info_entered")]
    [InlineData("Order Updated", "Updated Order", "order_updated")]
    [InlineData("Order Completed", "Completed Order", "purchase")]
    [InlineData("Order Refunded", "refunded_order", "refund")]
    [InlineData("Order Cancelled", "Order Canceled", "order_cancelled")]
    [InlineData("Coupon Entered", "Entered Coupon", "coupon")]
    [InlineData("Coupon Applied", "Applied Coupon", "coupon")]
    [InlineData("Coupon Denied", "Denied Coupon", "coupon_denied")]
    [InlineData("Coupon Removed", "Removed Coupon", "coupon_removed")]
    [InlineData("Product Added to Wishlist", "product_added_to_wishlist", "wishlist")]
    [InlineData("Product Removed from Wishlist", "productRemovedFromWishlist", "remove_from_wishlist")]
    [InlineData("Wishlist Product Added to Cart", "wishlist-product-added-to-cart", "add_to_cart")]
    [InlineData("Product Shared", "Shared Product", "review")]
    [InlineData("Cart Shared", "Shared Cart", "review")]
    [InlineData("Product Reviewed", "Reviewed Product", "review")]
    public void Vocabulary_Version2AndVersion1_GiveOneType(string version2, string version1, string type)
    {
        EventVocabulary vocabulary = new();
        Assert.Equal((new EventType(type), true), vocabulary.Resolve(version2));
        Assert.Equal((new EventType(type), true), vocabulary.Resolve(version1));
        Assert.Equal((new EventType(type), true), vocabulary.Resolve(version2.ToUpperInvariant().Replace(' ', '_')));
    }

    [Fact]
    public void Read_OrderCompleted_IsOneRowAProduct()
    {
        EventReadResult result = Read(
            """{"type":"track","event":"Order Completed","userId":"u1","anonymousId":"a","timestamp":"2024-03-01T10:05:00Z","""
            + "\"channel\":\"app\",\"context\":{\"sessionId\":12},\"properties\":"
            + """{"order_id":77,"currency":"EUR","products":["""
            + """{"product_id":"r","sku":"x","name":"Ring","category":"rings","price":199.5,"quantity":1},"""
            + """{"sku":"N-2","price":"19.99","quantity":"2"}]}}""",
            "events.jsonl");
        ShopEvent[] events = [.. result.Log.Events()];
        Assert.Equal((2, 2L, "Segment events"), (events.Length, result.Report.RowsRead, result.Layout));
        Assert.All(
            events,
            e =>
                Assert.Equal(
                    ("u1", EventType.Purchase, "77", "EUR", "12", "app"),
                    (e.Customer.Value, e.Type, e.Order, e.Currency, e.Session, e.Channel)));
        Assert.Equal(("r", 199.5m, 1.0, "rings"), (events[0].Item.Value, events[0].UnitPrice, events[0].Quantity, events[0].Category));
        Assert.Equal(("N-2", 19.99m, 2.0), (events[1].Item.Value, events[1].UnitPrice, events[1].Quantity));
        Assert.Equal("Ring", result.Log.Items.Find(new ItemId("r"))!.Title);
    }

    [Fact]
    public void Read_RefundWithoutProducts_IsItsTotal()
    {
        ShopEvent e = Only(Read(
            """{"event":"Order Refunded","anonymousId":"a7","originalTimestamp":"2024-03-01T11:00:00+01:00","properties":"""
            + """{"order_id":"o1","total":"20.5"}}""",
            "x.ndjson"));
        Assert.Equal((EventType.Refund, "a7", 1.0, 20.5m, "o1"), (e.Type, e.Customer.Value, e.Quantity, e.UnitPrice, e.Order));
        Assert.Equal(new DateTime(2024, 3, 1, 10, 0, 0), e.Time);
    }

    [Fact]
    public void Read_RefundWithProducts_IsARowEach()
    {
        EventReadResult result = Read(
            """{"event":"Order Refunded","userId":"a","timestamp":"2024-03-01T11:00:00Z","properties":"""
            + """{"products":[{"product_id":"p","price":3,"quantity":2},{"product_id":"q","price":4}]}}""",
            "x.jsonl");
        Assert.Equal([("p", 2.0, 3m), ("q", 1.0, 4m)], result.Log.Events().Select(e => (e.Item.Value, e.Quantity, e.UnitPrice)));
    }

    [Fact]
    public void Read_EveryOtherMessage_IsCountedUnderItsName()
    {
        EventReadResult result = Read("""
            {"type":"identify","userId":"u1"}
            {"type":"page","userId":"u1","timestamp":"2024-03-01T11:00:00Z"}
            {"type":"track","event":"Store Visited","userId":"u1","timestamp":"2024-03-01T11:00:00Z"}
            {"type":"track","event":"Store Visited","timestamp":"2024-03-01T11:00:00Z"}
            {"type":"track","event":"Product Viewed","userId":"u1","timestamp":"yesterday"}
            {"type":"track","userId":"u1","timestamp":"2024-03-01T11:00:00Z"}
            {"type":"track","event":"Order Cancelled","userId":"u1","timestamp":"2024-03-01T11:00:00Z"}
            {"type":"track","event":"Product Viewed","userId":"u1",
            not json

            {"type":"track","event":"Product Viewed","userId":"u1","timestamp":"2024-03-01T11:00:00Z"} {}
            """, "x.jsonl");
        CleaningReport report = result.Report;
        Assert.Equal(["page", "store_visited"], result.Log.Events().Select(e => e.Type.Name));
        Assert.Equal((10, 2), (report.RowsRead, report.RowsKept));
        Assert.Equal(
            (1, 1, 1, 5),
            (report["identify"].Dropped, report["no customer"].Dropped, report["cancelled"].Dropped, report["unparsable"].Dropped));
        Assert.Equal([KeyValuePair.Create("store_visited", 2L)], report.UnknownEvents);
        Assert.Equal(11, report["unparsable"].Examples[^1].Row);
    }

    [Fact]
    public void Read_NumbersThatArent_AreUnparsable()
    {
        EventFileException e = Refused(
            """{"event":"Product Added","userId":"a","timestamp":"2024-03-01T11:00:00Z","properties":{"price":"cheap"}}""",
            "x.jsonl",
            new() { Errors = RowErrorMode.Strict });
        Assert.Equal((1L, "price", "cheap"), (e.Row, e.Column, e.Value));
    }

    [Theory]
    [InlineData("""{"\ud800":1,"event":"Product Viewed"}""")]
    [InlineData("""{"event":"\ud800"}""")]
    [InlineData("""{"properties":{"\ud800":1}}""")]
    public void Read_HalfASurrogatePair_IsUnparsable(string line) => Assert.Equal(1, Read(line, "x.jsonl").Report["unparsable"].Dropped);

    [Fact]
    public void Read_DeepNesting_IsUnparsable() =>
        Assert.Equal(1, Read("{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}", "x.jsonl").Report["unparsable"].Dropped);

    [Fact]
    public void Read_GzipAndLatin1_AreRead()
    {
        byte[] line = Encoding.Latin1.GetBytes("""{"event":"Product Viewed","userId":"é","timestamp":"2024-03-01T11:00:00Z"}""");
        EventReadResult result = Read(Gzip(line), "x.jsonl.gz");
        Assert.Equal(("é", 1L), (Only(result).Customer.Value, result.Report["encoding repaired"].Repaired));
    }
}
