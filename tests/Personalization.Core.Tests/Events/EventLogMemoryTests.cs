namespace Personalization.Core.Tests;

/// <summary>Measures the memory of the whole process, so it runs beside no other test.</summary>
[Collection("memory")]
public sealed class EventLogMemoryTests
{
    [Fact]
    public void Columns_OfAHundredThousandEvents_TakeAtMost40BytesEach()
    {
        EventLogBuilder builder = new();
        for (int i = 0; i < 100_000; i++)
        {
            builder.Add(new ShopEvent(new CustomerId($"c{i % 500}"), new DateTime(2025, 3, 1).AddHours(i % 24), EventType.Purchase)
            {
                Item = new ItemId($"i{i % 100}"),
                UnitPrice = 10,
                Order = $"o{i % 1000}",
            });
        }


        long before = GC.GetTotalMemory(forceFullCollection: true);
        EventLog log = builder.Build();
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(100_000, log.EventCount);
        Assert.InRange(bytes / 100_000.0, EventLog.BytesPerEvent, 40.9); // columns and offsets, with this log's small dictionaries
        GC.KeepAlive(builder);
    }
}

/// <summary>Tests that measure the process's memory.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class MemoryCollection;
