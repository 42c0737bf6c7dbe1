using System.Text;

namespace Personalization.Data.Tests;

/// <summary>Rows of a CSV file are judged on a thread of their own; what happens there must reach the caller as if they weren't.</summary>
public sealed class RowRelayTests
{
    /// <summary>Enough for the file to be worth a thread: about 1.5 MB.</summary>
    private const int Rows = 40_000;

    private static EventReadResult Read(EventReadOptions options)
    {
        StringBuilder csv = new("customer_id,time,item_id,quantity,unit_price\n");
        for (int row = 0; row < Rows; row++)
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"c{row % 7},2025-01-01 00:00:00,i{row},1,2\n");
        return EventFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())), "orders.csv", options);
    }

    private static CleaningRule Watch(Action<EventRow> see) =>
        CleaningRule.Custom("watch", "Looks at every row.", row =>
        {
            see(row);
            return RowVerdict.Keep;
        });

    [Fact]
    public void Read_Rules_SeeEveryRowOnceInOrder()
    {
        List<(long Row, string Item)> seen = [];
        EventReadResult read = Read(new() { Rules = [Watch(row => seen.Add((row.Row, row.Item)))] });

        Assert.Equal(Rows, read.Log.EventCount);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (i + 2L, $"i{i}")), seen);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5_000)]
    [InlineData(Rows + 1)]
    public void Read_RuleThrows_CallerSeesIt(long at)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Read(new()
        {
            Rules = [Watch(row => _ = row.Row == at ? throw new InvalidOperationException($"row {row.Row}") : 0)],
        }));

        Assert.Equal($"row {at}", error.Message);
    }

    [Fact]
    public void Read_StrictMode_StopsBeforeAnyLaterRow()
    {
        long last = 0;
        Assert.Throws<EventFileException>(() => Read(new()
        {
            Errors = RowErrorMode.Strict,
            Rules = [Watch(row => last = row.Row == 100 ? throw new EventFileException(row.Row, null, null, "enough") : row.Row)],
        }));

        Assert.Equal(99, last);
    }
}
