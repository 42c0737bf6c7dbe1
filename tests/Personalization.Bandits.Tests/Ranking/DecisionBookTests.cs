namespace Personalization.Bandits.Tests.Ranking;

public sealed class DecisionBookTests
{
    [Fact]
    public void Action_SameIdOtherFeatures_IsAnother()
    {
        DecisionBook book = new();
        Assert.Equal((0, true), book.Action(new RankAction("a")));
        Assert.Equal((0, false), book.Action(new RankAction("a", new FeatureSet())));
        Assert.Equal((1, true), book.Action(new RankAction("a", new FeatureSet(new Feature("price", 1)))));
        Assert.Equal((2, true), book.Action(new RankAction("b")));
        Assert.Equal("b", book.Known(2).Id);
    }

    [Fact]
    public void MakeRoom_Full_BeginsAnew()
    {
        DecisionBook book = new(capacity: 2);
        book.Name("x");
        book.MakeRoom();
        Assert.Equal((0, false), book.Name("x"));
        book.Name("y");
        book.Action(new RankAction("a"));
        book.MakeRoom();
        Assert.Equal((0, true), book.Name("y"));
        Assert.Equal((0, true), book.Action(new RankAction("a")));
        Assert.Throws<InvalidDataException>(() => book.Known(1));
    }

    [Fact]
    public void Read_NumberThatDoesntFollow_IsRefused()
    {
        DecisionBook book = new();
        book.ReadName(0, "x");
        Assert.Throws<InvalidDataException>(() => book.ReadName(2, "y"));
        book.ReadAction(0, new RankAction("a"));
        Assert.Throws<InvalidDataException>(() => book.ReadAction(2, new RankAction("b")));
        Assert.Throws<InvalidDataException>(() => book.Text(1));
        book.ReadName(0, "new");
        Assert.Equal("new", book.Text(0));
    }
}
