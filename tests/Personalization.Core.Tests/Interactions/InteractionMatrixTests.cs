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

    [Fact]
    public void Weights_NotPositive_ErrorNamesTheType()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new InteractionOptions { Weights = new Dictionary<EventType, float> { [EventType.View] = 0 } });
        Assert.Contains("Weights[view] is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_SingleInteractions_AddUp()
    {
        InteractionMatrix matrix = InteractionMatrix.From(
            [(new CustomerId("a"), new ItemId("x"), 1f), (new CustomerId("a"), new ItemId("x"), 2f)]);

        Assert.Equal([3f], matrix.ValuesOf(0));
    }
}
