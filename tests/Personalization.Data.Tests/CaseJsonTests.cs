using static Personalization.Data.Tests.ShopCase;

namespace Personalization.Data.Tests;

/// <summary>JSON as it comes: messages sent twice, arrays, vocabularies other than Segment's.</summary>
public sealed class CaseJsonTests
{
    [Fact]
    public void Read_RetriedOrder_CountsOnceAndIsFlagged()
    {
        EventReadResult result = Read("12-segment-rudderstack-jsonl/events.jsonl");
        Assert.Equal("a-9 19.9, u1 20, u2 32.5", Net(result));
        Assert.Equal(1, result.Report["order sent twice"].Dropped);
    }

    [Fact]
    public void Read_ArrayOfMessages_IsReadLikeLines() => Assert.Equal("u1 30", Net(Read("13-segment-json-array/events.json")));

    [Fact]
    public void Read_Ga4_IsRowsOfItems()
    {
        EventReadResult result = Read("10-ga4-bigquery-json/ga4.jsonl");
        Assert.Equal("1234.5678 30", Net(result));
        Assert.Equal(2, result.Log.EventCount);
    }

    [Fact]
    public void Read_ObjectsOverSeveralLines_AreReadWithTheirLine()
    {
        const string Text = """
            [
              {
                "customer": { "id": "A" },
                "created_at": "2024-01-05T10:00:00Z",
                "id": 1,
                "lines": [ { "sku": "S", "price": 5, "quantity": 2 }, { "sku": "T {\"}", "price": "1.50" } ]
              },
              {
                "customer": { "id": "B" },
                "created_at": "soon",
                "lines": [ { "sku": "S", "price": 5, "quantity": 2 } ]
              }
            ]
            """;
        EventReadResult result = Texts.Read(Text, "orders.json");
        Assert.Equal("A 11.5", Net(result));
        Assert.Equal(8, result.Report["unparsable"].Examples[0].Row);
    }

    [Theory]
    [InlineData("[{\"customer\":\"A\",\"date\":\"2024-01-05\",\"price\":1},{\"customer\":\"B\"", "ends within the JSON object")]
    [InlineData("[{\"customer\":\"A\",\"date\":\"2024-01-05\",\"price\":1} x]", "commas alone")]
    public void Read_BrokenArray_SaysWhere(string text, string said) =>
        Assert.Contains(said, Texts.Refused(text, "a.json").Message, StringComparison.Ordinal);
}
