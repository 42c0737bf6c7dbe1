namespace Personalization.Data.Tests;

public sealed class RecordTests
{
    private static readonly Sale[] Sales =
    [
        new("ann", new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)), "ring", 1, 100.00005m),
        new(null, new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), "ring", 1, 100),
        new("bob", new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), "ring", 0, 100),
        new("bob", new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), "ring", 2, null),
        new("bob", new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), "ring", 2, 50),
        new("bob", new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero), "ring", 2, 50),
    ];

    private static readonly RecordMapping<Sale> Mapping = new()
    {
        Customer = s => s.Customer,
        Time = s => s.Time,
        Item = s => s.Item,
        Quantity = s => s.Quantity,
        UnitPrice = s => s.Price,
    };

    [Fact]
    public void Read_Records_AreCleanedLikeFiles()
    {
        EventReadResult result = EventRecords.Read(Sales, Mapping, cancellationToken: TestContext.Current.CancellationToken);
        CleaningReport report = result.Report;
        Assert.Equal((6, 3), (report.RowsRead, report.RowsKept));
        Assert.Equal(
            (1, 1, 1), (report["no customer"].Dropped, report["non-positive quantity"].Dropped, report["no price"].Dropped));
        Assert.Equal((1, 1L), (report["price rounded"].Repaired, report.ExactDuplicates));
        Assert.Equal(new DateTime(2020, 1, 1, 10, 0, 0), result.Log.FirstTime);
        Assert.Equal(2, report["no customer"].Examples[0].Row);
    }

    [Fact]
    public async Task ReadAsync_AsyncSequence_AgreesWithRead()
    {
        EventReadResult result = await EventRecords.ReadAsync(Stream(), Mapping, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            EventRecords.Read(Sales, Mapping, cancellationToken: TestContext.Current.CancellationToken).Log.Events(), result.Log.Events());
    }

    [Fact]
    public void Read_Strict_NamesTheRecord()
    {
        EventFileException e = Assert.Throws<EventFileException>(() =>
            EventRecords.Read(
                Sales, Mapping, new() { Errors = RowErrorMode.Strict }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(2, e.Row);
    }

    [Fact]
    public void Read_NoTime_IsRefused() =>
        Assert.Throws<ArgumentException>(() => EventRecords.Read(
            Sales, new RecordMapping<Sale> { Customer = s => s.Customer }, cancellationToken: TestContext.Current.CancellationToken));

    private static async IAsyncEnumerable<Sale> Stream()
    {
        foreach (Sale sale in Sales)
        {
            await Task.Yield();
            yield return sale;
        }
    }

    private sealed record Sale(string? Customer, DateTimeOffset Time, string Item, double? Quantity, decimal? Price);
}
