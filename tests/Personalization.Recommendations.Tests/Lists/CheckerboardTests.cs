using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CheckerboardTests
{
    private const int Size = 50;

    [Fact]
    public void SimilarItems_ItemNeighbors_AreThoseOfTheSameColour()
    {
        ItemNeighborsModel model = new ItemNeighborsTrainer(new() { NeighborCount = Size }).Fit(
            Shops.Checkerboard(Size), cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<Recommendation> list = model.SimilarItems(new ItemId("07"), Size);
        Assert.Equal(24, list.Count);
        Assert.All(list, r => Assert.Equal(1, int.Parse(r.Item.Value, System.Globalization.CultureInfo.InvariantCulture) % 2));

        // Each item has 24 customers, and any two of one colour share 23.
        Assert.All(list, r => Assert.Equal(23 / 24.0, r.Score, 6));
    }
}
