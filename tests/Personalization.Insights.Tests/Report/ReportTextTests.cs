namespace Personalization.Insights.Tests;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(.0004, "under 0.1%")]
    [InlineData(.034, "3.4%")]
    [InlineData(.25, "25%")]
    [InlineData(.992, "99.2%")]
    [InlineData(.999999, "over 99.9%")]
    [InlineData(1, "100%")]
    public void Share_NearTheEnds_NeverRoundsToNothingOrAll(double share, string text) => Assert.Equal(text, ReportText.Share(share));

    [Theory]
    [InlineData("", 3)]
    [InlineData("a", 3, "a")]
    [InlineData("a and b", 3, "a", "b")]
    [InlineData("a, b and c", 3, "a", "b", "c")]
    [InlineData("a, b, c and 2 more", 3, "a", "b", "c", "d", "e")]
    public void List_Names_AreJoinedAndCut(string text, int most, params string[] names) =>
        Assert.Equal(text, ReportText.List(names, most));
}
