namespace Personalization.Core.Tests;

public sealed class DendrogramTests
{
    [Fact]
    public void From_KnownMerges_CountsRowsAndCuts()
    {
        // The rows 0, 1, 10, 12 and 20 by single linkage.
        Dendrogram tree = Dendrogram.From([0, 1, 2, 3, 4, 6, 5, 7], [1, 2, 8, 9]);

        Assert.Equal(5, tree.LeafCount);
        Assert.Equal([2, 2, 3, 5], tree.Merges.Select(merge => merge.Size));
        Assert.Equal(new DendrogramMerge(4, 6, 8, 3), tree.Merges[2]);
        Assert.Equal([0, 0, 1, 1, 2], tree.CutByCount(3));
        Assert.Equal([0, 0, 1, 1, 1], tree.CutByHeight(8));
        Assert.Equal(3, tree.CountAtWidestGap());
    }

    [Theory]
    [InlineData(new int[0], new double[0], "0 clusters for 0 heights")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1.0 }, "3 clusters for 1 heights")]
    [InlineData(new[] { 1, 0 }, new[] { 1.0 }, "merge 0 joins clusters 1 and 0")]
    [InlineData(new[] { 0, 2 }, new[] { 1.0 }, "merge 0 joins clusters 0 and 2")]
    [InlineData(new[] { 0, 1, 0, 2 }, new[] { 1.0, 2 }, "merge 1 joins clusters 0 and 2")]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 2.0, 1 }, "merge 1 has height 1, after 2")]
    [InlineData(new[] { 0, 1 }, new[] { -1.0 }, "merge 0 has height -1")]
    [InlineData(new[] { 0, 1 }, new[] { double.PositiveInfinity }, "merge 0 has height")]
    public void From_MergesOfNoTree_SaysWhich(int[] clusters, double[] heights, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => Dendrogram.From(clusters, heights)).Message, StringComparison.Ordinal);
}
