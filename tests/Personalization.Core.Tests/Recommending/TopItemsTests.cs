namespace Personalization.Core.Tests;

public sealed class TopItemsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Sort_AnyOrderOfScoresWithTies_IsTheStableSortByScoreThenRow(int capacity)
    {
        Random random = new(capacity);
        for (int run = 0; run < 50; run++)
        {
            (int Row, double Score)[] all = [.. Enumerable.Range(0, random.Next(1, 300)).Select(row => (row, (double)random.Next(12)))];
            random.Shuffle(all);
            TopItems top = new(capacity);
            foreach ((int row, double score) in all)
            {
                if (top.Keeps(row, score)) top.Add(row, score);
            }

            top.Sort();
            (int Row, double Score)[] expected = [.. all.OrderByDescending(a => a.Score).ThenBy(a => a.Row).Take(capacity)];
            Assert.Equal(expected.Select(e => e.Row), top.Rows.ToArray());
            Assert.Equal(expected.Select(e => e.Score), top.Scores.ToArray());
        }
    }

    [Fact]
    public void Keeps_NoCapacity_TakesNothing() => Assert.False(new TopItems(0).Keeps(0, 1));
}
