namespace Personalization.Data.Tests;

public sealed class LayoutJsonTests
{
    public static TheoryData<string> Names => [.. EventLayouts.All.Select(layout => layout.Name)];

    [Fact]
    public void Known_EachLayout_HasItsSignAmongItsColumns()
    {
        for (int i = 0; i < EventLayouts.All.Count; i++)
            Assert.Contains(KnownLayouts.SignOf(i), EventLayouts.All[i].RecognizedBy.Select(HeaderNames.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_WrittenLayout_IsTheSame(string name)
    {
        EventLayout layout = EventLayouts.Find(name)!;
        EventLayout read = EventLayout.Parse(layout.ToJson());
        Assert.Equal(layout.ToJson(), read.ToJson());
        Assert.Equal((layout.Name, layout.Row, layout.AmountFactor, layout.Refusal, layout.DayFirst, layout.CancelledOrderPrefix),
            (read.Name, read.Row, read.AmountFactor, read.Refusal, read.DayFirst, read.CancelledOrderPrefix));
        Assert.Equal((layout.IsAccountStatement, layout.TotalIsBeforeDiscount, layout.HasNoMoney),
            (read.IsAccountStatement, read.TotalIsBeforeDiscount, read.HasNoMoney));
        Assert.Equal((layout.DropsNonPositive, layout.NormalizeItemCodes), (read.DropsNonPositive, read.NormalizeItemCodes));
        Assert.Equal(layout.RecognizedBy, read.RecognizedBy);
        Assert.Equal(layout.UnlikeBy, read.UnlikeBy);
        Assert.Equal(layout.CustomerElse, read.CustomerElse);
        Assert.Equal(layout.ItemElse, read.ItemElse);
        Assert.Equal(layout.MoreStatuses, read.MoreStatuses);
        Assert.Equal(layout.SumWhereBlank, read.SumWhereBlank);
        Assert.Equal(layout.RowKey, read.RowKey);
        Assert.Equal(layout.Footers, read.Footers);
        Same(layout.Columns, read.Columns);
        Same(layout.RefundColumns, read.RefundColumns);
        Assert.Equal(Sorted(layout.Statuses), Sorted(read.Statuses));
        Assert.Equal(Sorted(layout.Events), Sorted(read.Events));
    }

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{", "isn't JSON")]
    [InlineData("""{"name":"a"}""", "recognized_by")]
    [InlineData("""{"name":"a","recognized_by":["b"],"colums":{}}""", "\"colums\"")]
    [InlineData("""{"name":"a","recognized_by":["b"],"columns":{"buyer":"c"}}""", "\"buyer\"")]
    [InlineData("""{"name":"a","recognized_by":["b"],"row":"page"}""", "line, item, order")]
    [InlineData("""{"name":"a","recognized_by":["b"],"more_statuses":1}""", "more_statuses")]
    [InlineData("""{"name":"a","recognized_by":["b"],"is_account_statement":"yes"}""", "is_account_statement")]
    [InlineData("""{"name":" ","recognized_by":["b"]}""", "layout is wrong")]
    public void Parse_WrongLayout_SaysWhatIsWrong(string json, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => EventLayout.Parse(json)).Message, StringComparison.Ordinal);

    private static void Same(
        IReadOnlyDictionary<EventField, IReadOnlyList<string>> expected, IReadOnlyDictionary<EventField, IReadOnlyList<string>> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((EventField field, IReadOnlyList<string> names) in expected) Assert.Equal(names, actual[field]);
    }

    private static IEnumerable<(string Word, T Meaning)> Sorted<T>(IReadOnlyDictionary<string, T> words) =>
        words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => (word.Key, word.Value));
}
