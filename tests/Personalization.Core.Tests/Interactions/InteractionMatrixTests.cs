namespace Personalization.Core.Tests;

public sealed class InteractionMatrixTests
{
    private static readonly EventLog Log = EventLog.From(
    [
        Event("a", EventType.Purchase, "y"), Event("a", EventType.Purchase, "y"), Event("a", EventType.View, "x"),
        Event("b", EventType.View, "x"), Event("c", EventType.Purchase, "x"),
        Event("c", EventType.Purchase, "z"), Event("c", EventType.Search, null),
    ]);

    private static ShopEvent Event(string customer, EventType type, string? item) =>
        new(new CustomerId(customer), new DateTime(2025, 1, 1), type) { Item = item is null ? default : new ItemId(item) };

    [Fact]
    public void From_Default_PurchasesAsOnes()
    {
        InteractionMatrix matrix = InteractionMatrix.From(Log);

        Assert.Equal(3, matrix.Count);
        Assert.Equal([1], matrix.ItemsOf(0));
        Assert.Equal([1f], matrix.ValuesOf(0));
        Assert.True(matrix.ItemsOf(1).IsEmpty);
        Assert.Equal([0, 2], matrix.ItemsOf(2));
    }

    [Fact]
    public void From_WeightsAndCounts_AddUp()
    {
        InteractionMatrix matrix = InteractionMatrix.From(Log, new()
        {
            Value = InteractionValue.Count,
            Weights = new Dictionary<EventType, float> { [EventType.Purchase] = 4, [EventType.View] = 1, [EventType.Wishlist] = 2 },
        });

        Assert.Equal([0, 1], matrix.ItemsOf(0));
        Assert.Equal([1f, 8f], matrix.ValuesOf(0));
    }

    [Fact]
    public void ToItemRows_EveryElement_Transposed()
    {
        (int[] offsets, int[] rows, float[] values) = InteractionMatrix.From(Log).ToItemRows();

        Assert.Equal([0, 1, 2, 3], offsets);
        Assert.Equal([2, 0, 2], rows);
        Assert.Equal([1f, 1f, 1f], values);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_ZeroOrNotFinite_ErrorNamesTheType(float weight)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(
            () => new InteractionOptions { Weights = new Dictionary<EventType, float> { [EventType.View] = weight } });
        Assert.Contains("Weights[view] is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_RefundsAndRatings_CountAgainst()
    {
        CustomerId customer = new("a");
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        EventLog log = EventLog.From(
        [
            new(customer, time, EventType.Purchase) { Item = new("kept") },
            new(customer, time, EventType.View) { Item = new("kept") },
            new(customer, time, EventType.Purchase) { Item = new("returned") },
            new(customer, time, EventType.Refund) { Item = new("returned") },
            new(customer, time, EventType.Rating) { Item = new("liked"), Quantity = 5 },
            new(customer, time, EventType.Rating) { Item = new("disliked"), Quantity = 1 },
        ]);

        InteractionMatrix matrix = InteractionMatrix.From(log, InteractionOptions.Behavior);

        Assert.Equal(["kept", "liked"], matrix.ItemsOf(0).ToArray().Select(item => log.Items.IdAt(item).Value));
        Assert.Equal([1.1f, 1f], matrix.ValuesOf(0).ToArray());
    }

    [Fact]
    public void From_HalfLife_OlderCountsLess()
    {
        CustomerId customer = new("a");
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        EventLog log = EventLog.From(
        [
            new(customer, time, EventType.Purchase) { Item = new("x") },
            new(customer, time.AddDays(30), EventType.Purchase) { Item = new("x") },
            new(customer, time.AddDays(60), EventType.Purchase) { Item = new("y") },
        ]);

        InteractionMatrix matrix =
            InteractionMatrix.From(log, new InteractionOptions { Value = InteractionValue.Count, HalfLifeDays = 30 });

        Assert.Equal(.75, matrix.ValuesOf(0)[0], 6);
        Assert.Equal(1, matrix.ValuesOf(0)[1], 6);
    }

    [Fact]
    public void From_SingleInteractions_AddUp()
    {
        InteractionMatrix matrix = InteractionMatrix.From(
            [(new CustomerId("a"), new ItemId("x"), 1f), (new CustomerId("a"), new ItemId("x"), 2f)]);

        Assert.Equal([3f], matrix.ValuesOf(0));
    }
}
