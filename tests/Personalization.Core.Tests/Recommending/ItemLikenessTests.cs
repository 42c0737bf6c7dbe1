using Personalization.Numerics;

namespace Personalization.Core.Tests;

public sealed class ItemLikenessTests
{
    private static readonly ItemId A = new("a"), B = new("b"), C = new("c"), Unknown = new("?");

    [Fact]
    public void ByCategory_Catalog_IsOneWithinACategory()
    {
        EventLog log = EventLog.From([Sold(A, "ring"), Sold(B, "ring"), Sold(C, "chain"), Sold(new ItemId("d"), null)]);

        Func<ItemId, ItemId, double> alike = ItemLikeness.ByCategory(log.Items);

        Assert.Equal((1, 0, 0), (alike(A, B), alike(A, C), alike(new("d"), A)));
        Assert.Equal((1, 0, 1), (alike(new("d"), new("d")), alike(Unknown, A), alike(Unknown, Unknown)));
    }

    [Fact]
    public void ByVectors_Angles_AreHalfAtRightAngles()
    {
        float[] vectors = [2, 0, 0, 5, -1, 0];

        Func<ItemId, ItemId, double> alike = ItemLikeness.ByVectors(IdIndex<ItemId>.From([A, B, C]), new MatrixView(vectors, 3, 2));

        Assert.Equal((1, .5, 0, .5), (alike(A, A), alike(A, B), alike(A, C), alike(A, Unknown)));
        Assert.Throws<ArgumentException>(() => ItemLikeness.ByVectors(IdIndex<ItemId>.From([A]), new MatrixView(vectors, 3, 2)));
    }

    private static ShopEvent Sold(ItemId item, string? category) =>
        new(new CustomerId("1"), new DateTime(2024, 1, 1), EventType.Purchase) { Item = item, Category = category };
}
